import { LitElement, css, html, nothing } from 'lit';
import { basic } from '../app/styles';
import { saveFile } from '../app/save-file';

/** Longer links are cut by some programs, and browsers stop somewhere above. */
const LONGEST_LINK = 30_000;
const SHORT_ENOUGH_FOR_ALL = 2_000;

/** Hands out the link of a shared demo, or a file where the link would be too long. Says `close`. */
export class SharePanel extends LitElement {
  static override properties = { link: {}, packed: {}, digest: {}, copied: { state: true } };
  declare link: string;
  /** The same as a file. */
  declare packed: string;
  declare digest: string | null;
  declare private copied: string;

  static override styles = [
    basic,
    css`
      section {
        display: grid;
        gap: 0.6rem;
        padding: 0.9rem 1rem;
        border: 1px solid var(--edge);
        border-radius: 10px;
        background: var(--surface);
      }

      .row {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
      }

      input {
        flex: 1 1 16rem;
        min-width: 0;
        cursor: text;
      }
    `,
  ];

  constructor() {
    super();
    this.copied = '';
  }

  override render() {
    const length = this.link.length;
    const tooLong = length > LONGEST_LINK;
    const count = length.toLocaleString('en');
    return html`<section aria-label="Link to this page's content">
      ${
        tooLong
          ? html`<p>
              A link to all of this would be ${count} characters long, more than programs pass on safely. Save it as a
              file instead: dropped on this page, it opens the same.
            </p>`
          : html`<p>
                This link carries the task files, the programs and the settings; nothing is
                stored${this.digest ? html`. Opening it scores them again and compares the results with yours` : nothing}.
                ${
                  length > SHORT_ENOUGH_FOR_ALL
                    ? html`<span class="quiet"
                        >It is ${count} characters long: some chat programs cut such links.</span
                      >`
                    : nothing
                }
              </p>
              <div class="row">
                <input class="field mono" readonly aria-label="Link" .value=${this.link} @focus=${select} />
                <button class="button main" @click=${this.copy}>Copy link</button>
                <span role="status">${this.copied}</span>
              </div>`
      }
      <div class="row">
        <button class="button" @click=${() => saveFile('shared.arcscore.json', this.packed, 'application/json')}>
          Save as a file
        </button>
        <button class="button" @click=${() => this.dispatchEvent(new CustomEvent('close'))}>Close</button>
      </div>
    </section>`;
  }

  private async copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.link);
      this.copied = 'Copied.';
    } catch {
      this.copied = 'The browser forbids copying: select the link and copy it by hand.';
    }
  }
}

function select(event: Event): void {
  (event.target as HTMLInputElement).select();
}

customElements.define('arc-share-panel', SharePanel);
