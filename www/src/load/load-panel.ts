import { LitElement, css, html, nothing } from 'lit';
import type { LoadedPrograms, LoadedTasks } from '../engine/protocol';
import { Follow } from '../app/follow';
import { reasonOf } from '../app/messages';
import type { Page } from '../app/page';
import type { FileKind, LoadedFile } from '../app/session';
import { basic } from '../app/styles';
import { shape } from '../results/mark';
import { count, digits } from '../results/words';
import { dataSets } from './data-sets';
import { sourceOf } from './dropped';
import { type Recent, forgetAll, recents } from './recent';

/** With more files than this, the rest is counted. */
const MOST_LISTED = 30;

/** What is loaded of a kind, and all ways to load something else. Says `close` when something was chosen. */
export class LoadPanel extends LitElement {
  static override properties = {
    page: { attribute: false },
    kind: {},
    recent: { state: true },
    trouble: { state: true },
  };
  declare page: Page;
  declare kind: FileKind;
  declare private recent: readonly Recent[];
  declare private trouble: string;

  static override styles = [
    basic,
    css`
      :host {
        display: grid;
        gap: 1rem;
        font-size: 0.92rem;
      }

      .head {
        margin: 0 0 0.35rem;
        font-size: 0.82rem;
        font-weight: 600;
        color: var(--quiet);
      }

      ul {
        display: grid;
        gap: 0.3rem;
      }

      .file {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        align-items: start;
        gap: 0 0.5rem;
      }

      .file .name {
        overflow-wrap: anywhere;
        font-weight: 600;
      }

      .file .about {
        grid-column: 1;
        color: var(--quiet);
        font-size: 0.85rem;
      }

      .lost {
        color: var(--bad);
      }

      .warned {
        color: var(--warn);
      }

      .row {
        display: flex;
        flex-wrap: wrap;
        gap: 0.4rem;
      }

      .button {
        min-height: 32px;
        font-size: 0.9rem;
      }

      label.button:focus-within {
        outline: 2px solid var(--accent);
        outline-offset: 2px;
      }

      form {
        display: flex;
        gap: 0.4rem;
      }

      form input {
        flex: 1;
        min-width: 0;
        cursor: text;
      }

      .recent {
        display: block;
        width: 100%;
        padding: 0.3rem 0.5rem;
        border: 0;
        border-radius: 6px;
        background: none;
        text-align: left;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        cursor: pointer;
      }

      .recent:hover {
        background: var(--sunken);
      }

      .away {
        display: inline-flex;
        padding: 5px;
        border: 0;
        border-radius: 50%;
        background: none;
        color: var(--quiet);
        cursor: pointer;
      }

      .away:hover {
        background: var(--edge);
        color: var(--text);
      }

      .away svg {
        width: 12px;
        height: 12px;
        fill: none;
        stroke: currentcolor;
        stroke-width: 2;
      }

      .heading {
        display: flex;
        align-items: baseline;
        justify-content: space-between;
      }

      .clear {
        border: 0;
        background: none;
        color: var(--accent);
        font-size: 0.82rem;
        cursor: pointer;
      }
    `,
  ];

  constructor() {
    super();
    this.recent = [];
    this.trouble = '';
    new Follow(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.look();
  }

  override render() {
    const { kind, page } = this;
    const files = page.session.filesOf(kind);
    return html`
      ${
        files.length > 0
          ? html`<section>
              <p class="head">Loaded</p>
              <ul role="list" aria-label="Loaded files">
                ${files.slice(0, MOST_LISTED).map((file) => this.file(file))}
              </ul>
              ${files.length > MOST_LISTED ? html`<p class="quiet">and ${count(files.length - MOST_LISTED, 'more file')}</p>` : nothing}
            </section>`
          : nothing
      }
      <section>
        <p class="head">Load others in their place</p>
        <div class="row">
          <button class="button" @click=${this.choose}>Files …</button>
          <label class="button"
            >Folder …
            <input class="hidden" type="file" webkitdirectory aria-label="Folder of ${kind}" @change=${this.onFolder}
          /></label>
          <button class="button" @click=${this.paste}>Paste</button>
          ${
            kind === 'tasks'
              ? dataSets.map(
                  (set) =>
                    html`<button class="button" @click=${() => this.done(page.loader.takeDataSet(set))}>${set.name}</button>`,
                )
              : nothing
          }
        </div>
      </section>
      <form @submit=${this.onAddress}>
        <input class="field" type="text" inputmode="url" aria-label="Address of ${kind}" placeholder="https://…" />
        <button class="button">Load</button>
      </form>
      ${this.trouble ? html`<p role="alert">${this.trouble}</p>` : nothing}
      ${
        this.recent.length > 0
          ? html`<section>
              <div class="heading">
                <p class="head">Loaded before, kept in this browser</p>
                <button class="clear" @click=${this.clear}>Clear</button>
              </div>
              <ul role="list" aria-label="Loaded before">
                ${this.recent.map(
                  (recent) =>
                    html`<li>
                      <button class="recent" title=${recent.title} @click=${() => this.done(page.loader.takeRecent(recent))}>
                        ${recent.title}
                      </button>
                    </li>`,
                )}
              </ul>
            </section>`
          : nothing
      }
      <p class="quiet">
        ${
          kind === 'tasks'
            ? 'Any ARC format: single tasks, Kaggle challenges and solutions, re-arc, BARC, 1D-ARC, .gz, .zip. Files and folders can be dropped anywhere, text pasted anywhere.'
            : 'Python files with any number of programs in the ARC DSL. They can be dropped or pasted anywhere.'
        }
      </p>
    `;
  }

  private file(file: LoadedFile<LoadedTasks | LoadedPrograms>) {
    const { leftOut, loaded } = file;
    const warnings = loaded.warnings.filter(({ severity }) => severity === 'warning').length;
    const about = 'tasks' in loaded ? `${loaded.format}: ${loaded.counts}` : count(loaded.programs.length, 'program');
    const lost = 'tasks' in loaded ? count(leftOut, 'part') : digits(leftOut);
    return html`<li class="file">
      <span class="name">${loaded.file}</span>
      <button class="away" @click=${() => this.page.loader.remove(this.kind, file)}>
        ${shape('wrong')}<span class="hidden">Take ${loaded.file} away</span>
      </button>
      <span class="about"
        >${about}${leftOut > 0 ? html`, <span class="lost">${lost} left out</span>` : nothing}${
          warnings > 0 ? html`, <span class="warned">${count(warnings, 'warning')}</span>` : nothing
        }</span
      >
    </li>`;
  }

  private async look(): Promise<void> {
    try {
      this.recent = (await recents()).filter(({ kind }) => kind === this.kind);
    } catch (error) {
      // Storage may be forbidden: then nothing was kept either.
      console.info('nothing is kept:', error);
      this.recent = [];
    }
  }

  private async clear(): Promise<void> {
    try {
      await forgetAll();
    } catch (error) {
      this.trouble = `Not cleared: ${reasonOf(error)}`;
    }
    await this.look();
  }

  private choose(): void {
    this.close();
    this.page.choose(this.kind);
  }

  private onFolder(event: Event): void {
    const input = event.target as HTMLInputElement;
    const files = [...(input.files ?? [])];
    input.value = '';
    if (files.length > 0) void this.done(this.page.loader.takeAll(files.map(sourceOf)));
  }

  private async paste(): Promise<void> {
    let text: string;
    try {
      text = await navigator.clipboard.readText();
    } catch {
      this.trouble = 'The browser does not let the page read what was copied: press Ctrl+V on the page instead.';
      return;
    }
    if (text.trim()) await this.done(this.page.loader.takeText(text));
    else this.trouble = 'There is no text to paste.';
  }

  private onAddress(event: Event): void {
    event.preventDefault();
    const address = this.renderRoot.querySelector<HTMLInputElement>('form input')?.value.trim();
    if (address) void this.done(this.page.loader.takeAddress(this.kind, address));
  }

  private async done(loading: Promise<void>): Promise<void> {
    this.close();
    await loading;
  }

  private close(): void {
    this.dispatchEvent(new CustomEvent('close'));
  }
}

customElements.define('arc-load-panel', LoadPanel);
