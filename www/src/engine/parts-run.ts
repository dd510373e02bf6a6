import * as Comlink from 'comlink';
import { givingWay, whenStirred } from './giving-way';
import { BROKE_OFF, EngineLost, type Line } from './line';
import { type Part, Parts } from './parts';
import { Stillness, hangs } from './patience';
import type {
  NamedJob,
  PackedEvaluations,
  PlanOutline,
  ReportColumns,
  ScoreOptions,
  SingleApi,
  WorkMessage,
  WorkReport,
} from './protocol';
import { type Listener, inWords } from './tier';
import { unpackEvaluations } from './unpack';

/** What a part should take: short, so that a worker soon hears that it shall stop, and long beside a message. */
const PART_MS = 16;

/** The size of a worker's first part, before it is known how long evaluations take. */
const FIRST_PART = 16;

/** Parts that a worker has in hand, so that it goes on while the page draws. */
const IN_HAND = 3;

/**
 * Workers that give way rest so long between two parts, which are shorter then: for so long after a person did
 * something, and not in a run that is over in an instant.
 */
const REST_MS = 40;
const RESTED_PART_MS = 8;
const HEED_MS = 120;
const UNHEEDING_MS = 50;

/** How long a worker may still be at a part once the run is cancelled; then it is ended. */
const CANCEL_PATIENCE_MS = 30;

/** How often the page looks whether a worker hangs. */
const LOOK_MS = 50;

/** A run that loses more workers than this is given up. */
const MOST_LOSSES = 100;

/** More jobs than these are not named one by one. */
const MOST_NAMED = 12;

/** What a run needs of those who started it. */
export interface Employer {
  workers: number;
  /** Readies a worker for the plan: for the beginning, or for one that was lost. */
  employ(): Promise<Line<SingleApi>>;
  /** The jobs that a turn of the plan answers. */
  jobsOf(turn: number): Promise<NamedJob[]>;
}

/** A worker at work. */
interface Hand {
  line: Line<SingleApi>;
  port: MessagePort;
  /** The parts that it was given and has not finished, the one that it is at first. */
  parts: (Part & { alone: boolean })[];
  /** Turns in a millisecond, as far as is known. */
  pace: number;
  still: Stillness;
  /** Runs while it rests. */
  rest: number | undefined;
  /** Ends hearing of the worker's loss. */
  unconcerned: () => void;
}

/** One run whose parts the page hands out. A worker that is lost costs no result, unless it is lost twice to the same. */
export class PartsRun {
  readonly #parts: Parts;
  readonly #hands = new Set<Hand>();
  /** What the report is made from. */
  readonly #columns: ReportColumns[] = [];
  readonly #leftOut: Promise<NamedJob[]>[] = [];
  /** By place: 1 where the evaluation is made. */
  readonly #made: Uint8Array;
  #done = 0;
  /** Turns that are neither made nor given up. */
  #left: number;
  readonly #told = new Set<string>();
  readonly #end: Promise<void>;
  #finish!: () => void;
  #fail!: (error: unknown) => void;
  #ended = false;
  #cancelled = false;
  #arriving = 0;
  #losses = 0;
  readonly #begun = performance.now();
  #heedUntil = 0;

  /** `apart` are the turns that are made alone. */
  constructor(
    private readonly plan: PlanOutline,
    apart: readonly number[],
    private readonly options: ScoreOptions,
    private readonly listener: Listener,
    private readonly employer: Employer,
  ) {
    this.#parts = new Parts(plan.bundleEnds, apart);
    this.#made = new Uint8Array(plan.evaluations);
    this.#left = plan.last.length;
    this.#end = new Promise((resolve, reject) => {
      this.#finish = resolve;
      this.#fail = reject;
    });
    listener.progress({ done: 0, total: plan.evaluations });
    for (let number = 0; number < employer.workers; number++) this.#employ();
    this.#finishIfDone();
  }

  /** Resolves when all is made, or the run is cancelled. */
  async over(): Promise<{ made: ReportColumns[]; leftOut: NamedJob[]; cancelled: boolean }> {
    const look = setInterval(() => this.#look(), LOOK_MS);
    const unstir = whenStirred(() => {
      this.#heedUntil = performance.now() + HEED_MS;
    });
    try {
      await this.#end;
    } finally {
      clearInterval(look);
      unstir();
      this.#ended = true;
      for (const { line, parts, port, rest, unconcerned } of this.#hands) {
        clearTimeout(rest);
        unconcerned();
        port.close();
        if (parts.length > 0) line.end('the run is over');
      }
    }
    const unnamed = this.#leftOut.length - MOST_NAMED;
    if (unnamed > 0) this.#tell(`${unnamed} more like these are left out.`);
    const leftOut = (await Promise.all(this.#leftOut)).flat();
    return { made: this.#columns, leftOut, cancelled: this.#cancelled };
  }

  /** Ends the run: what is at hand is not begun, and a worker that is long at something is ended. */
  cancel(): void {
    if (this.#cancelled) return;
    this.#cancelled = true;
    for (const hand of this.#hands) post(hand, { kind: 'stop' });
    setTimeout(this.#finish, CANCEL_PATIENCE_MS);
    this.#finishIfDone();
  }

  /** Ends the run because those who make it have ended. */
  fail(error: EngineLost): void {
    this.#fail(error);
  }

  #employ(): void {
    this.#arriving += 1;
    this.employer
      .employ()
      .then((line) => {
        this.#arriving -= 1;
        if (!this.#ended) this.#begin(line);
      })
      .catch((error: unknown) => {
        this.#arriving -= 1;
        if (this.#ended) return;
        if (this.#hands.size + this.#arriving === 0) this.#fail(error);
        else this.#tell(`${error instanceof Error ? error.message : error} The others do its work.`);
      });
  }

  #begin(line: Line<SingleApi>): void {
    const { port1: port, port2: theirs } = new MessageChannel();
    const still = new Stillness(this.options.timeout);
    const hand: Hand = { line, port, parts: [], pace: 0, still, rest: undefined, unconcerned: () => {} };
    this.#hands.add(hand);
    port.onmessage = ({ data }: MessageEvent<WorkReport>) => {
      try {
        this.#hear(hand, data);
      } catch (error) {
        this.#fail(error);
      }
    };
    hand.unconcerned = line.whenLost(({ message }) => this.#lose(hand, message));
    line.call((api) => api.work(Comlink.transfer(theirs, [theirs]))).catch(() => {
      // It was lost, and `whenLost` has heard of it.
    });
    this.#feed(hand);
  }

  #hear(hand: Hand, message: WorkReport): void {
    // Firefox delivers what was under way when a port was closed: a lost worker's parts are made by others by then.
    if (this.#ended || !this.#hands.has(hand)) return;
    hand.still.moved();
    switch (message.kind) {
      case 'evaluations':
        this.#take(message.batch);
        break;
      case 'part': {
        const part = hand.parts.shift();
        if (part) {
          this.#left -= part.to - part.from;
          const pace = (part.to - part.from) / Math.max(message.millis, 0.02);
          hand.pace = hand.pace === 0 ? pace : (hand.pace + pace) / 2;
        }
        this.#feed(hand);
        this.#finishIfDone();
        break;
      }
      case 'stopped':
        hand.parts = [];
        this.#finishIfDone();
        break;
      case 'broke':
        hand.line.end(BROKE_OFF);
    }
  }

  /** Takes in evaluations. A few may have been made already, by a worker that was lost right after it had sent them. */
  #take(batch: PackedEvaluations): void {
    const { place, status, error, errors, digest, match, points, fuel, micros } = batch;
    const isNew = Array.from(place, (job) => this.#made[job] === 0);
    for (const job of place) this.#made[job] = 1;
    this.#columns.push({ place, status, error, errors, digest, match, points, fuel, micros });
    const evaluations = unpackEvaluations(batch, this.plan.programs, this.plan.tasks).filter((_, row) => isNew[row]);
    this.#done += evaluations.length;
    this.listener.evaluations(evaluations);
    this.listener.progress({ done: this.#done, total: this.plan.evaluations });
  }

  /** Gives a worker what it can do next; one that gives way and has not rested hears of it later. */
  #feed(hand: Hand, rested = false): void {
    const givesWay = this.#givesWay(hand);
    if (givesWay && !rested) {
      hand.rest ??= window.setTimeout(() => {
        hand.rest = undefined;
        this.#feed(hand, true);
      }, REST_MS);
      return;
    }
    const [inHand, partMs] = givesWay ? [1, RESTED_PART_MS] : [IN_HAND, PART_MS];
    while (!this.#cancelled && hand.parts.length < inHand) {
      const wanted = hand.pace === 0 ? FIRST_PART : hand.pace * partMs;
      // Toward the end the parts become small, so that all workers end together.
      const share = Math.ceil(this.#parts.waiting / (2 * this.employer.workers));
      let part = this.#parts.take(Math.min(wanted, share));
      const alone = part === null;
      if (alone && hand.parts.length === 0) part = this.#parts.takeAlone();
      if (!part) return;
      if (hand.parts.length === 0) hand.still.moved();
      hand.parts.push({ ...part, alone });
      post(hand, { kind: 'part', ...part });
    }
  }

  #givesWay(hand: Hand): boolean {
    const now = performance.now();
    if (now >= this.#heedUntil || now < this.#begun + UNHEEDING_MS) return false;
    return [...this.#hands].indexOf(hand) < givingWay(this.employer.workers);
  }

  #lose(hand: Hand, why: string): void {
    if (this.#ended || !this.#hands.delete(hand)) return;
    clearTimeout(hand.rest);
    hand.port.close();
    const [at, ...rest] = hand.parts;
    for (const part of rest.reverse()) {
      if (part.alone) this.#parts.keepApart([part.from]);
      else this.#parts.giveBack(part);
    }
    if (this.#cancelled) return this.#finishIfDone();
    this.#losses += 1;
    if (this.#losses > MOST_LOSSES) return this.#fail(new EngineLost(`${why} That happened ${this.#losses} times.`));
    if (at) {
      const missing = this.#missing(at);
      this.#left -= at.to - at.from - missing.length;
      if (at.alone) for (const turn of missing) this.#leaveOut(turn, why);
      else {
        this.#parts.keepApart(missing);
        this.#tell(`${why} Another takes its place: what was lost with it is made again, one evaluation at a time.`);
      }
    }
    this.#employ();
    for (const other of this.#hands) this.#feed(other);
    this.#finishIfDone();
  }

  /** The turns of a part that are not made. */
  #missing({ from, to }: Part): number[] {
    const turns = Array.from({ length: to - from }, (_, at) => from + at);
    return turns.filter((turn) => this.#made[this.plan.last[turn]!] === 0);
  }

  #leaveOut(turn: number, why: string): void {
    this.#left -= 1;
    const naming = this.employer.jobsOf(turn);
    this.#leftOut.push(naming);
    if (this.#leftOut.length > MOST_NAMED) return;
    naming.then(
      ([job]) => job && this.#tell(`${inWords(job)} is left out: made alone, it was lost too. ${why}`),
      () => {
        // Whoever waits for the names hears of it.
      },
    );
  }

  #look(): void {
    for (const hand of this.#hands) {
      if (hand.parts.length === 0) hand.still.moved();
      if (hand.still.look()) hand.line.end(hangs(this.options.timeout));
    }
  }

  #finishIfDone(): void {
    const idle = [...this.#hands].every(({ parts }) => parts.length === 0);
    if (idle && (this.#cancelled || this.#left === 0)) this.#finish();
  }

  /** Says a thing once in a run. */
  #tell(what: string): void {
    if (this.#told.has(what)) return;
    this.#told.add(what);
    this.listener.trouble?.(what);
  }
}

function post({ port }: Hand, message: WorkMessage): void {
  port.postMessage(message);
}
