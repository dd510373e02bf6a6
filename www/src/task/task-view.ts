import { LitElement, css, html, nothing } from 'lit';
import { Follow } from '../app/follow';
import { KeyListener, isTyping } from '../app/keys';
import type { Page } from '../app/page';
import { basic } from '../app/styles';
import { look } from '../grid/look';
import { type Sample, samplesOf } from '../results/scoreboard';
import { taskLook } from './looks';
import './film-strip';
import './program-panel';
import './ranking';

/** One task: its pairs, what the selected program makes of them, and the programs ranked for it. */
export class TaskView extends LitElement {
  static override properties = { page: { attribute: false } };
  declare page: Page;

  /** Counts up so that elements which are given the same objects again look into them. */
  private draws = 0;

  static override styles = [
    basic,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr) minmax(0, 1.25fr);
        gap: 1rem 1.75rem;
        align-items: start;
      }

      :host([narrow-table]) {
        grid-template-columns: max-content minmax(0, 1fr);
      }

      arc-film-strip {
        grid-column: 1 / -1;
        min-width: 0;
      }

      arc-ranking {
        position: sticky;
        top: 100px;
        max-width: 46vw;
        max-height: calc(100vh - 116px);
      }

      @media (width <= 1080px) {
        :host,
        :host([narrow-table]) {
          grid-template-columns: minmax(0, 1fr);
        }

        arc-ranking {
          position: static;
          max-width: none;
          max-height: 32rem;
        }
      }
    `,
  ];

  private readonly onKey = (event: KeyboardEvent): void => this.key(event);

  constructor() {
    super();
    new Follow(this);
    new KeyListener(this, this.onKey);
  }

  override render() {
    const { page } = this;
    const { task } = page;
    if (!task) return nothing;
    this.draws += 1;
    const { board } = page.session;
    const samples = samplesOf(task);
    const rows = board.ranked(task.id);
    const row = rows.find(({ program }) => program.name === page.program?.name) ?? null;
    this.toggleAttribute('narrow-table', samples.length <= 7);
    return html`
      <arc-film-strip .page=${page}></arc-film-strip>
      <arc-ranking
        .rows=${rows}
        .samples=${samples}
        .selected=${row?.program.name ?? null}
        @pick=${(event: CustomEvent<string>) => page.go({ task: task.id, program: event.detail })}
      ></arc-ranking>
      <arc-program-panel
        .session=${page.session}
        .task=${task}
        .samples=${samples}
        .row=${row}
        .tick=${this.draws}
        @step=${({ detail: { split, index } }: CustomEvent<Sample>) =>
          page.go({ view: 'step', task: task.id, program: row?.program.name ?? null, sample: `${split}:${index}` })}
      ></arc-program-panel>
    `;
  }

  private key(event: KeyboardEvent): void {
    if (isTyping(event)) return;
    const does = {
      j: () => this.stepProgram(1),
      k: () => this.stepProgram(-1),
      l: () => this.stepTask(1),
      h: () => this.stepTask(-1),
      '+': () => taskLook.zoomBy(1),
      '-': () => taskLook.zoomBy(-1),
      '0': () => taskLook.fit(),
      o: () => taskLook.lay(taskLook.overlay === null ? 'objects' : null),
      n: () => look.choose({ numbers: !look.numbers }),
    }[event.key];
    if (!does) return;
    event.preventDefault();
    does();
  }

  private stepProgram(by: 1 | -1): void {
    const { task, program, session } = this.page;
    if (!task) return;
    const rows = session.board.ranked(task.id);
    const at = rows.findIndex((row) => row.program.name === program?.name);
    const next = rows[Math.max(0, at) + by];
    if (next) this.page.go({ task: task.id, program: next.program.name }, { step: false });
  }

  private stepTask(by: 1 | -1): void {
    const { task, session } = this.page;
    const next = task && session.tasks[session.tasks.indexOf(task) + by];
    if (next) this.page.go({ task: next.id, program: null, sample: null }, { step: false });
  }
}

customElements.define('arc-task-view', TaskView);
