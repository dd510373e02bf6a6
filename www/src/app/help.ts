import { LitElement, css, html, nothing } from 'lit';
import { KeyListener, isTyping } from './keys';
import { basic } from './styles';
import type { Keys } from './view';

const EVERYWHERE: readonly Keys[] = [
  { keys: ['?'], does: 'this help' },
  { keys: ['Esc'], does: 'close what is open' },
];

/** The help: what the page does, and the keys of the view that is shown. Opened by `?` or by `show`. */
export class Help extends LitElement {
  static override properties = { view: {}, keys: { attribute: false } };
  /** The name of the view. */
  declare view: string;
  declare keys: readonly Keys[];

  static override styles = [
    basic,
    css`
      dialog {
        width: min(34rem, calc(100vw - 2rem));
        padding: 1.2rem 1.4rem 1.4rem;
        border: 1px solid var(--edge);
        border-radius: 12px;
        background: var(--surface);
        color: var(--text);
        box-shadow: var(--shadow-large);
      }

      dialog::backdrop {
        background: rgb(0 0 0 / 40%);
      }

      .head {
        display: flex;
        align-items: center;
        justify-content: space-between;
        margin-bottom: 0.8rem;
      }

      h3 {
        margin: 1.1rem 0 0.4rem;
        font-size: 0.95rem;
        font-weight: 650;
      }

      dl {
        display: grid;
        grid-template-columns: max-content 1fr;
        gap: 0.35rem 1rem;
        margin: 0;
      }

      dt {
        display: flex;
        align-items: start;
        gap: 0.25rem;
      }

      dd {
        margin: 0;
      }

      kbd {
        min-width: 1.6em;
        padding: 0 0.4em;
        border: 1px solid var(--edge-strong);
        border-radius: 5px;
        background: var(--sunken);
        font: 0.87em/1.6 var(--mono);
        text-align: center;
      }
    `,
  ];

  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.key !== '?' || isTyping(event)) return;
    event.preventDefault();
    this.show();
  };

  constructor() {
    super();
    this.keys = [];
    new KeyListener(this, this.onKey);
  }

  override render() {
    return html`<dialog aria-labelledby="title" @click=${this.onClick}>
      <div class="head">
        <h2 id="title">Help</h2>
        <form method="dialog"><button class="button">Close</button></form>
      </div>
      <p>
        arcscore runs Python programs in the ARC DSL on ARC tasks. Load tasks and programs with the two buttons on top, or
        drop files anywhere, then press Score. Nothing leaves this machine.
      </p>
      ${this.keys.length > 0 ? html`<h3>Keys in the view ${this.view}</h3>${list(this.keys)}` : ''}
      <h3>Keys everywhere</h3>
      ${list(EVERYWHERE)}
    </dialog>`;
  }

  show(): void {
    this.renderRoot.querySelector('dialog')?.showModal();
  }

  /** A click beside the dialog closes it. */
  private onClick(event: MouseEvent): void {
    const dialog = event.currentTarget as HTMLDialogElement;
    if (event.target !== dialog) return;
    const { left, right, top, bottom } = dialog.getBoundingClientRect();
    const inside = event.clientX >= left && event.clientX <= right && event.clientY >= top && event.clientY <= bottom;
    if (!inside) dialog.close();
  }
}

function list(keys: readonly Keys[]) {
  return html`<dl>
    ${keys.map(
      ({ between, does, keys }) =>
        html`<dt>${keys.map((key, at) => html`${between && at > 0 ? 'to' : nothing}<kbd>${key}</kbd>`)}</dt>
          <dd>${does}</dd>`,
    )}
  </dl>`;
}

customElements.define('arc-help', Help);
