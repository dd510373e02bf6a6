import { LitElement, css, html, nothing } from 'lit';
import { Follow } from '../app/follow';
import { reasonOf } from '../app/messages';
import type { Page } from '../app/page';
import { saveFile } from '../app/save-file';
import { Room } from '../app/room';
import { basic } from '../app/styles';
import type { ProgramData } from '../engine/protocol';
import { mark, markStyles } from '../results/mark';
import { judge } from '../results/outcome';
import { sampleName, samplesOf } from '../results/scoreboard';
import { digits, duration } from '../results/words';
import '../task/sample-row';
import { drafts } from './drafts';
import { Editor } from './editor';
import { type ProgramFile, fileOf, freeName, nameIn, renamed, textsOf, withAdded, withProgram } from './files';
import { Live, type LiveMarks } from './live';

/** Names that are listed at once; a search finds the others. */
const MOST_NAMES = 200;
/** With more evaluations than this, a change of one program does not score all others again by itself. */
const SCORED_AT_ONCE = 50_000;
const NEW_PROGRAM = 'def program(I):\n    O = I\n    return O\n';

/** Programs are written here: one at a time, with its marks on the selected task while it is typed. */
export class ProgramsView extends LitElement {
  static override properties = {
    page: { attribute: false },
    marks: { state: true },
    sample: { state: true },
    wanted: { state: true },
    naming: { state: true },
    said: { state: true },
    failure: { state: true },
  };
  declare page: Page;
  declare private marks: LiveMarks | null;
  /** The number of the sample whose grids are shown. */
  declare private sample: number;
  declare private wanted: string;
  declare private naming: boolean;
  declare private said: string;
  /** Why there is no editor, where none could be had. */
  declare private failure: string;
  private readonly room = new Room(this, 420, () => this.renderRoot.querySelector('.live'));

  private editor: Editor | null = null;
  /** Asked for once each time that the view is opened. */
  private opening: Promise<void> | null = null;
  /** The program in the editor, as it was loaded. */
  private opened: ProgramData | null = null;
  private markedTask = '';
  private readonly live = new Live(
    () => this.page.session.engine(),
    (marks) => (this.marks = marks),
    (error) => (this.said = reasonOf(error)),
  );
  static override styles = [
    basic,
    markStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: 230px minmax(0, 1.15fr) minmax(0, 1fr);
        gap: 1.25rem;
        align-items: start;
      }

      .side,
      .write,
      .live {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 0.6rem;
        min-width: 0;
      }

      .side input {
        width: 100%;
        cursor: text;
      }

      .names {
        max-height: calc(100vh - 230px);
        margin: 0;
        padding: 3px;
        overflow-y: auto;
        list-style: none;
      }

      .names button {
        display: flex;
        gap: 0.6rem;
        width: 100%;
        min-height: 32px;
        align-items: center;
        padding: 0.15rem 0.6rem;
        border: 0;
        border-radius: 7px;
        background: none;
        text-align: left;
        cursor: pointer;
      }

      .names button:hover {
        background: var(--sunken);
      }

      .names button[aria-current] {
        background: var(--accent-soft);
        font-weight: 650;
      }

      .names .mono {
        flex: 1;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }

      .names .sum {
        font-size: 0.8rem;
        font-weight: 400;
        color: var(--quiet);
        font-variant-numeric: tabular-nums;
      }

      .tools {
        display: flex;
        flex-wrap: wrap;
        gap: 0.4rem;
      }

      .tools .button {
        min-height: 30px;
        padding: 0 0.65em;
        font-size: 0.87rem;
      }

      .tools .last {
        margin-left: auto;
      }

      .head {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.4rem 0.8rem;
        min-height: 34px;
      }

      .text {
        overflow: hidden;
        border: 1px solid var(--edge);
        border-radius: 10px;
        background: var(--surface);
      }

      .samples {
        display: flex;
        flex-wrap: wrap;
        gap: 4px;
        margin: 0;
        padding: 3px;
        list-style: none;
      }

      .samples button {
        display: grid;
        justify-items: center;
        gap: 1px;
        padding: 2px;
        border: 0;
        border-radius: 8px;
        background: none;
        font-size: 0.72rem;
        color: var(--quiet);
        cursor: pointer;
      }

      .samples button[aria-current] {
        box-shadow: 0 0 0 2px var(--accent);
        color: var(--text);
      }

      arc-sample-row {
        padding: 0;
        border: 0;
      }

      @media (width <= 1080px) {
        :host {
          grid-template-columns: minmax(0, 1fr);
        }

        .names {
          max-height: 11rem;
        }
      }
    `,
  ];

  constructor() {
    super();
    this.marks = null;
    this.sample = 0;
    this.wanted = '';
    this.naming = false;
    this.said = '';
    this.failure = '';
    new Follow(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.editor?.destroy();
    this.editor = null;
    this.opening = null;
    this.opened = null;
  }

  override render() {
    const { page } = this;
    const { program } = page;
    return html`
      ${this.side()}
      <section class="write" aria-label="Program">
        <div class="head">${program ? this.heading(program) : html`<h2>No program yet</h2>`}</div>
        <div class="tools">
          <button class="button" @click=${() => this.add(NEW_PROGRAM)}>New</button>
          ${program ? this.tools(program) : nothing}
        </div>
        <div class="text" ?hidden=${!program || this.failure !== ''}></div>
        ${this.failure ? html`<p role="alert">${this.failure}</p>` : nothing}
        <p role="status" class="quiet">${this.said}</p>
      </section>
      <section class="live" aria-label="Marks while you type">${this.liveMarks()}</section>
    `;
  }

  override updated(): void {
    if (!this.page.program) return;
    if (this.editor) this.showIn(this.editor);
    else this.opening ??= this.openEditor();
  }

  private async openEditor(): Promise<void> {
    try {
      const engine = await this.page.session.engine();
      const catalogue = await engine.catalogue();
      const parent = this.renderRoot.querySelector<HTMLElement>('.text');
      if (this.editor || !parent?.isConnected) return;
      this.editor = new Editor({
        parent,
        root: this.renderRoot as ShadowRoot,
        label: 'Source of the program',
        catalogue,
        check: (source) => engine.check(this.page.program?.name ?? 'program', source),
        changed: (text) => this.typed(text),
        save: () => void this.keep(),
      });
      this.requestUpdate();
    } catch (error) {
      this.failure = `Programs can't be written here, so open this view again: ${reasonOf(error)}`;
    }
  }

  private showIn(editor: Editor): void {
    const { program, task } = this.page;
    if (program && program !== this.opened) {
      this.opened = program;
      editor.open(drafts.get(program.source) ?? program.source, program.line);
      this.markedTask = '';
    }
    if (program && task && this.markedTask !== task.id) {
      this.markedTask = task.id;
      this.sample = 0;
      this.score(editor.text);
    }
  }

  private side() {
    const { page } = this;
    const { board, programs } = page.session;
    const wanted = this.wanted.trim().toLowerCase();
    const found = wanted ? programs.filter(({ name }) => name.toLowerCase().includes(wanted)) : programs;
    return html`<nav class="side" aria-label="Loaded programs">
      ${
        programs.length > 12
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
      <ul class="names" role="list">
        ${found.slice(0, MOST_NAMES).map((program) => {
          const row = page.task && board.row(page.task.id, program.name);
          return html`<li>
            <button
              aria-current=${program === page.program ? 'true' : nothing}
              @click=${() => page.go({ program: program.name })}
            >
              <span class="mono">${program.name}</span>
              ${drafts.has(program.source) ? html`<span title="Changed, not kept yet">●<span class="hidden">changed, not kept yet</span></span>` : nothing}
              <span class="sum">${row && row.done > 0 ? `${row.right}/${row.samples}` : ''}</span>
            </button>
          </li>`;
        })}
      </ul>
      ${
        found.length > MOST_NAMES
          ? html`<p class="quiet">${digits(found.length - MOST_NAMES)} more: search by name.</p>`
          : nothing
      }
    </nav>`;
  }

  private heading(program: ProgramData) {
    if (!this.naming) return html`<h2 class="mono">${program.name}</h2>`;
    return html`<form
      class="tools"
      @submit=${(event: Event) => {
        event.preventDefault();
        const input = (event.target as HTMLFormElement).querySelector('input');
        void this.rename(program, input?.value.trim() ?? '');
      }}
    >
      <input class="field mono" aria-label="New name" pattern="[A-Za-z_][A-Za-z0-9_]*" required .value=${program.name} />
      <button class="button main">Rename</button>
      <button class="button" type="button" @click=${() => (this.naming = false)}>Leave it</button>
    </form>`;
  }

  private tools(program: ProgramData) {
    const changed = drafts.has(program.source);
    return html`
      <button class="button" @click=${() => this.add(renamed(this.text, freeName(program.name, this.page.session.programs)))}>
        Duplicate
      </button>
      <button class="button" @click=${() => (this.naming = true)}>Rename</button>
      <button class="button" @click=${() => this.discard(program)}>Delete</button>
      <button class="button" @click=${() => this.editor?.tidy()}>Tidy indentation</button>
      <button class="button" @click=${this.save}>Save as .py</button>
      <button class="button" @click=${() => this.page.go({ view: 'step', program: program.name })}>Step through</button>
      <button class="button main last" ?disabled=${!changed} @click=${() => this.keep()}>Keep and score</button>
    `;
  }

  private liveMarks() {
    const { marks, page } = this;
    const { program, task } = page;
    if (!program || !task) return nothing;
    const samples = samplesOf(task);
    const evaluations = marks?.evaluations ?? [];
    const right = evaluations.filter((evaluation) => evaluation?.match).length;
    const at = Math.min(this.sample, samples.length - 1);
    const sample = samples[at];
    const runs = evaluations.some((evaluation) => evaluation !== undefined);
    const name = marks?.name ?? program.name;
    return html`
      <div class="head">
        <h2>On <span class="mono">${task.id}</span></h2>
        <span class="quiet"
          >${
            runs
              ? `${right} of ${samples.length} right, in ${duration((marks?.millis ?? 0) * 1000)}`
              : marks
                ? 'does not run as it stands'
                : ''
          }</span
        >
      </div>
      <ul class="samples" role="list" aria-label="Samples">
        ${samples.map(
          (other, number) =>
            html`<li>
              <button aria-current=${number === at ? 'true' : nothing} @click=${() => (this.sample = number)}>
                ${mark(judge(evaluations[number], other.pair.output))}<span>${sampleName(other)}</span>
              </button>
            </li>`,
        )}
      </ul>
      ${
        sample
          ? html`<arc-sample-row
              .task=${task.id}
              .sample=${sample}
              .program=${{ ...program, name, source: this.text || program.source }}
              .evaluation=${evaluations[at]}
              .room=${this.room.width}
            ></arc-sample-row>`
          : nothing
      }
    `;
  }

  private get text(): string {
    return this.editor?.text ?? this.page.program?.source ?? '';
  }

  private typed(text: string): void {
    const { opened } = this;
    if (!opened) return;
    if (text.trimEnd() === opened.source.trimEnd()) drafts.delete(opened.source);
    else drafts.set(opened.source, text);
    this.score(text);
    this.requestUpdate();
  }

  private score(text: string): void {
    const { task } = this.page;
    const name = nameIn(text);
    if (!task || !this.opened) return;
    if (name === null) {
      this.marks = { name: '', evaluations: [], millis: 0 };
      return;
    }
    this.live.want({ name, line: this.opened.line, source: text }, task);
  }

  /** The files as they are once the drafts are kept. */
  private async withDrafts(): Promise<ProgramFile[]> {
    const { programFiles, programs } = this.page.session;
    const files = await textsOf(programFiles);
    for (const program of programs) {
      const text = drafts.get(program.source);
      if (text === undefined) continue;
      const at = fileOf(programFiles, program.name);
      if (files[at]) files[at] = withProgram(files[at], program, text);
    }
    return files;
  }

  private keep(): Promise<void> {
    return this.attempt(async () => {
      const name = nameIn(this.text) ?? this.page.program?.name ?? null;
      await this.load(await this.withDrafts(), name);
    });
  }

  private add(source: string): Promise<void> {
    return this.attempt(async () => {
      const name = freeName(nameIn(source) ?? 'program', this.page.session.programs);
      await this.load(withAdded(await this.withDrafts(), renamed(source, name)), name);
      this.editor?.focus();
    });
  }

  private rename(program: ProgramData, name: string): Promise<void> {
    return this.attempt(async () => {
      if (this.page.session.programs.some((other) => other !== program && other.name === name)) {
        this.said = `There is a program ${name} already.`;
        return;
      }
      drafts.set(program.source, renamed(this.text, name));
      await this.load(await this.withDrafts(), name);
      this.naming = false;
    });
  }

  private discard(program: ProgramData): Promise<void> {
    return this.attempt(async () => {
      drafts.set(program.source, '');
      await this.load(await this.withDrafts(), null);
    });
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    this.said = '';
    try {
      await work();
    } catch (error) {
      this.said = reasonOf(error);
    }
  }

  /** Loads changed files in the place of those that are loaded, and scores again where that is quick. */
  private async load(files: readonly ProgramFile[], program: string | null): Promise<void> {
    const { page } = this;
    const { session } = page;
    const { programs } = session;
    const hadResults = session.result !== null || session.state === 'scoring';
    const full = files.filter(({ text }) => text.trim() !== '');
    if (full.length === 0) {
      await page.loader.remove('programs');
    } else {
      const before = session.programFiles;
      await page.loader.take('programs', full.map(({ name, text }) => ({ name, content: new Blob([text]) })));
      // A text that can't be read is refused with its place; the draft stays.
      if (session.programFiles === before) return;
    }
    for (const { source } of programs) drafts.delete(source);
    page.go({ program }, { step: false });
    const { columns } = session.board;
    if (hadResults && session.canScore && columns.kind.length <= SCORED_AT_ONCE) page.score();
  }

  private readonly save = (): Promise<void> =>
    this.attempt(async () => {
      const files = await this.withDrafts();
      for (const { name, text } of files) saveFile(name.endsWith('.py') ? name : `${name}.py`, text, 'text/x-python');
    });
}

customElements.define('arc-programs-view', ProgramsView);
