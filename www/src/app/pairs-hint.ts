import { LitElement, css, html, nothing } from 'lit';
import { count, digits } from '../results/words';
import { Follow } from './follow';
import type { Page } from './page';
import { basic } from './styles';

/**
 * Points at the choice to score each program on its own task, where the names of the programs ask for it and all pairs
 * would take much longer. Says `chosen` when it is taken.
 */
export class PairsHint extends LitElement {
  static override properties = { page: { attribute: false } };
  declare page: Page;

  static override styles = [
    basic,
    css`
      p {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: flex-end;
        gap: 0.3rem 0.7rem;
        padding-top: 0.4rem;
        font-size: 0.87rem;
      }

      .button {
        min-height: 28px;
      }

      @media (width <= 720px) {
        p {
          justify-content: flex-start;
        }
      }
    `,
  ];

  constructor() {
    super();
    new Follow(this);
  }

  override render() {
    const offer = this.page.session.ownPairsOffer;
    if (!offer) return nothing;
    const { all, named, own, programs } = offer;
    const who = named === programs ? `All ${digits(programs)}` : `${digits(named)} of ${digits(programs)}`;
    return html`<p>
      <span
        >${who} programs are named after a task. On all tasks there are ${count(all, 'sample')} to score, on their own
        ${digits(own)}.</span
      >
      <button class="button" @click=${this.choose}>Each on its own task</button>
    </p>`;
  }

  private choose(): void {
    this.page.setPairs('own');
    this.dispatchEvent(new CustomEvent('chosen'));
  }
}

customElements.define('arc-pairs-hint', PairsHint);
