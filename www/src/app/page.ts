import type { ProgramData, TaskData } from '../engine/protocol';
import { Loader } from '../load/loader';
import { leftOut } from '../programs/left-out';
import { type Place, readPlace, showPairs, showPlace, showWorkers } from './address';
import type { Message } from './messages';
import { saveFile } from './save-file';
import type { FileKind, Pairs, Session } from './session';
import type { ViewEntry } from './view';
import { views } from './views';

/** With more tasks than this, the page begins with all of them rather than with the first. */
const SHOWN_ONE_BY_ONE = 12;

/**
 * The page: what is loaded and scored (`session`), what is shown of it (`place`), and what the user asks for.
 * Says `change` when any of it has changed, at most once a frame while results come in.
 */
export class Page extends EventTarget {
  place: Place = readPlace();
  /** There while a link is handed out: another one each time that it is asked for. */
  sharing: object | null = null;
  readonly loader = new Loader(this);
  /** Whether what the page opens with has been loaded, or could not be. */
  opened = false;
  /** What was said of names in the address that nothing has which is loaded. */
  private unknown: readonly Message[] = [];
  /** What was said to be left out of the last run that was asked for. */
  private leftOut: Message | null = null;

  constructor(readonly session: Session) {
    super();
    session.addEventListener('change', () => {
      if (!this.opened && session.state !== 'loading') {
        this.opened = true;
        this.mendPlace();
      }
      this.changed();
    });
    addEventListener('popstate', () => {
      this.place = readPlace();
      void this.loader.followFragment().then(() => this.mendPlace());
      this.changed();
    });
  }

  /** Whether it stands in the frame of another page, and shows a view alone. */
  get isEmbedded(): boolean {
    return new URLSearchParams(location.search).has('embed');
  }

  /** The address of the same outside of a frame. */
  get whole(): string {
    const address = new URL(location.href);
    address.searchParams.delete('embed');
    return address.href;
  }

  /** The view that is shown. */
  get view(): ViewEntry {
    const usual = this.session.tasks.length > SHOWN_ONE_BY_ONE && this.place.task === null ? 'tasks' : 'task';
    const found = views.find(({ id }) => id === this.place.view) ?? views.find(({ id }) => id === usual);
    if (!found) throw new Error(`there is no view ${usual}`);
    return found;
  }

  /** The selected task, else the first. */
  get task(): TaskData | null {
    const { tasks } = this.session;
    return tasks.find((task) => task.id === this.place.task) ?? tasks[0] ?? null;
  }

  /** The selected program, else the one that does best on the task. */
  get program(): ProgramData | null {
    const { board, programs } = this.session;
    const selected = programs.find((program) => program.name === this.place.program);
    const { task } = this;
    return selected ?? (task && board.ranked(task.id)[0]?.program) ?? programs[0] ?? null;
  }

  /**
   * Shows something else. What isn't given stays, but for the options of a view that is left; Back returns here,
   * unless this is no `step`.
   */
  go(to: Partial<Place>, { step = true } = {}): void {
    this.place = this.placeOf(to);
    showPlace(this.place, step);
    this.changed();
  }

  /** Where `go` leads, for links. */
  placeOf(to: Partial<Place>): Place {
    const leaves = to.view !== undefined && to.view !== this.view.id;
    return { ...this.place, ...(leaves && { options: {}, sample: null }), ...to };
  }

  /** Says which names in the address nothing has that is loaded, and puts the address right. */
  private mendPlace(): void {
    const { place, session } = this;
    const { programs, state, tasks } = session;
    if (state === 'loading') return;
    const noTask = place.task !== null && tasks.length > 0 && !tasks.some(({ id }) => id === place.task);
    const noProgram = place.program !== null && programs.length > 0 && !programs.some(({ name }) => name === place.program);
    if (!noTask && !noProgram) return;
    session.dismiss(this.unknown);
    const say = (about: FileKind, text: string): Message => ({ tone: 'warning', about, place: null, text });
    this.unknown = [
      ...(noTask ? [say('tasks', `There is no task ${place.task} among those that are loaded.`)] : []),
      ...(noProgram ? [say('programs', `There is no program ${place.program} among those that are loaded.`)] : []),
    ];
    for (const message of this.unknown) session.say(message);
    this.go({ ...(noTask && { task: null, sample: null }), ...(noProgram && { program: null }) }, { step: false });
  }

  score(): void {
    this.closeShare();
    void this.session.score();
    if (this.leftOut) this.session.dismiss([this.leftOut]);
    this.leftOut = leftOut(this);
    if (this.leftOut) this.session.say(this.leftOut);
  }

  setWorkers(workers: number): void {
    this.session.setWorkers(workers);
    showWorkers(workers);
  }

  setPairs(pairs: Pairs): void {
    this.session.setPairs(pairs);
    showPairs(pairs);
  }

  download(): void {
    const { result } = this.session;
    if (result?.jsonLines) saveFile('arcscore-results.jsonl', result.jsonLines, 'application/x-ndjson');
  }

  share(): void {
    this.sharing = {};
    this.changed();
  }

  /** A link carries the loaded files and the digest of their results, so it goes when they do. */
  closeShare(): void {
    if (!this.sharing) return;
    this.sharing = null;
    this.changed();
  }

  /** Lets the user choose files: whoever holds the input for them hears `choose`. */
  choose(kind: FileKind): void {
    this.dispatchEvent(new CustomEvent('choose', { detail: kind }));
  }

  changed(): void {
    this.dispatchEvent(new Event('change'));
  }
}
