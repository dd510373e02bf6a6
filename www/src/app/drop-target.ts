import { LitElement, css, html } from 'lit';
import type { FileKind } from './session';
import { basic } from './styles';

/** Where files of one kind are dropped or chosen. Says `files` with a list of them. */
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

      label {
        display: flex;
        flex-direction: column;
        justify-content: center;
        gap: 0.1rem;
        height: 100%;
        min-height: 92px;
        padding: 0.7rem 1rem;
        border: 1.5px dashed var(--edge-strong);
        border-radius: 10px;
        cursor: pointer;
      }

      label:hover,
      label.over {
        border-color: var(--accent);
        background: var(--accent-soft);
      }

      label:focus-within {
        outline: 2px solid var(--accent);
        outline-offset: 2px;
      }

      strong {
        font-size: 1.1rem;
        font-weight: 650;
      }

      span {
        color: var(--quiet);
        font-size: 0.87rem;
      }

      label:hover span,
      label.over span {
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
    return html`<label
      class=${this.over ? 'over' : ''}
      @dragover=${this.onDragOver}
      @dragleave=${() => (this.over = false)}
      @drop=${this.onDrop}
    >
      <input
        class="hidden"
        type="file"
        multiple
        aria-label=${tasks ? 'Tasks' : 'Programs'}
        aria-describedby="what"
        @change=${this.onChange}
      />
      <strong>${tasks ? 'Your tasks' : 'Your programs'}</strong>
      <span id="what">
        ${tasks ? 'Drop ARC task files, or click to choose' : 'Drop Python files in the ARC DSL, or click to choose'}
      </span>
    </label>`;
  }

  private onDragOver(event: DragEvent): void {
    event.preventDefault();
    this.over = true;
  }

  private onDrop(event: DragEvent): void {
    event.preventDefault();
    event.stopPropagation();
    this.over = false;
    this.give([...(event.dataTransfer?.files ?? [])]);
  }

  private onChange(event: Event): void {
    const input = event.target as HTMLInputElement;
    this.give([...(input.files ?? [])]);
    // So that choosing the same file again, changed meanwhile, is a change too.
    input.value = '';
  }

  private give(files: File[]): void {
    if (files.length > 0) this.dispatchEvent(new CustomEvent('files', { detail: files }));
  }
}

customElements.define('arc-drop-target', DropTarget);
