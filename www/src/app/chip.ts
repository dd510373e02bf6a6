import { LitElement, css, html, nothing } from 'lit';
import { shape } from '../results/mark';
import { count } from '../results/words';
import { Follow } from './follow';
import type { Page } from './page';
import type { FileKind } from './session';
import { basic } from './styles';

/** What is loaded of one kind, with the input by which other files are chosen. */
export class Chip extends LitElement {
  static override properties = { page: { attribute: false }, kind: {} };
  declare page: Page;
  declare kind: FileKind;

  static override styles = [
    basic,
    css`
      :host {
        display: inline-flex;
      }

      .chip {
        display: inline-flex;
        align-items: center;
        width: 100%;
        max-width: 19rem;
        min-height: 32px;
        padding: 0 0.15rem;
        border: 1px solid var(--edge);
        border-radius: 16px;
        background: var(--sunken);
        font-size: 0.87rem;
        white-space: nowrap;
      }

      .what {
        flex: 1;
        padding-left: 0.4rem;
        overflow: hidden;
        text-overflow: ellipsis;
      }

      label,
      button {
        display: inline-flex;
        padding: 6px;
        border: 0;
        border-radius: 50%;
        background: none;
        color: var(--quiet);
        cursor: pointer;
      }

      label:hover,
      button:hover {
        background: var(--edge);
        color: var(--text);
      }

      label:focus-within {
        outline: 2px solid var(--accent);
      }

      svg {
        width: 14px;
        height: 14px;
        fill: none;
        stroke: currentcolor;
        stroke-width: 2;
        stroke-linecap: round;
        stroke-linejoin: round;
      }
    `,
  ];

  constructor() {
    super();
    new Follow(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.page.addEventListener('choose', this.onChoose);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.page.removeEventListener('choose', this.onChoose);
  }

  override render() {
    const { session } = this.page;
    const files = session.filesOf(this.kind);
    const [word, number] = this.kind === 'tasks' ? ['task', session.tasks.length] : ['program', session.programs.length];
    const from = files.length === 1 ? (files[0]?.loaded.file ?? '') : `${files.length} files`;
    return html`<div class="chip" title=${files.map((file) => file.loaded.file).join('\n')}>
      <label title="Choose ${this.kind}">
        <input
          class="hidden"
          type="file"
          multiple
          aria-label=${this.kind === 'tasks' ? 'Tasks' : 'Programs'}
          @change=${this.onChange}
        />
        <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M2 13V3.5h4l1.5 2H14V13zM8 11.5v-4M6 9.5h4" /></svg>
      </label>
      <span class="what">${files.length > 0 ? `${count(number, word)} · ${from}` : `No ${this.kind}`}</span>
      ${
        files.length > 0
          ? html`<button @click=${() => this.page.loader.remove(this.kind)}>
              ${shape('wrong')}<span class="hidden">Remove ${from}</span>
            </button>`
          : nothing
      }
    </div>`;
  }

  private readonly onChoose = (event: Event): void => {
    if ((event as CustomEvent<FileKind>).detail === this.kind) this.renderRoot.querySelector('input')?.click();
  };

  private onChange(event: Event): void {
    const input = event.target as HTMLInputElement;
    const files = [...(input.files ?? [])];
    if (files.length > 0) void this.page.loader.take(this.kind, files);
    // So that choosing the same file again, changed meanwhile, is a change too.
    input.value = '';
  }
}

customElements.define('arc-chip', Chip);
