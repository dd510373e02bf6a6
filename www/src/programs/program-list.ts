import { LitElement, css, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { Follow } from '../app/follow';
import type { Page } from '../app/page';
import { basic } from '../app/styles';
import type { ProgramData } from '../engine/protocol';
import { Virtual } from '../results/virtual';
import { digits } from '../results/words';
import { drafts } from './drafts';

/** CSS pixels of a row, and around all of them, so that the ring of the focus has room. */
const ROW = 32;
const EDGE = 3;
/** With more names than these, those out of sight are not drawn. */
const DRAWN_WHOLE = 200;
/** With fewer programs there is nothing to search. */
const SEARCHED = 12;

/** All loaded programs by name, the selected one in sight. */
export class ProgramList extends LitElement {
  static override properties = {
    page: { attribute: false },
    selected: {},
    changes: { type: Number },
    wanted: { state: true },
  };
  declare page: Page;
  /** The name of the selected program. */
  declare selected: string;
  /** How many programs are changed and not kept: with another number the list is drawn again. */
  declare changes: number;
  declare private wanted: string;

  private found: readonly ProgramData[] = [];
  /** Where the selected program stood when it was last drawn. */
  private selectedAt = -1;
  /** The row that has the focus. */
  private focused = -1;
  private readonly rows = new Virtual(this, '.scroll', { count: 0, size: ROW, before: EDGE, held: -1 });

  static override styles = [
    basic,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 0.6rem;
        min-width: 0;
      }

      input {
        width: 100%;
        cursor: text;
      }

      .scroll {
        max-height: calc(100vh - 230px);
        overflow-y: auto;
      }

      ul {
        position: relative;
      }

      li {
        position: absolute;
        left: ${EDGE}px;
        right: ${EDGE}px;
      }

      button {
        display: flex;
        gap: 0.6rem;
        width: 100%;
        height: ${ROW}px;
        align-items: center;
        padding: 0.15rem 0.6rem;
        border: 0;
        border-radius: 7px;
        background: none;
        text-align: left;
        cursor: pointer;
      }

      button:hover {
        background: var(--sunken);
      }

      button[aria-current] {
        background: var(--accent-soft);
        font-weight: 650;
      }

      .mono {
        flex: 1;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }

      .sum {
        font-size: 0.8rem;
        font-weight: 400;
        color: var(--quiet);
        font-variant-numeric: tabular-nums;
      }

      @media (width <= 1080px) {
        .scroll {
          max-height: 11rem;
        }
      }
    `,
  ];

  constructor() {
    super();
    this.selected = '';
    this.changes = 0;
    this.wanted = '';
    new Follow(this);
  }

  override willUpdate(): void {
    const { programs } = this.page.session;
    const wanted = this.wanted.trim().toLowerCase();
    this.found = wanted ? programs.filter(({ name }) => name.toLowerCase().includes(wanted)) : programs;
    this.rows.set({ count: this.found.length, size: ROW, before: EDGE, held: this.focused });
  }

  override render() {
    const { found, rows } = this;
    const { programs } = this.page.session;
    const drawn =
      found.length > DRAWN_WHOLE ? rows.items : found.map((_, index) => ({ index, start: EDGE + index * ROW }));
    return html`
      ${
        programs.length > SEARCHED
          ? html`<input
              class="field"
              type="search"
              aria-label="Find a program by its name"
              placeholder="Find among ${digits(programs.length)}"
              .value=${this.wanted}
              @input=${(event: Event) => (this.wanted = (event.target as HTMLInputElement).value)}
            />`
          : nothing
      }
      <div class="scroll" @focusout=${() => (this.focused = -1)}>
        <ul role="list" style="height: ${rows.size + EDGE}px">
          ${repeat(drawn, found.length > DRAWN_WHOLE ? rows.key : ({ index }) => index, ({ index, start }) => {
            return this.row(found[index]!, index, start);
          })}
        </ul>
      </div>
    `;
  }

  override updated(): void {
    const at = this.found.findIndex(({ name }) => name === this.selected);
    if (at !== this.selectedAt && at >= 0) this.rows.show(at);
    this.selectedAt = at;
  }

  private row(program: ProgramData, index: number, start: number) {
    const { page } = this;
    const row = page.task && page.session.board.row(page.task.id, program.name);
    return html`<li style="top: ${start}px" aria-setsize=${this.found.length} aria-posinset=${index + 1}>
      <button
        aria-current=${program.name === this.selected ? 'true' : nothing}
        @focus=${() => (this.focused = index)}
        @click=${() => page.go({ program: program.name })}
      >
        <span class="mono">${program.name}</span>
        ${
          drafts.has(program.source)
            ? html`<span title="Changed, not kept yet">●<span class="hidden">changed, not kept yet</span></span>`
            : nothing
        }
        <span class="sum">${row && row.done > 0 ? `${row.right}/${row.answers}` : ''}</span>
      </button>
    </li>`;
  }
}

customElements.define('arc-program-list', ProgramList);
