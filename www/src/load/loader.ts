import { forgetFiles, readFiles, showTasks } from '../app/address';
import { type Message, reasonOf } from '../app/messages';
import type { Page } from '../app/page';
import type { FileKind } from '../app/session';
import { type Demo, fromFragment, isPacked, unpack } from '../share/packing';
import type { DataSet } from './data-sets';
import { fetchAll } from './fetch';

const REPLACE = 'This link holds other tasks and programs. Open them in the place of those that are loaded?';
const DEMO = { tasks: ['./demo/demo.json'], programs: ['./demo/demo.py'] };

/** Brings files into the session: those that the page opens with, and those that the user chooses. */
export class Loader {
  /** Whether what is loaded is the demo. */
  isDemo = false;
  /** The user has chosen files: what the page would load by itself is no longer wanted. */
  private touched = false;

  constructor(private readonly page: Page) {}

  /** Opens what the address asks for, or the demo. */
  async open(): Promise<void> {
    if (await this.openFragment()) return;
    const { session } = this.page;
    const files = readFiles();
    const named = files.tasks.length + files.programs.length > 0;
    const wanted = named ? files : DEMO;
    this.isDemo = !named;
    const failures: Message[] = [];
    const [tasks, programs] = await Promise.all([
      fetchAll('tasks', wanted.tasks, failures),
      fetchAll('programs', wanted.programs, failures),
    ]);
    if (this.touched) return;
    await Promise.all([
      tasks.length > 0 && session.load('tasks', tasks),
      programs.length > 0 && session.load('programs', programs),
    ]);
    for (const failure of failures) session.fail(failure);
    session.rest();
    if (!this.touched && session.canScore && (!named || files.run)) await session.score();
  }

  /** Opens the demo that the address carries, if it does. */
  async openFragment(): Promise<boolean> {
    try {
      const packed = await fromFragment(location.hash);
      if (packed === null) return false;
      const demo = unpack(packed);
      if (this.touched && this.page.session.tasks.length > 0 && !confirm(REPLACE)) return true;
      await this.openShared(demo);
    } catch (error) {
      this.page.session.fail({ tone: 'error', about: 'share', place: 'link', text: reasonOf(error) });
    }
    return true;
  }

  /** Reads files that the user has chosen. */
  async take(kind: FileKind, files: File[]): Promise<void> {
    this.touched = true;
    const { page } = this;
    const { session } = page;
    page.closeShare();
    const only = files[0];
    if (only && files.length === 1 && (await isPacked(only))) {
      try {
        await this.openShared(unpack(await only.text()));
      } catch (error) {
        session.fail({ tone: 'error', about: kind, place: only.name, text: reasonOf(error) });
      }
      return;
    }
    const before = session.filesOf(kind);
    await session.load(
      kind,
      files.map((file) => ({ name: file.name, content: file })),
    );
    if (session.filesOf(kind) === before) return;
    this.replaced(kind);
  }

  /** Loads a data set of the site, and names it in the address. */
  async takeDataSet({ address }: DataSet): Promise<void> {
    this.touched = true;
    const failures: Message[] = [];
    const sources = await fetchAll('tasks', [address], failures);
    for (const failure of failures) this.page.session.fail(failure);
    if (sources.length === 0) return;
    this.replaced('tasks');
    showTasks(address);
    await this.page.session.load('tasks', sources);
  }

  async remove(kind: FileKind): Promise<void> {
    this.touched = true;
    await this.page.session.remove(kind);
    this.replaced(kind);
  }

  /** Where the loaded files came from, as far as that is an address that a link can name. */
  get addresses(): { tasks: string[]; programs: string[] } {
    const { tasks, programs } = this.isDemo ? DEMO : readFiles();
    return { tasks, programs };
  }

  private async openShared(demo: Demo): Promise<void> {
    this.touched = true;
    this.isDemo = false;
    const { page } = this;
    const { session } = page;
    // No more than this machine has: the number changes no result.
    session.setWorkers(Math.min(demo.workers, session.workers));
    const failures: Message[] = [];
    const tasks = [...demo.tasks, ...(await fetchAll('tasks', demo.tasksAt, failures))];
    const programs = [...demo.programs, ...(await fetchAll('programs', demo.programsAt, failures))];
    for (const failure of failures) session.fail(failure);
    await Promise.all([session.load('tasks', tasks), session.load('programs', programs)]);
    page.go({ task: demo.task, program: demo.program }, { step: false });
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

  /** Other files are loaded than the address says, and nothing in them is selected. */
  private replaced(kind: FileKind): void {
    this.isDemo = false;
    forgetFiles();
    const place = kind === 'tasks' ? { view: null, task: null } : {};
    this.page.go({ ...place, program: null, sample: null }, { step: false });
  }
}
