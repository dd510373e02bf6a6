import { LitElement, css, html, nothing } from 'lit';
import { saveFile } from './save-file';
import { type Message, reasonOf } from './messages';
import type { FileKind, Session, Source } from './session';
import {
  fetchSource,
  forgetFiles,
  readAddress,
  type Selection,
  showSelection,
  showTasks,
  showWorkers,
} from './address';
import { basic } from './styles';
import { duration } from '../results/words';
import { samplesOf } from '../results/scoreboard';
import { type Demo, fromFragment, isPacked, pack, toFragment, unpack } from '../share/packing';
import './bar';
import './drop-target';
import './message-list';
import { type DataSet, dataSets } from '../tasks/data-sets';
import '../tasks/task-list';
import '../results/results-table';
import '../results/program-panel';
import '../share/share-panel';

/** The whole page: what the session holds, the selection in it, and what the user asks for. */
export class App extends LitElement {
  static override properties = {
    session: { attribute: false },
    tick: { state: true },
    selection: { state: true },
    shared: { state: true },
    isDemo: { state: true },
  };
  declare session: Session;
  declare private tick: number;
  declare private selection: Selection;
  declare private shared: { link: string; packed: string; digest: string | null } | null;
  declare private isDemo: boolean;

  /** The user has chosen files: what the page would load by itself is no longer wanted. */
  private touched = false;

  static override styles = [
    basic,
    css`
      :host {
        display: block;
      }

      main {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 1rem;
        max-width: 1760px;
        margin: 0 auto;
        padding: 1rem;
      }

      .intro {
        display: grid;
        grid-template-columns: minmax(16rem, 1.25fr) 1fr 1fr;
        gap: 1rem;
        align-items: center;
      }

      .what {
        max-width: 36rem;
        font-size: 1.05rem;
      }

      .sets {
        grid-column: 1 / -1;
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.5rem;
      }

      .intro arc-drop-target {
        align-self: stretch;
      }

      .sums {
        display: flex;
        flex-wrap: wrap;
        gap: 0.1rem 1.2rem;
        align-items: baseline;
        min-height: 1.5em;
      }

      .work {
        display: grid;
        grid-template-columns: 208px minmax(0, 1fr) minmax(0, 1fr);
        gap: 1.25rem;
        align-items: start;
      }

      .work.narrow-table {
        grid-template-columns: 208px max-content minmax(0, 1fr);
      }

      .side,
      arc-results-table {
        position: sticky;
        top: 64px;
        max-height: calc(100vh - 80px);
      }

      .side {
        overflow-y: auto;
      }

      arc-results-table {
        max-width: 46vw;
      }

      .empty {
        padding: 3rem 1rem;
        text-align: center;
        color: var(--quiet);
      }

      footer {
        display: flex;
        flex-wrap: wrap;
        gap: 0.2rem 1.5rem;
        max-width: 1760px;
        margin: 1rem auto 0;
        padding: 1rem;
        border-top: 1px solid var(--edge);
        font-size: 0.82rem;
        color: var(--quiet);
      }

      footer a {
        color: inherit;
      }

      kbd {
        padding: 0 0.35em;
        border: 1px solid var(--edge-strong);
        border-radius: 4px;
        font-family: var(--mono);
        font-size: 0.9em;
      }

      @media (width <= 1080px) {
        .work,
        .work.narrow-table {
          grid-template-columns: minmax(0, 1fr);
        }

        .side,
        arc-results-table {
          position: static;
          max-width: none;
          max-height: 32rem;
        }
      }

      @media (width <= 720px) {
        main {
          padding: 0.75rem;
        }

        .intro {
          grid-template-columns: 1fr 1fr;
          gap: 0.6rem;
        }

        .intro > div {
          grid-column: 1 / -1;
        }
      }
    `,
  ];

  private readonly onSession = (): void => void (this.tick += 1);
  private readonly onPop = (): void => {
    const { task, program } = readAddress();
    this.selection = { task, program };
  };
  private readonly onKey = (event: KeyboardEvent): void => this.key(event);
  private readonly onFragment = (): void => void this.openFragment();

  constructor() {
    super();
    this.tick = 0;
    this.shared = null;
    this.isDemo = false;
    const { task, program } = readAddress();
    this.selection = { task, program };
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.session.addEventListener('change', this.onSession);
    addEventListener('popstate', this.onPop);
    addEventListener('hashchange', this.onFragment);
    addEventListener('keydown', this.onKey);
    addEventListener('dragover', keepFile);
    addEventListener('drop', this.onDropAnywhere);
    void this.open();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.session.removeEventListener('change', this.onSession);
    removeEventListener('popstate', this.onPop);
    removeEventListener('hashchange', this.onFragment);
    removeEventListener('keydown', this.onKey);
    removeEventListener('dragover', keepFile);
    removeEventListener('drop', this.onDropAnywhere);
  }

  override render() {
    const { session } = this;
    return html`
      <arc-bar
        .session=${session}
        .tick=${this.tick}
        @score=${this.score}
        @download=${this.download}
        @share=${this.share}
        @remove=${(event: CustomEvent<FileKind>) => this.removeFiles(event.detail)}
        @workers=${(event: CustomEvent<number>) => this.setWorkers(event.detail)}
      ></arc-bar>
      <main>
        <section class="intro" aria-label="Start">
          <div>
            <p class="what">Runs Python programs in the ARC DSL on ARC tasks, in this browser, on all its cores.</p>
            <p class="quiet">
              ${this.isDemo ? 'Below is a demo: your own files take its place. ' : nothing}What you load stays on your
              machine.
            </p>
          </div>
          <arc-drop-target
            kind="tasks"
            @files=${(event: CustomEvent<File[]>) => this.take('tasks', event.detail)}
          ></arc-drop-target>
          <arc-drop-target
            kind="programs"
            @files=${(event: CustomEvent<File[]>) => this.take('programs', event.detail)}
          ></arc-drop-target>
          ${
            dataSets.length > 0
              ? html`<div class="sets">
                  Or load
                  ${dataSets.map(
                    (set) =>
                      html`<button class="button" @click=${() => this.takeDataSet(set)}>
                        ${set.name}, ${count(set.tasks, 'task')}
                      </button>`,
                  )}
                </div>`
              : nothing
          }
        </section>
        <arc-message-list
          .messages=${session.messages}
          @dismiss=${(event: CustomEvent<Message>) => session.dismiss(event.detail)}
        ></arc-message-list>
        ${
          this.shared
            ? html`<arc-share-panel
                .link=${this.shared.link}
                .packed=${this.shared.packed}
                .digest=${this.shared.digest}
                @close=${() => (this.shared = null)}
              ></arc-share-panel>`
            : nothing
        }
        ${this.work()}
      </main>
      <footer>
        <span>${this.workersInWords()}</span>
        <span><kbd>j</kbd> <kbd>k</kbd> next and previous program</span>
        <span
          >Demo tasks: <a href="https://github.com/fchollet/ARC-AGI">ARC-AGI-1</a> by François Chollet,
          <a href="./demo/CREDITS.md">Apache-2.0</a></span
        >
        <span>Language: <a href="https://github.com/michaelhodel/arc-dsl">ARC DSL</a> by Michael Hodel</span>
      </footer>
    `;
  }

  private work() {
    const { session } = this;
    const task = this.task;
    if (!task) {
      if (session.state === 'loading') return html`<p class="empty">Loading …</p>`;
      return html`<p class="empty">
        Drop an ARC task file above, and a Python file of programs, or <a href=${location.pathname}>see the demo</a>.
      </p>`;
    }
    const samples = samplesOf(task);
    const rows = session.board.ranked(task.id);
    const row = rows.find(({ program }) => program.name === this.selection.program) ?? rows[0] ?? null;
    return html`
      <p class="sums" role="status" aria-live=${session.state === 'scoring' ? 'off' : 'polite'}>${this.sums()}</p>
      <div class="work ${samples.length <= 7 ? 'narrow-table' : ''}">
        <nav class="side" aria-label="Loaded puzzles">
          <arc-task-list
            .tasks=${session.tasks}
            .board=${session.board}
            .selected=${task.id}
            .tick=${this.tick}
            @pick=${(event: CustomEvent<string>) => this.select({ task: event.detail, program: null }, true)}
          ></arc-task-list>
        </nav>
        <arc-results-table
          .rows=${rows}
          .samples=${samples}
          .selected=${row?.program.name ?? null}
          @pick=${(event: CustomEvent<string>) => this.select({ task: task.id, program: event.detail }, true)}
        ></arc-results-table>
        <arc-program-panel .task=${task} .samples=${samples} .row=${row} .tick=${this.tick}></arc-program-panel>
      </div>
    `;
  }

  /** What the run came to, in a sentence. */
  private sums() {
    const { board, progress, programs, result, state, status, tasks } = this.session;
    const what = `${count(programs.length, 'program')} on ${count(tasks.length, 'task')}`;
    if (state === 'scoring') return `Scoring ${what}: ${progress.done} of ${progress.total} samples`;
    if (!result) return programs.length > 0 ? `${what}, not scored yet` : count(tasks.length, 'task');
    const time = duration((result.millis['total'] ?? 0) * 1000);
    const right = `${board.right.toLocaleString('en')} of ${board.evaluations.toLocaleString('en')} samples right`;
    if (result.cancelled) return `Cancelled: ${what}, ${right} so far`;
    return `${what}: ${right}, in ${time} on ${count(status?.workers ?? 1, 'worker')}`;
  }

  private workersInWords(): string {
    const { status } = this.session;
    if (!status) return 'Starting …';
    return status.threads ? `${count(status.workers, 'worker')} sharing one memory` : 'One worker';
  }

  private get task() {
    const { tasks } = this.session;
    return tasks.find((task) => task.id === this.selection.task) ?? tasks[0] ?? null;
  }

  /** What the address asks for, or the demo. */
  private async open(): Promise<void> {
    if (await this.openFragment()) return;
    const address = readAddress();
    const named = address.tasks.length + address.programs.length > 0;
    const wanted = named ? address : { tasks: ['./demo/demo.json'], programs: ['./demo/demo.py'] };
    this.isDemo = !named;
    const failures: Message[] = [];
    const [tasks, programs] = await Promise.all([
      fetchAll('tasks', wanted.tasks, failures),
      fetchAll('programs', wanted.programs, failures),
    ]);
    if (this.touched) return;
    await Promise.all([
      tasks.length > 0 && this.session.load('tasks', tasks),
      programs.length > 0 && this.session.load('programs', programs),
    ]);
    for (const failure of failures) this.session.fail(failure);
    this.session.rest();
    if (!this.touched && this.session.canScore && (!named || address.run)) await this.session.score();
  }

  /** Opens the demo that the address carries, if it does. */
  private async openFragment(): Promise<boolean> {
    try {
      const packed = await fromFragment(location.hash);
      if (packed === null) return false;
      await this.openShared(unpack(packed));
    } catch (error) {
      this.session.fail({ tone: 'error', about: 'share', place: 'link', text: reasonOf(error) });
    }
    return true;
  }

  private async openShared(demo: Demo): Promise<void> {
    this.touched = true;
    const { session } = this;
    // No more than this machine has: the number changes no result.
    session.setWorkers(Math.min(demo.workers, session.workers));
    await Promise.all([session.load('tasks', demo.tasks), session.load('programs', demo.programs)]);
    this.select({ task: demo.task, program: demo.program }, false);
    if (!session.canScore) return;
    await session.score();
    const { result } = session;
    if (!result || result.cancelled || demo.digest === null) return;
    const same = result.digest === demo.digest;
    session.say({
      tone: same ? 'note' : 'warning',
      about: 'share',
      place: null,
      text: same
        ? `Reproduced: these are the results that were shared (digest ${result.digest}).`
        : `Not reproduced: the shared results have digest ${demo.digest}, these have ${result.digest}.`,
    });
  }

  private async take(kind: FileKind, files: File[]): Promise<void> {
    this.touched = true;
    this.shared = null;
    const only = files[0];
    if (only && files.length === 1 && (await isPacked(only))) {
      try {
        await this.openShared(unpack(await only.text()));
      } catch (error) {
        this.session.fail({ tone: 'error', about: kind, place: only.name, text: reasonOf(error) });
      }
      return;
    }
    const before = this.session.filesOf(kind);
    await this.session.load(
      kind,
      files.map((file) => ({ name: file.name, content: file })),
    );
    if (this.session.filesOf(kind) === before) return;
    this.isDemo = false;
    forgetFiles();
  }

  /** Loads a data set of the site, and names it in the address. */
  private async takeDataSet({ address }: DataSet): Promise<void> {
    this.touched = true;
    this.isDemo = false;
    const failures: Message[] = [];
    const sources = await fetchAll('tasks', [address], failures);
    for (const failure of failures) this.session.fail(failure);
    if (sources.length === 0) return;
    forgetFiles();
    showTasks(address);
    await this.session.load('tasks', sources);
  }

  private async removeFiles(kind: FileKind): Promise<void> {
    this.touched = true;
    this.isDemo = false;
    await this.session.remove(kind);
    forgetFiles();
  }

  private score(): void {
    // Its link carries the digest of the results before.
    this.shared = null;
    void this.session.score();
  }

  private setWorkers(workers: number): void {
    this.session.setWorkers(workers);
    showWorkers(workers);
  }

  private select(selection: Selection, step: boolean): void {
    this.selection = selection;
    showSelection(selection, step);
  }

  private download(): void {
    const { result } = this.session;
    if (result) saveFile('arcscore-results.jsonl', result.jsonLines, 'application/x-ndjson');
  }

  private async share(): Promise<void> {
    const { session } = this;
    const digest = session.result && !session.result.cancelled ? session.result.digest : null;
    const packed = await pack({
      tasks: session.taskFiles.map((file) => file.source),
      programs: session.programFiles.map((file) => file.source),
      workers: session.workers,
      ...this.selection,
      digest,
    });
    const link = new URL(await toFragment(packed), location.origin + location.pathname).href;
    this.shared = { link, packed, digest };
  }

  private key(event: KeyboardEvent): void {
    const target = event.composedPath()[0];
    if (target instanceof HTMLInputElement || target instanceof HTMLSelectElement) return;
    if (event.ctrlKey || event.metaKey || event.altKey || (event.key !== 'j' && event.key !== 'k')) return;
    const task = this.task;
    if (!task) return;
    const rows = this.session.board.ranked(task.id);
    const at = Math.max(
      0,
      rows.findIndex(({ program }) => program.name === this.selection.program),
    );
    const next = rows[at + (event.key === 'j' ? 1 : -1)];
    if (next) this.select({ task: task.id, program: next.program.name }, false);
  }

  /** A file dropped beside the targets: Python is programs, anything else tasks. */
  private readonly onDropAnywhere = (event: DragEvent): void => {
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    const programs = files.filter((file) => file.name.toLowerCase().endsWith('.py'));
    const tasks = files.filter((file) => !programs.includes(file));
    if (tasks.length > 0) void this.take('tasks', tasks);
    if (programs.length > 0) void this.take('programs', programs);
  };
}

/** Fetches what the address names; what can't be had is told in `failures`. */
async function fetchAll(about: FileKind, addresses: string[], failures: Message[]): Promise<Source[]> {
  const sources = await Promise.all(
    addresses.map((address) =>
      fetchSource(address).catch((error: unknown) => {
        failures.push({ tone: 'error', about, place: address, text: reasonOf(error) });
        return null;
      }),
    ),
  );
  return sources.filter((source) => source !== null);
}

/** Without this the browser would leave the page to show a dropped file. */
function keepFile(event: DragEvent): void {
  if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
}

function count(number: number, word: string): string {
  return `${number.toLocaleString('en')} ${number === 1 ? word : `${word}s`}`;
}
