import { type Place, forgetFiles, forgetLink, readFiles, showFile } from '../app/address';
import { type Message, reasonOf } from '../app/messages';
import type { Page } from '../app/page';
import type { FileKind, LoadedFile, Source } from '../app/session';
import type { LoadedPrograms, LoadedTasks } from '../engine/protocol';
import { count, listed } from '../results/words';
import { type Demo, fromFragment, isPacked, unpack } from '../share/packing';
import type { DataSet } from './data-sets';
import { MOST_FILES, TOO_MANY, sorted, sourceOfText, sourcesOf } from './dropped';
import { fetchAll } from './fetch';
import { type Recent, remember } from './recent';
import { NOT_KEPT, keepForReload, keptForReload } from './reload';

const REPLACE = 'This link holds other tasks and programs. Open them in the place of those that are loaded?';
const KINDS = ['tasks', 'programs'] as const;
const NOTHING_SELECTED = { task: null, program: null, sample: null };
/** What the exceptions of storage say to a user; others are about the files, such as one that has gone. */
const WHY_NOT_KEPT: Record<string, string> = { QuotaExceededError: 'its storage is full', SecurityError: 'it forbids storage' };
const DEMO = { tasks: ['./demo/demo.json'], programs: ['./demo/demo.py'] };

/** What of the loaded files is shown. */
type Selected = Pick<Place, 'task' | 'program' | 'sample'>;

/** Files, and the addresses of others. */
type Files = Pick<Demo, FileKind | `${FileKind}At`>;

/** Brings files into the session: those that the page opens with, and those that the user chooses. */
export class Loader {
  /** Whether what is loaded is the demo. */
  isDemo = false;
  /** The addresses from which the loaded files came, as far as all of a kind came from some: a link can name them. */
  readonly addresses: Record<FileKind, string[]> = { tasks: [], programs: [] };
  /** The user has chosen files: what the page would load by itself is no longer wanted. */
  private touched = false;
  /** The address's fragment, as far as it was followed. */
  private fragment = '';
  /** Comes back to what the link that is shown was opened in the place of. */
  private before: (() => Promise<void>) | null = null;

  constructor(private readonly page: Page) {}

  /** Opens what the address asks for, or the demo. */
  async open(): Promise<void> {
    this.fragment = location.hash;
    if (!(await this.openFragment(this.page.place))) await this.openWithoutLink();
  }

  /** Opens the link that the address carries now, or what was there before when Back leads away from one. */
  async followFragment(): Promise<void> {
    if (location.hash === this.fragment) return;
    this.fragment = location.hash;
    if (this.fragment !== '') {
      await this.openFragment();
    } else if (this.before) {
      // What the link said of pairs is said by the address no more.
      this.page.session.setPairs(readFiles().pairs);
      await this.before();
    }
  }

  private readonly openWithoutLink = async (): Promise<void> => {
    this.touched = false;
    this.before = null;
    if (await this.comeBack()) return;
    const { session } = this.page;
    const files = readFiles();
    const named = files.tasks.length + files.programs.length > 0;
    const wanted = named ? files : DEMO;
    this.isDemo = !named;
    const isWanted = (): boolean => !this.touched;
    await this.put({ tasks: [], tasksAt: wanted.tasks, programs: [], programsAt: wanted.programs }, isWanted);
    if (isWanted() && session.canScore && (!named || files.run)) await session.score();
  };

  /** Opens what was loaded before a reload, if something else was than a page opens with. */
  private async comeBack(): Promise<boolean> {
    const { page } = this;
    const { session } = page;
    const kept = page.isEmbedded ? null : await keptForReload();
    if (kept === NOT_KEPT) {
      const text = 'What was loaded is too large to come back after a reload: choose it again.';
      session.say({ tone: 'note', about: 'storage', place: null, text });
    }
    if (kept === NOT_KEPT || kept === null) return false;
    await this.putBack(kept, () => !this.touched);
    return true;
  }

  /** Puts files there that were loaded before. */
  private async putBack(files: Demo, isWanted?: () => boolean): Promise<void> {
    if (!(await this.put(files, isWanted))) return;
    const { session } = this.page;
    this.touched = true;
    this.isDemo = false;
    this.before = null;
    this.keep();
    if (session.canScoreAtOnce) await session.score();
  }

  /** Opens the demo that the address carries, if it does. What was selected since the link was made goes first. */
  async openFragment(selected: Selected = NOTHING_SELECTED): Promise<boolean> {
    const { session } = this.page;
    const isLoaded = (): boolean => session.tasks.length + session.programs.length > 0;
    const { fragment } = this;
    try {
      const packed = await fromFragment(fragment);
      if (packed === null) return false;
      // Back may have led away meanwhile.
      if (this.fragment !== fragment) return true;
      const demo = unpack(packed);
      if (this.touched && isLoaded() && !confirm(REPLACE)) this.forgetLink();
      else await this.openShared(demo, selected);
    } catch (error) {
      session.fail({ tone: 'error', about: 'share', place: 'link', text: reasonOf(error) });
      // Where there is nothing else, a reload may try the link again.
      if (isLoaded()) this.forgetLink();
    }
    return true;
  }

  /** Reads files of a kind that the user has chosen. */
  async take(kind: FileKind, sources: readonly Source[]): Promise<void> {
    this.touched = true;
    const { session } = this.page;
    const [only] = sources;
    // A file that can't be read is told of when it is to be loaded.
    const isShared = only && sources.length === 1 && (await session.prepare(() => isPacked(only.content).catch(() => false)));
    if (isShared) {
      try {
        const demo = unpack(await only.content.text());
        this.forgetLink();
        await this.openShared(demo);
      } catch (error) {
        session.fail({ tone: 'error', about: kind, place: only.name, text: reasonOf(error) });
      }
      return;
    }
    const others = await this.load(kind, sources);
    this.keep();
    if (others) await this.remember(kind);
  }

  /** Reads files of both kinds, such as those of a folder. Those with names that tell nothing are of `kind`. */
  async takeAll(sources: readonly Source[], kind: FileKind = 'tasks'): Promise<void> {
    const { session } = this.page;
    if (sources.length > MOST_FILES) {
      session.fail({ tone: 'error', about: kind, place: null, text: TOO_MANY });
      return;
    }
    const { tasks, programs, others } = sorted(sources, kind);
    if (tasks.length + programs.length === 0) {
      const text = others.length > 0 ? `no tasks or programs among ${count(others.length, 'file')}` : 'no files in it';
      session.fail({ tone: 'error', about: 'tasks', place: null, text });
      return;
    }
    await Promise.all([
      tasks.length > 0 && this.take('tasks', tasks),
      programs.length > 0 && this.take('programs', programs),
    ]);
  }

  /** Reads what was dropped or pasted. */
  async takeTransfer(transfer: DataTransfer): Promise<void> {
    try {
      const sources = await sourcesOf(transfer);
      if (sources.length > 0) await this.takeAll(sources);
    } catch (error) {
      this.page.session.fail({ tone: 'error', about: 'tasks', place: null, text: reasonOf(error) });
    }
  }

  /** Reads text that was pasted: the address of a file, programs, or tasks. */
  async takeText(text: string): Promise<void> {
    const address = text.trim();
    if (/^https?:\/\/\S+$/.test(address)) {
      await this.takeAddress(/\.py([?#]|$)/.test(address) ? 'programs' : 'tasks', address);
      return;
    }
    const { kind, source } = sourceOfText(text);
    await this.take(kind, [source]);
  }

  /** Loads a file from an address, and names it in the page's own. */
  async takeAddress(kind: FileKind, address: string): Promise<void> {
    this.touched = true;
    const failures: Message[] = [];
    const sources = await fetchAll(kind, [address], failures);
    for (const failure of failures) this.page.session.fail(failure);
    if (sources.length === 0 || !(await this.load(kind, sources))) return;
    showFile(kind, address);
    this.addresses[kind] = [address];
    this.keep();
  }

  /** Loads a data set of the site. */
  takeDataSet({ address }: DataSet): Promise<void> {
    return this.takeAddress('tasks', address);
  }

  async takeRecent({ kind, sources }: Recent): Promise<void> {
    await this.take(kind, sources);
  }

  async remove(kind: FileKind, file?: LoadedFile<LoadedTasks | LoadedPrograms>): Promise<void> {
    this.touched = true;
    await this.page.session.remove(kind, file);
    this.replaced(kind);
    this.keep();
  }

  /** Whether other files are loaded now. */
  private async load(kind: FileKind, sources: readonly Source[]): Promise<boolean> {
    const { session } = this.page;
    const before = session.filesOf(kind);
    const { submission } = session;
    await session.load(kind, sources);
    const others = session.filesOf(kind) !== before;
    if (others) this.replaced(kind);
    if (session.submission !== submission) this.page.go({ view: 'submission' });
    return others;
  }

  /** Keeps what is loaded for another visit: with solutions, the challenges that were chosen before them. */
  private async remember(kind: FileKind): Promise<void> {
    const { session } = this.page;
    const sources = session.filesOf(kind).map(({ source }) => source);
    const title = `${session.countOf(kind)} · ${listed(sources.map(({ name }) => name))}`;
    try {
      await remember(kind, title, sources);
    } catch (error) {
      const { name = '' } = error instanceof DOMException ? error : {};
      const why = WHY_NOT_KEPT[name] ?? reasonOf(error).replace(/\.$/, '');
      const text = `The browser does not keep these files for another visit: ${why}. Everything else works.`;
      session.say({ tone: 'warning', about: 'storage', place: null, text });
    }
  }

  /** Opens what was shared, by the link in the address or else by a file. */
  private async openShared(demo: Demo, selected: Selected = NOTHING_SELECTED): Promise<void> {
    const { fragment, loaded } = this;
    // Of links that were opened one after the other, all took the place of what was there before the first.
    const before = this.before ?? (this.touched ? () => this.putBack(loaded) : this.openWithoutLink);
    this.before = fragment === '' ? null : before;
    this.touched = true;
    this.isDemo = false;
    const { page } = this;
    const { session } = page;
    // No more than this machine has: the number changes no result.
    session.setWorkers(Math.min(demo.workers, session.workers));
    page.setPairs(demo.pairs);
    await this.put(demo);
    if (this.fragment !== fragment) return;
    forgetFiles('tasks', 'programs');
    const tasksThere = session.tasks.map(({ id }) => id);
    const programsThere = session.programs.map(({ name }) => name);
    const task = firstOf([selected.task, demo.task], tasksThere);
    const program = firstOf([selected.program, demo.program], programsThere);
    page.go({ task, program, sample: selected.sample }, { step: false });
    // A link is opened by the address again: what was kept before it was opened is kept for Back.
    if (fragment === '') this.keep();
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

  /** Loads files, and those at addresses, in the place of all that is there. False where they are not wanted any more. */
  private async put(files: Files, isWanted = () => true): Promise<boolean> {
    const { page } = this;
    const { session } = page;
    const failures: Message[] = [];
    const fetched = await Promise.all(KINDS.map((kind) => fetchAll(kind, files[`${kind}At`], failures)));
    if (!isWanted()) return false;
    page.closeShare();
    const loading = KINDS.flatMap((kind, at) => {
      const all = [...files[kind], ...fetched[at]!];
      const addresses = files[`${kind}At`];
      this.addresses[kind] = files[kind].length === 0 && all.length === addresses.length ? [...addresses] : [];
      // Where nothing of a kind can be read there is none: with what was there before, the results would be others.
      return [session.filesOf(kind).length > 0 && session.remove(kind), all.length > 0 && session.load(kind, all)];
    });
    await Promise.all(loading);
    for (const failure of failures) session.fail(failure);
    session.rest();
    return true;
  }

  /** Keeps what is loaded for a reload, which begins with the address alone. */
  private keep(): void {
    if (!this.page.isEmbedded) void keepForReload(this.loaded);
  }

  /** What is loaded, without results. */
  private get loaded(): Demo {
    const { addresses, page } = this;
    const { pairs, submission, workers } = page.session;
    const [tasks = [], programs = []] = KINDS.map((kind) =>
      addresses[kind].length > 0 ? [] : page.session.filesOf(kind).map(({ source }) => source),
    );
    return {
      tasks: submission ? [...tasks, submission.source] : tasks,
      tasksAt: [...addresses.tasks],
      programs,
      programsAt: [...addresses.programs],
      workers,
      pairs,
      ...NOTHING_SELECTED,
      digest: null,
    };
  }

  private forgetLink(): void {
    forgetLink();
    this.fragment = '';
  }

  /** Other files are loaded than the address says, and nothing in them is selected. */
  private replaced(kind: FileKind): void {
    this.page.closeShare();
    this.isDemo = false;
    this.before = null;
    this.addresses[kind] = [];
    forgetFiles(kind);
    this.forgetLink();
    const place = kind === 'tasks' ? { view: null, task: null } : {};
    this.page.go({ ...place, program: null, sample: null }, { step: false });
  }
}

/** The first of some names that is among those there are. */
function firstOf(wanted: readonly (string | null)[], there: readonly string[]): string | null {
  return wanted.find((name) => name !== null && there.includes(name)) ?? null;
}
