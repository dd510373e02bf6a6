import { LitElement, css, html, nothing } from 'lit';
import { sourceOf } from '../load/dropped';
import '../load/load-panel';
import { shape } from '../results/mark';
import { Follow } from './follow';
import type { Page } from './page';
import type { FileKind } from './session';
import { basic } from './styles';

/** What is loaded of one kind, with the input by which other files are chosen, and a panel for all else. */
export class Chip extends LitElement {
  static override properties = { page: { attribute: false }, kind: {}, open: { state: true } };
  declare page: Page;
  declare kind: FileKind;
  declare private open: boolean;

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
        min-width: 0;
        min-height: 30px;
        padding: 0 0.5rem 0 0.4rem;
        border: 0;
        border-radius: 15px;
        background: none;
        overflow: hidden;
        text-align: left;
        text-overflow: ellipsis;
        cursor: pointer;
      }

      .what:hover {
        text-decoration: underline;
        text-underline-offset: 3px;
      }

      [popover] {
        position: fixed;
        inset: auto;
        width: min(28rem, calc(100vw - 1rem));
        max-height: calc(100vh - 5rem);
        margin: 0;
        padding: 1rem;
        border: 1px solid var(--edge);
        border-radius: 12px;
        background: var(--surface);
        color: var(--text);
        box-shadow: var(--shadow-large);
        overflow-y: auto;
        white-space: normal;
      }

      label,
      .remove {
        display: inline-flex;
        padding: 6px;
        border: 0;
        border-radius: 50%;
        background: none;
        color: var(--quiet);
        cursor: pointer;
      }

      label:hover,
      .remove:hover {
        background: var(--edge);
        color: var(--text);
      }

      label:focus-within {
        outline: 2px solid var(--accent);
      }

      .chip > label svg,
      .remove svg {
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
    this.open = false;
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
    const title = session.titleOf(this.kind);
    const names = files.length > 1 ? files.map(({ loaded }) => loaded.file).slice(0, 20) : [];
    const about = [title, ...names].join('\n');
    return html`<div class="chip">
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
      <button class="what" title=${about} aria-haspopup="dialog" aria-expanded=${this.open} @click=${this.show}>${title}</button>
      ${
        files.length > 0
          ? html`<button class="remove" @click=${this.letGo}>
              ${shape('wrong')}<span class="hidden">Remove ${title.replace(/^.* · /, '')}</span>
            </button>`
          : nothing
      }
      <div popover role="dialog" aria-label="Load ${this.kind}" @toggle=${this.onToggle} @focusout=${this.onLeave}>
        ${
          this.open
            ? html`<arc-load-panel kind=${this.kind} .page=${this.page} @close=${this.hide}></arc-load-panel>`
            : nothing
        }
      </div>
    </div>`;
  }

  private get panel(): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>('[popover]');
  }

  private show(): void {
    const { panel } = this;
    if (!panel) return;
    const { left, bottom } = this.getBoundingClientRect();
    panel.showPopover();
    panel.style.left = `${Math.max(8, Math.min(left, window.innerWidth - panel.offsetWidth - 8))}px`;
    panel.style.top = `${bottom + 6}px`;
  }

  private hide(): void {
    this.panel?.hidePopover();
  }

  private letGo(): void {
    // The button that was pressed goes.
    this.renderRoot.querySelector<HTMLElement>('.what')?.focus();
    void this.page.loader.remove(this.kind);
  }

  /** The panel lies over what has the focus next. A focus that leaves the page comes back. */
  private onLeave({ relatedTarget }: FocusEvent): void {
    if (relatedTarget instanceof Node && !this.panel?.contains(relatedTarget)) this.hide();
  }

  private onToggle(event: ToggleEvent): void {
    this.open = event.newState === 'open';
  }

  private readonly onChoose = (event: Event): void => {
    if ((event as CustomEvent<FileKind>).detail === this.kind) this.renderRoot.querySelector('input')?.click();
  };

  private onChange(event: Event): void {
    const input = event.target as HTMLInputElement;
    const files = [...(input.files ?? [])];
    if (files.length > 0) void this.page.loader.takeAll(files.map(sourceOf), this.kind);
    // So that choosing the same file again, changed meanwhile, is a change too.
    input.value = '';
  }
}

customElements.define('arc-chip', Chip);
