import { LitElement, css, html, nothing } from 'lit';
import { guard } from 'lit/directives/guard.js';
import type { Progress } from '../engine/protocol';
import { about, count, digits, duration, inRun, rightInWords, stoppedInWords } from '../results/words';
import { addressOf } from './address';
import { Follow } from './follow';
import type { Page } from './page';
import { basic } from './styles';
import type { ViewEntry } from './view';
import { views } from './views';

/** A pace is known after so many milliseconds. */
const PACE_MS = 700;

/** The views, one of which is shown, and beside them what the run came to. */
export class Tabs extends LitElement {
  static override properties = { page: { attribute: false } };
  declare page: Page;

  private seen: ViewEntry | null = null;
  /** When the run that goes on was first seen, and how far it was then. */
  private began: { at: number; done: number } | null = null;

  static override styles = [
    basic,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0 1rem;
        min-height: 40px;
      }

      nav {
        display: flex;
        min-width: 0;
        overflow-x: auto;
        scrollbar-width: none;
      }

      nav a {
        padding: 0.55rem 0.7rem 0.45rem;
        border-bottom: 2px solid transparent;
        color: var(--quiet);
        text-decoration: none;
        white-space: nowrap;
      }

      nav a:first-child {
        margin-left: -0.7rem;
      }

      nav a:hover {
        color: var(--text);
      }

      nav a:focus-visible {
        outline-offset: -3px;
      }

      nav a[aria-current] {
        border-color: var(--accent);
        color: var(--text);
        font-weight: 600;
      }

      @media (forced-colors: active) {
        nav a:not([aria-current]) {
          border-color: Canvas;
        }
      }

      .sums {
        flex: 1;
        font-size: 0.87rem;
        text-align: right;
        font-variant-numeric: tabular-nums;
      }

      .download {
        min-height: 28px;
        padding: 0 0.6rem;
        border-color: transparent;
        background: none;
        color: var(--accent);
        font-size: 0.87rem;
      }

      @media (width <= 1000px) {
        nav {
          flex-basis: 100%;
        }

        .sums {
          flex-basis: 12rem;
          text-align: left;
        }

        :host {
          padding-bottom: 0.4rem;
        }
      }

      @media (width <= 720px) {
        nav a:first-child {
          margin-left: 0;
        }
      }
    `,
  ];

  constructor() {
    super();
    new Follow(this);
  }

  override render() {
    const { page } = this;
    const { state, result } = page.session;
    return html`<nav aria-label="Views">
        ${guard([page.place, page.view, location.href], () => this.links())}
      </nav>
      <p class="sums" role="status" aria-live=${state === 'scoring' ? 'off' : 'polite'}>${this.sums()}</p>
      <button class="button download" ?disabled=${!result?.jsonLines} @click=${() => page.download()}>
        Download results
      </button>`;
  }

  /** Where there is no room for all views, the one that is shown is in sight. */
  override updated(): void {
    const { view } = this.page;
    if (view === this.seen) return;
    this.seen = view;
    const nav = this.renderRoot.querySelector('nav');
    const link = nav?.querySelector<HTMLElement>('[aria-current]');
    if (nav && link) nav.scrollLeft = link.offsetLeft - nav.offsetLeft - (nav.clientWidth - link.offsetWidth) / 2;
  }

  private links() {
    const { page } = this;
    return views.map(
      ({ id, title }) =>
        html`<a
          href=${addressOf(page.placeOf({ view: id }))}
          aria-current=${id === page.view.id ? 'page' : nothing}
          @click=${(event: MouseEvent) => this.show(event, id)}
          >${title}</a
        >`,
    );
  }

  /** What the run came to, in a sentence. */
  private sums() {
    const { board, comparison, progress, programs, reading, result, state, status, tasks } = this.page.session;
    if (reading) return `Reading file ${digits(reading.done + 1)} of ${digits(reading.total)}`;
    if (comparison.going) return state === 'done' ? 'Comparing schedules …' : 'Ending the comparison of schedules …';
    if (tasks.length === 0) return state === 'loading' ? 'Loading …' : '';
    const what = inRun(board);
    if (state === 'scoring') {
      if (progress.total === 0) return `Scoring ${what} …`;
      // What is evaluated has yet to arrive, which takes longer than evaluating it where many programs are one.
      if (progress.done === progress.total)
        return `Collecting the results of ${what}: ${digits(board.evaluations)} of ${digits(progress.total)} samples`;
      const done = `${digits(progress.done)} of ${digits(progress.total)} samples`;
      return `Scoring ${what}: ${done}${this.timeLeft(progress)}`;
    }
    this.began = null;
    if (!result) return programs.length > 0 ? `${what}, not scored yet` : count(tasks.length, 'task');
    const time = duration((result.millis['total'] ?? 0) * 1000);
    const right = rightInWords(board);
    if (result.cancelled) return `Cancelled: ${what}, ${right} so far`;
    if (result.lost !== null) return `Broken off: ${what}, ${right} so far`;
    const sums = `${what}: ${right}, in ${time} on ${count(status?.workers ?? 1, 'worker')}`;
    return board.stopped > 0 ? `${sums}. ${stoppedInWords(board.stopped)}` : sums;
  }

  /** How long the rest will take at the pace so far, once there is one. */
  private timeLeft({ done, total }: Progress): string {
    const now = performance.now();
    if (!this.began || done < this.began.done) this.began = { at: now, done };
    const { at, done: from } = this.began;
    if (done === from || now - at < PACE_MS) return '';
    return `, ${about((1000 * (total - done) * (now - at)) / (done - from))} left`;
  }

  /** Shows a view in this page; with a key held down, the browser opens the link as it does any other. */
  private show(event: MouseEvent, view: string): void {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    this.page.go({ view });
    scrollTo(0, 0);
  }
}

customElements.define('arc-tabs', Tabs);
