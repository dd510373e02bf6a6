import { LitElement, css, html, nothing } from 'lit';
import { type DataSet, dataSets } from '../load/data-sets';
import '../load/drop-target';
import { count } from '../results/words';
import { Follow } from './follow';
import type { Page } from './page';
import type { FileKind } from './session';
import { basic } from './styles';

/** For a first visit: what this is, and where one's own files go. */
export class Intro extends LitElement {
  static override properties = { page: { attribute: false } };
  declare page: Page;

  static override styles = [
    basic,
    css`
      section {
        display: grid;
        grid-template-columns: minmax(16rem, 1.25fr) 1fr 1fr;
        gap: 0.8rem 1rem;
        align-items: center;
      }

      .what {
        max-width: 36rem;
        font-size: 1.05rem;
      }

      .sets {
        display: flex;
        flex-wrap: wrap;
        gap: 0.4rem;
        margin-top: 0.4rem;
      }

      .sets .button {
        min-height: 28px;
        font-size: 0.87rem;
      }

      arc-drop-target {
        align-self: stretch;
      }

      @media (width <= 720px) {
        section {
          grid-template-columns: 1fr 1fr;
          gap: 0.6rem;
        }

        section > div {
          grid-column: 1 / -1;
        }
      }
    `,
  ];

  constructor() {
    super();
    new Follow(this);
  }

  override render() {
    return html`<section aria-label="Start">
      <div>
        <p class="what">Runs Python programs in the ARC DSL on ARC tasks, in this browser, on all its cores.</p>
        <p class="quiet">${this.page.loader.isDemo ? 'Below is a demo. ' : nothing}What you load stays on your machine.</p>
        ${
          dataSets.length > 0
            ? html`<div class="sets">${dataSets.map((set) => this.dataSet(set))}</div>`
            : nothing
        }
      </div>
      ${this.target('tasks')} ${this.target('programs')}
    </section>`;
  }

  private target(kind: FileKind) {
    const { page } = this;
    return html`<arc-drop-target
      kind=${kind}
      @choose=${() => page.choose(kind)}
      @transfer=${(event: CustomEvent<DataTransfer>) => page.loader.takeTransfer(event.detail)}
    ></arc-drop-target>`;
  }

  private dataSet(set: DataSet) {
    return html`<button class="button" @click=${() => this.page.loader.takeDataSet(set)}>
      ${set.name}, ${count(set.tasks, 'task')}
    </button>`;
  }
}

customElements.define('arc-intro', Intro);
