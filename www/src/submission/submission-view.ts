import { LitElement, css, html, nothing } from 'lit';
import { Follow } from '../app/follow';
import { place, reasonOf } from '../app/messages';
import type { Page } from '../app/page';
import { Room } from '../app/room';
import { basic } from '../app/styles';
import type { AttemptData, GridData, OutputScore, RuleScore, ScoredSubmission } from '../engine/protocol';
import { wrongCells } from '../grid/draw';
import '../grid/grid-view';
import { legend, markStyles, shape } from '../results/mark';
import { type Kind, percent, sizeOf } from '../results/outcome';
import { type Fillers, fillerKey, fillersOf } from './fillers';
import { type Scored, scoreSubmission, shown } from './store';
import { digits } from '../results/words';

/** What is listed at once; more comes with a click. */
const PAGE = 60;
const MOST_PROBLEMS = 12;
const LARGEST_PITCH = 20;
const TALLEST = 260;

type Show = 'all' | 'missed' | 'right';
const SHOWS: Record<Show, string> = { all: 'all tasks', missed: 'with a miss', right: 'solved' };

/** A Kaggle submission, scored by the three rules in use, and every output with its attempts. */
export class SubmissionView extends LitElement {
  static override properties = {
    page: { attribute: false },
    scored: { state: true },
    said: { state: true },
    over: { state: true },
    show: { state: true },
    listed: { state: true },
    opened: { state: true },
  };
  declare page: Page;
  declare private scored: Scored | null;
  declare private said: string;
  declare private over: boolean;
  declare private show: Show;
  declare private listed: number;
  declare private opened: string | null;
  private readonly room = new Room(this, 900);

  static override styles = [
    basic,
    markStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 1rem;
      }

      label.drop {
        display: grid;
        gap: 0.1rem;
        padding: 0.9rem 1rem;
        border: 1.5px dashed var(--edge-strong);
        border-radius: 10px;
        cursor: pointer;
      }

      .drop:hover,
      .drop.over {
        border-color: var(--accent);
        background: var(--accent-soft);
      }

      .drop:focus-within {
        outline: 2px solid var(--accent);
        outline-offset: 2px;
      }

      .drop strong {
        font-size: 1.05rem;
      }

      .drop span {
        font-size: 0.87rem;
        color: var(--quiet);
      }

      .drop:hover span,
      .drop.over span {
        color: var(--text);
      }

      .rules {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr));
        gap: 1rem;
      }

      .rule {
        display: grid;
        align-content: start;
        gap: 0.15rem;
        padding: 0.9rem 1rem;
        border: 1px solid var(--edge);
        border-radius: 10px;
        background: var(--surface);
      }

      .rule h2 {
        font-size: 0.95rem;
        font-weight: 600;
      }

      .rule .share {
        font-size: 2rem;
        font-weight: 650;
        letter-spacing: -0.02em;
        font-variant-numeric: tabular-nums;
      }

      .rule p {
        font-size: 0.87rem;
      }

      .problems {
        margin: 0;
        padding: 0.7rem 1rem 0.7rem 2rem;
        border: 1px solid var(--edge);
        border-radius: 10px;
        background: var(--surface);
      }

      .tools {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.5rem 0.9rem;
      }

      .tasks {
        display: grid;
        gap: 0.25rem;
      }

      .task {
        border: 1px solid var(--edge);
        border-radius: 9px;
        background: var(--surface);
      }

      .task > button {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.3rem 0.9rem;
        width: 100%;
        min-height: 40px;
        padding: 0.3rem 0.9rem;
        border: 0;
        border-radius: 9px;
        background: none;
        text-align: left;
        cursor: pointer;
      }

      .task > button:hover {
        background: var(--sunken);
      }

      .id {
        min-width: 6rem;
      }

      .sum {
        min-width: 5rem;
        font-variant-numeric: tabular-nums;
      }

      .attempts {
        display: inline-flex;
        gap: 2px;
      }

      .attempts span {
        display: inline-flex;
        padding: 3px;
        border-radius: 5px;
        background: var(--sunken);
        color: var(--quiet);
      }

      .attempts .right {
        background: var(--fill);
        color: var(--on-fill);
      }

      .attempts .near {
        background: var(--accent-soft);
        color: var(--text);
      }

      .outputs {
        display: grid;
        gap: 1rem;
        padding: 0.4rem 0.9rem 1rem;
      }

      .outputs h3 {
        margin: 0 0 0.4rem;
        font-size: 0.92rem;
      }

      .grids {
        display: flex;
        flex-wrap: wrap;
        gap: 0.8rem 1.4rem;
        align-items: flex-start;
      }

      figure {
        margin: 0;
      }

      figcaption {
        margin-top: 0.2rem;
        font-size: 0.8rem;
        color: var(--quiet);
      }
    `,
  ];

  constructor() {
    super();
    this.scored = shown.scored;
    this.said = '';
    this.over = false;
    this.show = 'all';
    this.listed = PAGE;
    this.opened = null;
    new Follow(this);
  }

  override willUpdate(): void {
    const { submission } = this.page.session;
    if (submission && submission !== shown.given) {
      shown.given = submission;
      void this.takeFile(submission.source.name, submission.source.content);
      return;
    }
    // Other tasks are loaded now.
    const { scored } = this;
    if (scored && scored.on !== this.page.session.taskFiles)
      void this.take(scored.source.name, scored.source.bytes, () => scored.fillers);
  }

  override render() {
    const { scored } = this;
    return html`
      <label
        class="drop ${this.over ? 'over' : ''}"
        @dragover=${(event: DragEvent) => {
          event.preventDefault();
          this.over = true;
        }}
        @dragleave=${() => (this.over = false)}
        @drop=${this.onDrop}
      >
        <input class="hidden" type="file" aria-label="Submission" accept=".json,application/json" @change=${this.onChoose} />
        <strong>${scored ? scored.submission.file : 'Your submission'}</strong>
        <span>Drop a Kaggle submission.json here, or click to choose. It is scored on the loaded tasks.</span>
      </label>
      <div class="tools">
        ${
          this.page.session.result?.jsonLines
            ? html`<button class="button" @click=${this.takeRun}>Score what this run predicts</button>`
            : nothing
        }
        <span role="status">${this.said}</span>
      </div>
      ${scored ? this.content(scored.submission) : nothing}
    `;
  }

  private content(submission: ScoredSubmission) {
    const { scores } = submission;
    return html`
      ${
        scores
          ? html`<div class="rules">
              ${this.rule('ARC Prize', scores.arcPrize, 'tasks, each counting the share of its outputs that are right')}
              ${this.rule('Kaggle', scores.kaggle, 'outputs right')}
              ${this.rule('Solved', scores.solved, 'tasks with all outputs right')}
            </div>`
          : nothing
      }
      ${this.problems(submission)} ${submission.tasks.length > 0 ? this.tasks(submission) : nothing}
    `;
  }

  private rule(title: string, { of, points, share }: RuleScore, what: string) {
    const shownPoints = points.toLocaleString('en', { maximumFractionDigits: 2 });
    return html`<section class="rule" aria-label=${title}>
      <h2>${title}</h2>
      <span class="share">${(share * 100).toLocaleString('en', { maximumFractionDigits: 2 })}%</span>
      <p class="quiet">${shownPoints} of ${digits(of)} ${what}</p>
    </section>`;
  }

  private problems({ problems }: ScoredSubmission) {
    const told = [
      ...problems.slice(0, MOST_PROBLEMS).map((problem) => `${place(problem)}: ${problem.message}`),
      ...(problems.length > MOST_PROBLEMS ? [`and ${problems.length - MOST_PROBLEMS} more like these`] : []),
    ];
    if (told.length === 0) return nothing;
    return html`<ul class="problems" aria-label="Problems">
      ${told.map((text) => html`<li>${text}</li>`)}
    </ul>`;
  }

  private tasks({ tasks }: ScoredSubmission) {
    const found = tasks.filter(({ outputs, right }) => {
      if (this.show === 'all') return true;
      return (this.show === 'right') === (right === outputs.length);
    });
    const kinds = new Set<Kind>();
    const items = found.slice(0, this.listed).map((task) => this.task(task, kinds));
    const left = found.length - items.length;
    return html`
      <div class="tools">
        <h2>Tasks</h2>
        <select
          class="field"
          aria-label="Show"
          @change=${(event: Event) => {
            this.show = (event.target as HTMLSelectElement).value as Show;
            this.listed = PAGE;
          }}
        >
          ${(Object.keys(SHOWS) as Show[]).map((show) => html`<option value=${show} ?selected=${show === this.show}>${SHOWS[show]}</option>`)}
        </select>
        <span class="quiet">${digits(found.length)} of ${digits(tasks.length)}</span>
      </div>
      <ul class="tasks" role="list" aria-label="Tasks of the submission">
        ${items}
      </ul>
      ${left > 0 ? html`<button class="button" @click=${() => (this.listed += PAGE)}>${digits(left)} more</button>` : nothing}
      ${legend(kinds, { open: 'no attempt' })}
    `;
  }

  private task({ id, outputs, right }: ScoredSubmission['tasks'][number], kinds: Set<Kind>) {
    const open = this.opened === id;
    const expected = this.scored?.tasks.get(id)?.test ?? [];
    return html`<li class="task">
      <button aria-expanded=${open} @click=${() => (this.opened = open ? null : id)}>
        <span class="id mono">${id}</span>
        <span class="sum">${right} of ${outputs.length} right</span>
        ${outputs.map((output, test) => {
          const wanted = expected[test]?.output ?? null;
          return html`<span class="attempts">
            ${output.attempts.map((attempt, number) => {
              if (this.isFiller(id, test, number)) return nothing;
              const { kind, sentence } = outcomeOf(attempt, wanted);
              kinds.add(kind);
              return html`<span class=${kind} title="test ${test + 1}, attempt ${number + 1}: ${sentence}"
                >${shape(kind)}<span class="hidden">test ${test + 1}, attempt ${number + 1}: ${sentence};</span></span
              >`;
            })}
          </span>`;
        })}
      </button>
      ${
        open
          ? html`<div class="outputs">
              ${outputs.map((output, test) => this.output(id, test, output, expected[test]))}
            </div>`
          : nothing
      }
    </li>`;
  }

  private output(id: string, test: number, output: OutputScore, pair: { input: GridData; output: GridData | null } | undefined) {
    const wanted = pair?.output ?? null;
    const made = output.attempts.filter((_, number) => !this.isFiller(id, test, number));
    const grids = [pair?.input, wanted, ...made.map(({ grid }) => grid)].filter((grid) => !!grid);
    const pitch = pitchFor(grids, this.room.width - 60);
    return html`<article aria-label="${id}, test ${test + 1}">
      <h3>test ${test + 1}: ${output.right ? 'right' : 'missed'}</h3>
      <div class="grids">
        ${pair ? this.figure(pair.input, `input ${sizeOf(pair.input)}`, 'input', pitch, null) : nothing}
        ${wanted ? this.figure(wanted, `expected ${sizeOf(wanted)}`, 'expected', pitch, null) : nothing}
        ${output.attempts.map((attempt, number) => {
          const name = `attempt ${number + 1}`;
          if (this.isFiller(id, test, number)) {
            const why = number > 0 ? 'nothing else came out' : 'no grid came out';
            return html`<p class="quiet">no ${name}: ${why}</p>`;
          }
          const { sentence } = outcomeOf(attempt, wanted);
          return attempt.grid
            ? this.figure(attempt.grid, `${name}: ${sentence}`, name, pitch, wanted)
            : html`<p class="quiet">${name}: ${sentence}</p>`;
        })}
      </div>
    </article>`;
  }

  private isFiller(id: string, test: number, attempt: number): boolean {
    return this.scored?.fillers.has(fillerKey(id, test, attempt)) ?? false;
  }

  private figure(grid: GridData, caption: string, label: string, pitch: number, expected: GridData | null) {
    return html`<figure>
      <arc-grid .grid=${grid} .label=${label} .pitch=${pitch} .expected=${expected}></arc-grid>
      <figcaption>${caption}</figcaption>
    </figure>`;
  }

  private onDrop(event: DragEvent): void {
    event.preventDefault();
    event.stopPropagation();
    this.over = false;
    const file = event.dataTransfer?.files[0];
    if (file) void this.takeFile(file.name, file);
  }

  private onChoose(event: Event): void {
    const input = event.target as HTMLInputElement;
    const file = input.files?.[0];
    if (file) void this.takeFile(file.name, file);
    // So that choosing the same file again, changed meanwhile, is a change too.
    input.value = '';
  }

  /** The best programs on the demonstrations make the attempts. */
  private readonly takeRun = async (): Promise<void> => {
    const { board } = this.page.session;
    try {
      const text = await (await this.page.session.engine()).attempts();
      const fillers = (submission: ScoredSubmission): Fillers => fillersOf(submission, board);
      await this.take('The attempts of this run', new TextEncoder().encode(text), fillers);
    } catch (error) {
      this.said = `This run predicts nothing: ${reasonOf(error)}`;
    }
  };

  private async takeFile(name: string, content: Blob): Promise<void> {
    try {
      await this.take(name, new Uint8Array(await content.arrayBuffer()));
    } catch (error) {
      this.said = `${name} can't be read: ${reasonOf(error)}`;
    }
  }

  private async take(
    name: string,
    bytes: Uint8Array,
    fillersIn: (submission: ScoredSubmission) => Fillers = () => new Set(),
  ): Promise<void> {
    this.said = `Scoring ${name} …`;
    this.scored = null;
    try {
      shown.scored = await scoreSubmission(this.page.session, name, bytes, fillersIn);
      this.scored = shown.scored;
      this.opened = null;
      this.listed = PAGE;
      this.said = shown.scored.submission.scores ? '' : `${name} can't be scored on the loaded tasks.`;
    } catch (error) {
      this.said = `${name} can't be scored: ${reasonOf(error)}`;
    }
  }
}

function outcomeOf({ grid, hit }: AttemptData, wanted: GridData | null): { kind: Kind; sentence: string } {
  if (hit === 'right') return { kind: 'right', sentence: 'right' };
  if (hit === 'missing' || !grid) return { kind: 'open', sentence: 'no attempt' };
  if (!wanted) return { kind: 'wrong', sentence: 'wrong' };
  const wrong = wrongCells(grid, wanted);
  if (wrong === null) {
    return { kind: 'size', sentence: `wrong size: ${sizeOf(grid)} instead of ${sizeOf(wanted)}` };
  }
  const equal = wanted.cells.length - wrong;
  if (equal === 0) return { kind: 'wrong', sentence: 'wrong in every cell' };
  return { kind: 'near', sentence: `${percent(Math.floor((equal * 1000) / wanted.cells.length))} equal` };
}

function pitchFor(grids: readonly GridData[], room: number): number {
  const widest = Math.max(1, ...grids.map(({ width }) => width));
  const together = grids.reduce((sum, { width }) => sum + width, 0);
  const tallest = Math.max(1, ...grids.map(({ height }) => height));
  const fitting = Math.min(TALLEST / tallest, (room - 24 * grids.length) / together);
  // Where they don't fit beside each other they stand below each other.
  const stacked = Math.min(TALLEST / tallest, room / widest, 10);
  return Math.max(1, Math.min(LARGEST_PITCH, Math.floor(fitting >= 5 ? fitting : stacked)));
}

customElements.define('arc-submission-view', SubmissionView);
