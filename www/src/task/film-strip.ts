import { LitElement, css, html, nothing } from 'lit';
import type { TaskData } from '../engine/protocol';
import { SizeWatcher } from '../app/fitting';
import { Follow } from '../app/follow';
import type { Page } from '../app/page';
import { basic } from '../app/styles';
import { look } from '../grid/look';
import { Thumbnails } from '../grid/thumbnail';
import { digits } from '../results/words';

/** CSS pixels for a thumbnail. */
const BOX = 32;
/** Tasks on each side of the selected one. */
const AROUND = 8;

const thumbnails = new Thumbnails();

/** The selected task among its neighbours in the file. */
export class FilmStrip extends LitElement {
  static override properties = { page: { attribute: false } };
  declare page: Page;

  private shown: string | null = null;
  /** Where the strip was put, and whether the reader has not moved the selected card out of sight since. */
  private put = 0;
  private keeps = true;
  /** Cards grow when results come in, and would push the selected one out of sight. */
  private readonly watcher = new SizeWatcher(() => {
    if (this.keeps && !this.isInSight) this.reveal();
  });
  private watched: Element | null = null;

  static override styles = [
    basic,
    css`
      nav {
        min-width: 0;
        padding: 3px;
        margin: -3px;
        overflow-x: auto;
        scrollbar-width: thin;
      }

      .cards {
        display: flex;
        gap: 0.35rem;
        width: max-content;
      }

      button {
        display: grid;
        grid-template-columns: auto auto;
        align-items: center;
        gap: 0 0.6rem;
        flex: none;
        min-height: 46px;
        padding: 0.25rem 0.6rem;
        border: 1px solid transparent;
        border-radius: 8px;
        background: none;
        text-align: left;
        cursor: pointer;
      }

      button:hover {
        background: var(--sunken);
      }

      button[aria-current] {
        border-color: var(--accent);
        background: var(--surface);
      }

      .pair {
        grid-row: span 2;
        display: flex;
        align-items: center;
        justify-content: center;
        gap: 4px;
        min-height: ${BOX}px;
      }

      .mono {
        font-size: 0.85rem;
        line-height: 1.2;
      }

      .solvers {
        font-size: 0.76rem;
        line-height: 1.2;
        white-space: nowrap;
      }
    `,
  ];

  private readonly onLook = (): void => this.requestUpdate();

  constructor() {
    super();
    new Follow(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    look.addEventListener('change', this.onLook);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    look.removeEventListener('change', this.onLook);
    this.watcher.disconnect();
    this.watched = null;
  }

  override render() {
    const { tasks } = this.page.session;
    const { task } = this.page;
    if (!task || tasks.length < 2) return nothing;
    const at = tasks.indexOf(task);
    const from = Math.max(0, Math.min(at - AROUND, tasks.length - 2 * AROUND - 1));
    return html`<nav aria-label="Loaded puzzles" @scroll=${this.onScroll}>
      <div class="cards">${tasks.slice(from, from + 2 * AROUND + 1).map((one) => this.item(one, one === task))}</div>
    </nav>`;
  }

  override updated(): void {
    this.watch();
    const id = this.page.task?.id ?? null;
    if (id === this.shown) return;
    this.shown = id;
    this.reveal();
  }

  private watch(): void {
    const cards = this.renderRoot.querySelector('.cards');
    if (cards === this.watched) return;
    this.watcher.disconnect();
    this.watched = cards;
    if (!cards) return;
    this.watcher.observe(cards);
    this.watcher.observe(this);
  }

  private reveal(): void {
    const { strip, current } = this;
    // Only the strip is scrolled, never the page.
    if (!strip || !current) return;
    strip.scrollLeft = current.offsetLeft - strip.offsetLeft - (strip.clientWidth - current.offsetWidth) / 2;
    this.put = strip.scrollLeft;
    this.keeps = true;
  }

  private onScroll(): void {
    if (Math.abs((this.strip?.scrollLeft ?? 0) - this.put) > 1) this.keeps = this.isInSight;
  }

  private get isInSight(): boolean {
    const [card, strip] = [this.current?.getBoundingClientRect(), this.strip?.getBoundingClientRect()];
    return !!card && !!strip && card.left >= strip.left && card.right <= strip.right;
  }

  private get strip(): HTMLElement | null {
    return this.renderRoot.querySelector('nav');
  }

  /** The card of the selected task. */
  private get current(): HTMLElement | null {
    return this.renderRoot.querySelector('[aria-current]');
  }

  private item(task: TaskData, selected: boolean) {
    const { board } = this.page.session;
    const first = task.train[0] ?? task.test[0];
    const { train, test } = task;
    return html`<button
      aria-current=${selected ? 'true' : nothing}
      @click=${() => this.page.go({ task: task.id, program: null, sample: null })}
    >
      <span class="pair">
        ${[first?.input, first?.output].map((grid) => (grid ? thumbnails.of(grid, BOX) : nothing))}
      </span>
      <span class="mono">${task.id}</span>
      <span class="solvers quiet"
        >${board.evaluations > 0 ? this.solvers(task.id) : `${train.length} + ${test.length} pairs`}</span
      >
    </button>`;
  }

  private solvers(task: string): string {
    const { board } = this.page.session;
    const { programs, scored, solvers } = board.standing(task);
    if (programs === 0) return 'not in this run';
    if (scored === 0) return 'not scored yet';
    return `${digits(solvers)} of ${digits(scored)} right${scored < programs ? ' so far' : ''}`;
  }
}

customElements.define('arc-film-strip', FilmStrip);
