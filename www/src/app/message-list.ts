import { LitElement, css, html } from 'lit';
import { shape } from '../results/mark';
import type { Message } from './messages';
import { basic } from './styles';

/** What there is to tell, read out as it comes. Says `dismiss` with a message that was put away. */
export class MessageList extends LitElement {
  static override properties = { messages: { attribute: false } };
  declare messages: readonly Message[];

  static override styles = [
    basic,
    css`
      :host {
        display: block;
      }

      ul {
        display: grid;
        gap: 0.4rem;
        margin: 0;
        padding: 0;
        list-style: none;
      }

      li {
        display: flex;
        align-items: baseline;
        gap: 0.6rem;
        padding: 0.35rem 0.4rem 0.35rem 0.8rem;
        border: 1px solid var(--edge);
        border-left: 4px solid var(--edge-strong);
        border-radius: 6px;
        background: var(--surface);
        overflow-wrap: anywhere;
      }

      li.error,
      li.lost {
        border-left-color: var(--bad);
      }

      li.warning {
        border-left-color: var(--warn);
      }

      .tone {
        font-weight: 650;
      }

      .error .tone,
      .lost .tone {
        color: var(--bad);
      }

      .warning .tone {
        color: var(--warn);
      }

      .text {
        flex: 1;
      }

      .away {
        display: inline-flex;
        padding: 4px;
        border: 0;
        border-radius: 5px;
        background: none;
        color: var(--quiet);
        cursor: pointer;
        align-self: start;
      }

      .away:hover {
        background: var(--sunken);
        color: var(--text);
      }

      .away svg {
        width: 14px;
        height: 14px;
        fill: none;
        stroke: currentcolor;
        stroke-width: 2;
        stroke-linecap: round;
      }
    `,
  ];

  constructor() {
    super();
    this.messages = [];
  }

  override render() {
    return html`<ul role="list" aria-label="Messages" aria-live="polite">
      ${this.messages.map(
        (message) =>
          html`<li class=${message.tone}>
            <span class="text"
              ><span class="tone">${tone(message)}</span>
              ${message.place === null ? '' : html`<code>${message.place}</code>: `}${message.text}</span
            >
            ${
              message.action
                ? html`<button class="button" @click=${message.action.does}>${message.action.title}</button>`
                : ''
            }
            <button class="away" @click=${() => this.dispatchEvent(new CustomEvent('dismiss', { detail: message }))}>
              ${shape('wrong')}<span class="hidden">Put this message away</span>
            </button>
          </li>`,
      )}
    </ul>`;
  }
}

function tone({ tone, about }: Message): string {
  if (tone === 'note') return '';
  if (tone === 'lost') return 'Left out.';
  if (tone === 'warning') return 'Warning.';
  return { tasks: 'Not loaded.', programs: 'Not loaded.', engine: 'Not started.', run: 'Not scored.', share: 'Not opened.', storage: '', update: '' }[about];
}

customElements.define('arc-message-list', MessageList);
