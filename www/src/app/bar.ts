import { LitElement, css, html, nothing } from 'lit';
import { MAX_WORKERS } from '../engine/client';
import { shape } from '../results/mark';
import type { FileKind, LoadedFile, Session } from './session';
import { basic } from './styles';
import { THEMES, type Theme, chooseTheme, theme } from './theme';

/** The thin bar on top: what is loaded, and what can be done with it. */
export class Bar extends LitElement {
  static override properties = { session: { attribute: false }, tick: { type: Number } };
  declare session: Session;
  /** Changes when the session has changed. */
  declare tick: number;

  static override styles = [
    basic,
    css`
      :host {
        display: block;
        position: sticky;
        top: 0;
        z-index: 2;
        background: var(--surface);
        border-bottom: 1px solid var(--edge);
        box-shadow: var(--shadow);
      }

      header {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.5rem 0.6rem;
        max-width: 1760px;
        margin: 0 auto;
        padding: 0.5rem 1rem;
      }

      h1 {
        display: flex;
        align-items: center;
        gap: 0.5rem;
        margin: 0 0.4rem 0 0;
        font-size: 1.1rem;
        font-weight: 700;
        letter-spacing: -0.02em;
      }

      h1 img {
        width: 22px;
        height: 22px;
        border-radius: 3px;
      }

      .chip {
        display: inline-flex;
        align-items: center;
        max-width: 20rem;
        min-height: 30px;
        padding: 0 0.2rem 0 0.7rem;
        border: 1px solid var(--edge);
        border-radius: 15px;
        background: var(--sunken);
        font-size: 0.87rem;
        white-space: nowrap;
      }

      .chip span:not(.hidden) {
        overflow: hidden;
        text-overflow: ellipsis;
      }

      .chip button {
        display: inline-flex;
        margin-left: 0.2rem;
        padding: 5px;
        border: 0;
        border-radius: 50%;
        background: none;
        color: var(--quiet);
        cursor: pointer;
      }

      .chip button:hover {
        background: var(--edge);
        color: var(--text);
      }

      .chip svg {
        width: 12px;
        height: 12px;
        fill: none;
        stroke: currentcolor;
        stroke-width: 2.5;
        stroke-linecap: round;
      }

      .space {
        flex: 1;
      }

      .group {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.5rem;
      }

      .run {
        position: relative;
        display: inline-flex;
      }

      .run .button {
        min-width: 104px;
        justify-content: center;
      }

      .progress {
        position: absolute;
        inset: auto 8px 4px;
        height: 3px;
        border-radius: 2px;
        overflow: hidden;
        pointer-events: none;
        background: color-mix(in srgb, currentcolor 15%, transparent);
      }

      .progress div {
        height: 100%;
        background: var(--accent);
      }

      .progress.rest {
        background: none;
      }

      .progress.rest div {
        background: none;
      }

      label {
        display: inline-flex;
        align-items: center;
        gap: 0.4rem;
        font-size: 0.87rem;
        color: var(--quiet);
      }

      input.field {
        width: 4rem;
        padding: 0 0.3rem 0 0.6rem;
        color: var(--text);
        cursor: text;
      }

      select.field {
        padding: 0 0.4rem;
      }

      @media (width <= 720px) {
        :host {
          position: static;
        }

        header {
          padding: 0.5rem 0.75rem;
        }

        .space {
          flex-basis: 100%;
          height: 0;
        }
      }
    `,
  ];

  override render() {
    const { session } = this;
    const running = session.state === 'scoring';
    const { done, total } = session.progress;
    const share = total > 0 ? done / total : 0;
    return html`<header>
      <h1><img src="./icon.svg" alt="" />arcscore</h1>
      ${this.chip('tasks', session.taskFiles, session.tasks.length, 'task')}
      ${this.chip('programs', session.programFiles, session.programs.length, 'program')}
      <div class="space"></div>
      <div class="group">
        <span class="run">
          <button class="button main" ?disabled=${!session.canScore} @click=${() => this.tell('score')}>Score</button>
          <div
            class="progress ${running ? '' : 'rest'}"
            role="progressbar"
            aria-label="Samples scored"
            aria-valuemin="0"
            aria-valuemax=${Math.max(total, 1)}
            aria-valuenow=${done}
            aria-valuetext="${done} of ${total}"
          >
            <div style="width: ${(share * 100).toFixed(1)}%"></div>
          </div>
        </span>
        <button class="button" ?disabled=${!running} @click=${() => session.cancel()}>Cancel</button>
        <label
          >Workers
          <input
            class="field"
            type="number"
            min="1"
            max=${MAX_WORKERS}
            step="1"
            .value=${String(session.workers)}
            @change=${this.onWorkers}
        /></label>
      </div>
      <div class="group">
        <button class="button" ?disabled=${!session.result?.jsonLines} @click=${() => this.tell('download')}>
          Download results
        </button>
        <button
          class="button"
          ?disabled=${session.state === 'loading' || !session.tasks.length || !session.programs.length}
          @click=${() => this.tell('share')}
        >
          Share
        </button>
        <label
          ><span class="hidden">Theme</span>
          <select class="field" @change=${this.onTheme}>
            ${THEMES.map(
              (name) => html`<option value=${name} ?selected=${name === theme()}>${THEME_WORDS[name]}</option>`,
            )}
          </select></label
        >
      </div>
    </header>`;
  }

  private chip(kind: FileKind, files: readonly LoadedFile<{ file: string }>[], count: number, word: string) {
    const only = files[0];
    if (!only) return nothing;
    const from = files.length === 1 ? only.loaded.file : `${files.length} files`;
    return html`<span class="chip" title=${files.map((file) => file.loaded.file).join('\n')}>
      <span>${count.toLocaleString('en')} ${count === 1 ? word : `${word}s`} · ${from}</span>
      <button @click=${() => this.tell('remove', kind)}>
        ${shape('wrong')}<span class="hidden">Remove ${from}</span>
      </button>
    </span>`;
  }

  private onWorkers(event: Event): void {
    const input = event.target as HTMLInputElement;
    const workers = Math.min(MAX_WORKERS, Math.max(1, Math.round(input.valueAsNumber) || 1));
    input.value = String(workers);
    this.tell('workers', workers);
  }

  private onTheme(event: Event): void {
    chooseTheme((event.target as HTMLSelectElement).value as Theme);
  }

  private tell(what: string, detail?: unknown): void {
    this.dispatchEvent(new CustomEvent(what, { detail }));
  }
}

const THEME_WORDS: Record<Theme, string> = { auto: 'Auto', light: 'Light', dark: 'Dark' };

customElements.define('arc-bar', Bar);
