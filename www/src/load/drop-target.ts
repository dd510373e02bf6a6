import { LitElement, css, html } from 'lit';
import type { FileKind } from '../app/session';
import { basic } from '../app/styles';

/** Where files of one kind are dropped. Says `transfer` with what was dropped, or `choose` when it is clicked. */
export class DropTarget extends LitElement {
  static override properties = { kind: {}, over: { state: true } };
  declare kind: FileKind;
  declare private over: boolean;

  static override styles = [
    basic,
    css`
      :host {
        display: block;
      }

      button {
        display: flex;
        flex-direction: column;
        justify-content: center;
        gap: 0.1rem;
        width: 100%;
        height: 100%;
        min-height: 76px;
        padding: 0.6rem 1rem;
        border: 1.5px dashed var(--edge-strong);
        border-radius: 10px;
        background: none;
        text-align: left;
        cursor: pointer;
      }

      button:hover,
      button.over {
        border-color: var(--accent);
        background: var(--accent-soft);
      }

      strong {
        font-size: 1.1rem;
        font-weight: 650;
      }

      span {
        color: var(--quiet);
        font-size: 0.87rem;
      }

      button:hover span,
      button.over span {
        color: var(--text);
      }
    `,
  ];

  constructor() {
    super();
    this.kind = 'tasks';
    this.over = false;
  }

  override render() {
    const tasks = this.kind === 'tasks';
    return html`<button
      class=${this.over ? 'over' : ''}
      @click=${() => this.dispatchEvent(new CustomEvent('choose'))}
      @dragover=${this.onDragOver}
      @dragleave=${() => (this.over = false)}
      @drop=${this.onDrop}
    >
      <strong>${tasks ? 'Your tasks' : 'Your programs'}</strong>
      <span>
        ${tasks ? 'Drop files or folders of ARC tasks, or click to choose' : 'Drop Python files in the ARC DSL, or click to choose'}
      </span>
    </button>`;
  }

  private onDragOver(event: DragEvent): void {
    event.preventDefault();
    this.over = true;
  }

  private onDrop(event: DragEvent): void {
    event.preventDefault();
    event.stopPropagation();
    this.over = false;
    if (event.dataTransfer) this.dispatchEvent(new CustomEvent('transfer', { detail: event.dataTransfer }));
  }
}

customElements.define('arc-drop-target', DropTarget);
