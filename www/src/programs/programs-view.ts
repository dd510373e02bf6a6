import { LitElement, css, html, nothing } from 'lit';
import { Follow } from '../app/follow';
import { reasonOf, shortened } from '../app/messages';
import type { Page } from '../app/page';
import type { Session } from '../app/session';
import { saveFile } from '../app/save-file';
import { Room } from '../app/room';
import { basic } from '../app/styles';
import type { ProgramData } from '../engine/protocol';
import { markStyles, shape } from '../results/mark';
import { sampleMarks, sampleMarksStyles } from '../results/sample-marks';
import { samplesOf } from '../results/scoreboard';
import { digits } from '../results/words';
import '../task/sample-row';
import { drafts } from './drafts';
import { Editor } from './editor';
import { type ProgramFile, fileOf, freeName, isSameText, nameIn, renamed, textsOf, withAdded, withProgram } from './files';
import { NotKept, keep, putFiles, withDrafts } from './keeping';
import { Live, type LiveMarks } from './live';
import './program-list';

const NEW_PROGRAM = 'def program(I):\n    O = I\n    return O\n';

/** The program that was deleted last. It can come back until other files are loaded, also once the view was left. */
let deleted: { program: string; files: readonly ProgramFile[]; since: Session['programFiles'] } | null = null;

/** Programs are written here: one at a time, with its marks on the selected task while it is typed. */
export class ProgramsView extends LitElement {
  static override properties = {
    page: { attribute: false },
    marks: { state: true },
    sample: { state: true },
    naming: { state: true },
    refusal: { state: true },
    trouble: { state: true },
    failure: { state: true },
  };
  declare page: Page;
  declare private marks: LiveMarks | null;
  /** The number of the sample whose grids are shown. */
  declare private sample: number;
  declare private naming: boolean;
  /** Why a new name can't be given. */
  declare private refusal: string;
  /** Why what was asked for last could not be done. */
  declare private trouble: string;
  /** Why there is no editor, where none could be had. */
  declare private failure: string;
  private readonly room = new Room(this, 420, () => this.renderRoot.querySelector('.live'));

  private editor: Editor | null = null;
  /** Asked for once each time that the view is opened. */
  private opening: Promise<void> | null = null;
  /** The program in the editor, as it was loaded. */
  private opened: ProgramData | null = null;
  /** Files are being changed: the editor stays as it is until that is done. */
  private changing = false;
  private markedTask = '';
  private readonly live = new Live(
    () => this.page.session.engine(),
    (marks) => (this.marks = marks),
    (error) => (this.trouble = reasonOf(error)),
  );
  static override styles = [
    basic,
    markStyles,
    sampleMarksStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: 230px minmax(0, 1.15fr) minmax(0, 1fr);
        gap: 1.25rem;
        align-items: start;
      }

      .write,
      .live {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 0.6rem;
        min-width: 0;
      }

      .tools {
        display: flex;
        flex-wrap: wrap;
        gap: 0.4rem;
      }

      .tools .button,
      .said .button {
        min-height: 30px;
        padding: 0 0.65em;
        font-size: 0.87rem;
      }

      .tools .last {
        margin-left: auto;
      }

      .said {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.3rem 0.6rem;
        overflow-wrap: anywhere;
      }

      .said > * {
        margin-top: 0.5rem;
      }

      .failed {
        color: var(--bad);
        overflow-wrap: anywhere;
      }

      .failed .shape {
        vertical-align: -2px;
      }

      .head {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.4rem 0.8rem;
        min-height: 34px;
      }

      h2 {
        min-width: 0;
        overflow-wrap: anywhere;
      }

      .text {
        overflow: hidden;
        border: 1px solid var(--edge);
        border-radius: 10px;
        background: var(--surface);
      }

      arc-sample-row {
        padding: 0;
        border: 0;
      }

      @media (width <= 1080px) {
        :host {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  constructor() {
    super();
    this.marks = null;
    this.sample = 0;
    this.naming = false;
    this.refusal = '';
    this.trouble = '';
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
    const program = this.shown;
    return html`
      <nav aria-label="Loaded programs">
        <arc-program-list .page=${page} .selected=${program?.name ?? ''} .changes=${drafts.size}></arc-program-list>
      </nav>
      <section class="write" aria-label="Program">
        <div class="head">${program ? this.heading(program) : html`<h2>No program yet</h2>`}</div>
        <div>
          <div class="tools">
            <button class="button" @click=${() => this.make()}>New</button>
            ${program ? this.tools(program) : nothing}
          </div>
          <p role="status" class="said">
            ${this.trouble ? html`<span class="failed">${shape('error')} ${shortened(this.trouble)}</span>` : nothing}
            ${this.deletion()}
          </p>
        </div>
        <div class="text" ?hidden=${!program || this.failure !== ''}></div>
        ${this.failure ? html`<p role="alert">${this.failure}</p>` : nothing}
      </section>
      <section class="live" aria-label="Marks while you type">${this.liveMarks()}</section>
    `;
  }

  override updated(): void {
    if (!this.page.program) return;
    if (this.editor) this.showIn(this.editor);
    else this.opening ??= this.openEditor();
  }

  /** While files are being changed others are selected by nobody. */
  private get shown(): ProgramData | null {
    return (this.changing && this.opened) || this.page.program;
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
    if (this.changing) return;
    const { program, task } = this.page;
    if (program && program !== this.opened) {
      this.opened = program;
      this.trouble = '';
      editor.open(drafts.get(program.source) ?? program.source, program.line);
      this.markedTask = '';
    }
    if (program && task && this.markedTask !== task.id) {
      this.markedTask = task.id;
      this.sample = 0;
      this.score(editor.text);
    }
  }

  private heading(program: ProgramData) {
    if (!this.naming) return html`<h2 class="mono">${shortened(program.name)}</h2>`;
    return html`<form
      class="tools"
      @submit=${(event: Event) => {
        event.preventDefault();
        const input = (event.target as HTMLFormElement).querySelector('input');
        void this.rename(program, input?.value.trim() ?? '');
      }}
      @keydown=${(event: KeyboardEvent) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        this.name(false);
      }}
    >
      <input
        class="field mono"
        aria-label="New name"
        aria-invalid=${this.refusal ? 'true' : nothing}
        aria-describedby="refusal"
        .value=${program.name}
        @input=${() => (this.refusal = '')}
      />
      <button class="button main">Rename</button>
      <button class="button" type="button" @click=${() => this.name(false)}>Leave it</button>
      <span id="refusal" role="alert" class="failed">${this.refusal ? shortened(this.refusal) : nothing}</span>
    </form>`;
  }

  /** Lets another name be written, or no more; the focus follows. */
  private name(naming: boolean): void {
    this.naming = naming;
    this.refusal = '';
    void this.updateComplete.then(() => {
      if (naming) this.renderRoot.querySelector<HTMLInputElement>('form input')?.select();
      else this.renderRoot.querySelector<HTMLElement>('.rename')?.focus();
    });
  }

  private tools(program: ProgramData) {
    const changed = drafts.has(program.source);
    return html`
      <button class="button" @click=${() => this.duplicate(program)}>Duplicate</button>
      <button class="button rename" @click=${() => this.name(true)}>Rename</button>
      <button class="button" @click=${() => this.delete(program)}>Delete</button>
      <button class="button" @click=${() => this.editor?.tidy()}>Tidy indentation</button>
      <button class="button" @click=${this.save}>Save as .py</button>
      <button class="button" @click=${() => this.page.go({ view: 'step', program: program.name })}>Step through</button>
      ${
        changed
          ? html`<button class="button" @click=${() => this.editor?.replace(program.source)}>Discard changes</button>`
          : nothing
      }
      <button class="button main last" ?disabled=${!changed} @click=${() => this.keep()}>Keep and score</button>
    `;
  }

  private liveMarks() {
    const { marks, page } = this;
    const { task } = page;
    const program = this.shown;
    if (!program) return nothing;
    if (!task) return html`<p class="quiet">With a task loaded, its marks stand here while you type.</p>`;
    const samples = samplesOf(task);
    const evaluations = marks?.evaluations ?? [];
    const right = evaluations.filter((evaluation) => evaluation?.match).length;
    const fuel = evaluations.reduce((sum, evaluation) => sum + (evaluation?.fuel ?? 0), 0);
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
              ? `${right} of ${samples.length} right, ${digits(fuel)} fuel`
              : marks
                ? 'does not run as it stands'
                : ''
          }</span
        >
      </div>
      ${runs || !marks?.wrong ? nothing : html`<p class="failed">${shape('error')} ${shortened(marks.wrong)}</p>`}
      ${sampleMarks(samples, evaluations, at, (number) => (this.sample = number))}
      ${
        sample
          ? html`<arc-sample-row
              .task=${task.id}
              .sample=${sample}
              .program=${marks?.wrong && !runs ? null : { ...program, name, source: this.text || program.source }}
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
    this.trouble = '';
    if (isSameText(text, opened.source)) drafts.delete(opened.source);
    else drafts.set(opened.source, text);
    this.score(text);
    this.requestUpdate();
  }

  private score(text: string): void {
    const { task } = this.page;
    const name = nameIn(text);
    if (!task || !this.opened) return;
    if (name === null) {
      this.marks = { name: '', evaluations: [], wrong: 'there is no program in it, no `def name(I):`' };
      return;
    }
    this.live.want({ name, line: this.opened.line, source: text }, task);
  }

  private deletion() {
    if (!deleted || deleted.since !== this.page.session.programFiles) return nothing;
    const { files, program } = deleted;
    return html`<span>${shortened(program)} is deleted.</span>
      <button class="button" @click=${() => this.restore(files, program)}>Undo</button>`;
  }

  private keep(): Promise<void> {
    return this.attempt(async () => {
      const { program } = this.page;
      if (!program) return;
      await keep(this.page, [program], program);
      // What is kept while it is written stays with its cursor and its history.
      const { editor } = this;
      const now = this.page.program;
      if (!editor || !now || nameIn(editor.text) !== now.name) return;
      this.opened = now;
      const text = drafts.get(now.source) ?? now.source;
      if (!isSameText(text, editor.text)) editor.replace(text);
      editor.renumber(now.line);
    });
  }

  private make(): Promise<void> {
    return this.attempt(async () => {
      const name = freeName('program', this.page.session.programs);
      await this.add(renamed(NEW_PROGRAM, name), name);
    });
  }

  /** What is not kept of a program is not kept of the other either. */
  private duplicate(program: ProgramData): Promise<void> {
    return this.attempt(async () => {
      const name = freeName(program.name, this.page.session.programs);
      const draft = drafts.get(program.source);
      await this.add(renamed(program.source, name), name, draft && renamed(draft, name));
    });
  }

  private async add(source: string, name: string, draft?: string): Promise<void> {
    const { session } = this.page;
    const files = withAdded(await textsOf(session.programFiles), source);
    if (!(await this.put(files, name, draft))) return;
    // With the first program comes the editor.
    await this.updateComplete;
    await this.opening;
    this.editor?.focus();
  }

  private rename(program: ProgramData, name: string): Promise<void> {
    return this.attempt(async () => {
      this.refusal = await this.whyNot(program, name);
      if (this.refusal) {
        this.renderRoot.querySelector<HTMLElement>('form input')?.focus();
        return;
      }
      const draft = drafts.get(program.source);
      const files = await this.with(program, renamed(program.source, name));
      if (!(await this.put(files, name, draft && renamed(draft, name)))) return;
      if (name !== program.name) drafts.delete(program.source);
      this.name(false);
    });
  }

  /** Why a program can't have a name; empty where it can. */
  private async whyNot(program: ProgramData, name: string): Promise<string> {
    const { session } = this.page;
    if (name === '') return 'A program needs a name.';
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
      return `${name} is no name: that is letters, digits and _, and does not begin with a digit.`;
    }
    if (session.programs.some((other) => other !== program && other.name === name)) {
      return `There is a program ${name} already.`;
    }
    // Words such as `class` are no names, and what is called so can't be read any more.
    const found = await (await session.engine()).check(name, renamed(NEW_PROGRAM, name));
    const isWord = found.some(({ severity }) => severity === 'error');
    return isWord ? `${name} is a word of Python's own: no program can be called so.` : '';
  }

  private delete(program: ProgramData): Promise<void> {
    return this.attempt(async () => {
      const { session } = this.page;
      const files = await textsOf(session.programFiles);
      if (!(await this.put(await this.with(program, ''), null))) return;
      deleted = { program: program.name, files, since: session.programFiles };
    });
  }

  private restore(files: readonly ProgramFile[], name: string): Promise<void> {
    return this.attempt(async () => {
      if (!(await this.put(files, name))) return;
      deleted = null;
      // The button that was pressed is gone.
      this.editor?.focus();
    });
  }

  /** The files with another text, or none, in the place of a program. */
  private async with(program: ProgramData, source: string): Promise<ProgramFile[]> {
    const { programFiles } = this.page.session;
    const changed = fileOf(programFiles, program.name);
    const files = await textsOf(programFiles);
    return files.map((file, at) => (at === changed ? withProgram(file, program, source) : file));
  }

  /** Puts changed files in the place of those that are loaded; `draft` is what is written of the program shown. */
  private async put(files: readonly ProgramFile[], name: string | null, draft?: string): Promise<boolean> {
    const { page } = this;
    if (!(await putFiles(page, files, name))) return false;
    const shown = page.session.programs.find((program) => program.name === name);
    if (shown && draft !== undefined) drafts.set(shown.source, draft);
    return true;
  }

  /** One change at a time; what fails is said. */
  private async attempt(work: () => Promise<void>): Promise<void> {
    if (this.changing) return;
    this.changing = true;
    this.trouble = '';
    try {
      await work();
    } catch (error) {
      this.trouble = reasonOf(error);
      if (error instanceof NotKept && error.at && error.program === this.opened) {
        this.editor?.goTo(error.at.line, error.at.column);
      }
    } finally {
      this.changing = false;
      this.requestUpdate();
    }
  }

  private readonly save = (): Promise<void> =>
    this.attempt(async () => {
      const { session } = this.page;
      const files = await withDrafts(session, session.programs);
      for (const { name, text } of files) saveFile(name.endsWith('.py') ? name : `${name}.py`, text, 'text/x-python');
    });
}

customElements.define('arc-programs-view', ProgramsView);
