import { LitElement, css, html, nothing } from 'lit';
import { MAX_WORKERS } from '../engine/client';
import { Follow } from './follow';
import type { Page } from './page';
import type { Pairs } from './session';
import { basic } from './styles';
import { THEMES, type Theme, chooseTheme, theme } from './theme';
import './chip';
import './pairs-hint';
import './tabs';

/** The thin bar on top: what is loaded, what can be done with it, and the views. Says `help`. */
export class Bar extends LitElement {
  static override properties = { page: { attribute: false } };
  declare page: Page;

  /** Score or Cancel had the focus and can't be pressed any more, as little as the other one. */
  private focusWaits = false;

  static override styles = [
    basic,
    css`
      :host {
        display: block;
        position: sticky;
        top: 0;
        z-index: 3;
        background: var(--surface);
        border-bottom: 1px solid var(--edge);
      }

      header {
        max-width: var(--page-width);
        margin: 0 auto;
        padding: 0.45rem 1rem 0;
      }

      .row {
        display: flex;
        align-items: center;
        gap: 0.4rem 0.5rem;
      }

      h1 {
        display: flex;
        align-items: center;
        gap: 0.45rem;
        margin: 0 0.5rem 0 0;
        font-size: 1.05rem;
        font-weight: 700;
        letter-spacing: -0.02em;
      }

      h1 img {
        width: 20px;
        height: 20px;
        border-radius: 3px;
      }

      /* Names give way: all else keeps its place. */
      arc-chip {
        flex: 0 1 auto;
        min-width: 4.5rem;
      }

      h1,
      .more {
        flex: none;
      }

      select.pairs {
        width: 100%;
        min-width: 7.4rem;
      }

      .space {
        flex: 1;
      }

      .group {
        display: flex;
        align-items: center;
        gap: 0.4rem;
      }

      .run {
        position: relative;
        display: inline-flex;
      }

      .run .button {
        min-width: 104px;
        justify-content: center;
      }

      .progress {
        position: absolute;
        inset: auto 9px 4px;
        height: 3px;
        border-radius: 2px;
        overflow: hidden;
        pointer-events: none;
      }

      .progress.running {
        background: color-mix(in srgb, currentcolor 18%, transparent);
      }

      .progress.running div {
        height: 100%;
        background: var(--accent);
      }

      label {
        display: inline-flex;
        align-items: center;
        gap: 0.4rem;
        font-size: 0.87rem;
        color: var(--quiet);
      }

      input.field {
        width: 3.6rem;
        padding: 0 0.2rem 0 0.6rem;
        color: var(--text);
        cursor: text;
      }

      select.field {
        padding: 0 0.3rem;
      }

      .help {
        width: 34px;
        padding: 0;
        justify-content: center;
        font-weight: 600;
      }

      @media (width <= 1000px) {
        .row {
          flex-wrap: wrap;
        }

        /* What is loaded stands in one row, what is done with it in the next: in the order in which Tab goes. */
        .space {
          flex-basis: 100%;
          margin-top: -0.4rem;
        }

        arc-chip {
          flex: 1 1 6rem;
        }

        .group.more {
          margin-left: auto;
        }
      }

      @media (width <= 720px) {
        :host {
          position: static;
        }

        header {
          padding: 0.45rem 0.75rem 0;
        }

        arc-chip {
          min-width: 0;
        }

        .run .button {
          min-width: 84px;
        }

        select.pairs {
          width: 8.4rem;
        }
      }

      @media (width <= 560px) {
        h1 {
          margin: 0;
        }

        /* The picture says it; the name stays for listeners. */
        h1 span {
          position: absolute;
          width: 1px;
          height: 1px;
          overflow: hidden;
          clip-path: inset(50%);
        }

        .group {
          display: contents;
        }

        .button {
          padding: 0 0.6em;
        }

        select.pairs {
          width: 7.4rem;
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
    const { session } = page;
    const running = session.state === 'scoring';
    const { comparison, reading } = session;
    const comparing = comparison.going;
    const { done, total } = reading ?? (comparing ? comparison.progress : null) ?? session.progress;
    const share = total > 0 ? done / total : 0;
    return html`<header>
      <div class="row">
        <h1><img src="./icon.svg" alt="" /><span>arcscore</span></h1>
        <arc-chip kind="tasks" .page=${page}></arc-chip>
        <arc-chip kind="programs" .page=${page}></arc-chip>
        <div class="space"></div>
        <div class="group" @keydown=${this.onRepeat}>
          <span class="run">
            <button
              class="button main score"
              title=${comparing ? 'Ends the comparison of schedules first' : nothing}
              ?disabled=${!session.canScore}
              @click=${() => page.score()}
            >
              Score
            </button>
            <div
              class="progress ${running || reading || comparing ? 'running' : ''}"
              role="progressbar"
              aria-label=${reading ? 'Files read' : comparing ? 'Evaluations compared' : 'Samples scored'}
              aria-valuemin="0"
              aria-valuemax=${Math.max(total, 1)}
              aria-valuenow=${done}
              aria-valuetext="${done} of ${total}"
            >
              <div style="width: ${(share * 100).toFixed(1)}%"></div>
            </div>
          </span>
          <button class="button cancel" ?disabled=${!running && !reading && !comparing} @click=${() => session.cancel()}>Cancel</button>
          <label
            >Workers
            <input
              class="field"
              type="number"
              min="1"
              max=${MAX_WORKERS}
              step="1"
              .value=${String(session.workers)}
              @change=${this.onWorkers}
          /></label>
          ${session.choiceOfPairs &&
          html`<label
            ><span class="hidden">Pairs</span>
            <select class="field pairs" title="Which programs are scored on which tasks" @change=${this.onPairs}>
              ${PAIRS.map(
                ([pairs, words]) =>
                  html`<option value=${pairs} .selected=${pairs === session.pairs}>${words}</option>`,
              )}
            </select></label
          >`}
        </div>
        <div class="group more">
          <button
            class="button"
            ?disabled=${session.state === 'loading' || !session.tasks.length || !session.programs.length}
            @click=${() => page.share()}
          >
            Share
          </button>
          <label
            ><span class="hidden">Theme</span>
            <select class="field" @change=${this.onTheme}>
              ${THEMES.map(
                (name) => html`<option value=${name} .selected=${name === theme()}>${THEME_WORDS[name]}</option>`,
              )}
            </select></label
          >
          <button
            class="button help"
            title="Help and keys"
            aria-label="Help"
            @click=${() => this.dispatchEvent(new CustomEvent('help'))}
          >
            ?
          </button>
        </div>
      </div>
      <arc-pairs-hint .page=${page} @chosen=${this.focusScore}></arc-pairs-hint>
      <arc-tabs .page=${page}></arc-tabs>
    </header>`;
  }

  /**
   * The focus of who uses keys goes from Score to Cancel and back with what can be pressed: a button that can't be
   * loses it to nobody. After a click it does not: the space bar, which scrolls then, would cancel.
   */
  override updated(): void {
    const score = this.renderRoot.querySelector<HTMLButtonElement>('.score');
    const cancel = this.renderRoot.querySelector<HTMLButtonElement>('.cancel');
    const { activeElement } = this.renderRoot as ShadowRoot;
    if (activeElement && (activeElement === score || activeElement === cancel)) {
      this.focusWaits = activeElement.matches(':disabled:focus-visible');
    } else if (document.activeElement !== document.body) {
      this.focusWaits = false;
    }
    const next = [score, cancel].find((button) => button && !button.disabled);
    if (!this.focusWaits || !next) return;
    this.focusWaits = false;
    next.focus();
  }

  /** A key that is still held down does not cancel what it has started. */
  private onRepeat(event: KeyboardEvent): void {
    if (event.repeat && event.key === 'Enter') event.preventDefault();
  }

  private onWorkers(event: Event): void {
    const input = event.target as HTMLInputElement;
    const workers = Math.min(MAX_WORKERS, Math.max(1, Math.round(input.valueAsNumber) || 1));
    input.value = String(workers);
    this.page.setWorkers(workers);
  }

  private onPairs(event: Event): void {
    this.page.setPairs((event.target as HTMLSelectElement).value as Pairs);
  }

  /** What is to be pressed next, now that the button of the hint is gone. */
  private focusScore(): void {
    this.renderRoot.querySelector<HTMLElement>('.run .button')?.focus();
  }

  private onTheme(event: Event): void {
    chooseTheme((event.target as HTMLSelectElement).value as Theme);
  }
}

const PAIRS: readonly [Pairs, string][] = [
  ['all', 'on all tasks'],
  ['own', 'each on its own task'],
];
const THEME_WORDS: Record<Theme, string> = { auto: 'Auto', light: 'Light', dark: 'Dark' };

customElements.define('arc-bar', Bar);
