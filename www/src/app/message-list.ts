import { LitElement, css, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { shape } from '../results/mark';
import { digits } from '../results/words';
import { type Message, type Told, shortened } from './messages';
import { basic } from './styles';

/** What a box lists at most: more is never read. */
const MOST_LISTED = 1000;

/** What there is to tell, read out as it comes. Says `dismiss` with the messages that were put away. */
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

      .text,
      details {
        flex: 1;
        min-width: 0;
      }

      summary {
        cursor: pointer;
      }

      details ul {
        gap: 0.15rem;
        max-height: 12rem;
        margin-top: 0.35rem;
        overflow-y: auto;
      }

      details li {
        display: block;
        padding: 0 0 0 1rem;
        border: 0;
        background: none;
      }

      .all {
        display: block;
        min-height: 28px;
        margin: 0.4rem 0 0 auto;
        font-size: 0.87rem;
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

      @media (width <= 720px) {
        li {
          flex-wrap: wrap;
        }

        .text,
        details {
          flex-basis: 12rem;
        }

        li > .button {
          order: 1;
        }
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
    const { messages } = this;
    return html`<ul role="list" aria-label="Messages" aria-live="polite">
        ${repeat(
          messages,
          (message) => message,
          (message) =>
            html`<li class=${message.tone}>
              ${message.all ? this.box(message, message.all) : html`<span class="text">${head(message)} ${told(message)}</span>`}
              ${
                message.action
                  ? html`<button class="button" @click=${message.action.does}>${message.action.title}</button>`
                  : nothing
              }
              <button class="away" @click=${() => this.dismiss([message])}>
                ${shape('wrong')}<span class="hidden">Put this message away</span>
              </button>
            </li>`,
        )}
      </ul>
      ${
        messages.length > 1
          ? html`<button class="button all" @click=${() => this.dismiss(messages)}>Put all messages away</button>`
          : nothing
      }`;
  }

  private box(message: Message, { open, told: all }: NonNullable<Message['all']>) {
    const text = shortened(message.text);
    const left = all.length - MOST_LISTED;
    // A list that scrolls is scrolled by keys as well, once it has the focus.
    return html`<details ?open=${open}>
      <summary>${head(message)} ${text}</summary>
      <ul role="list" aria-label=${text} tabindex="0">
        ${all.slice(0, MOST_LISTED).map((one) => html`<li>${told(one)}</li>`)}
        ${left > 0 ? html`<li>and ${digits(left)} more</li>` : nothing}
      </ul>
    </details>`;
  }

  private dismiss(messages: readonly Message[]): void {
    this.dispatchEvent(new CustomEvent('dismiss', { detail: messages }));
  }
}

function told({ place, text }: Told) {
  return html`${place === null ? '' : html`<code>${place}</code>: `}${shortened(text)}`;
}

function head(message: Message) {
  return html`<span class="tone">${tone(message)}</span>`;
}

function tone({ tone, about, all }: Message): string {
  if (tone === 'note') return '';
  if (tone === 'lost') return 'Left out.';
  if (tone === 'warning') return all ? '' : 'Warning.';
  return { tasks: 'Not loaded.', programs: 'Not loaded.', engine: 'Not started.', run: 'Not scored.', share: 'Not opened.', storage: '', update: '' }[about];
}

customElements.define('arc-message-list', MessageList);
