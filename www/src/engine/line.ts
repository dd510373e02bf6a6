import * as Comlink from 'comlink';
import { whenGone } from './life';
import type { NamedJob } from './protocol';

/** How often the page looks into the memory of an engine at work. */
export const LOOK_MS = 12;

export const BROKE_OFF = 'The engine broke off: its memory is used up, or there is a bug in it.';
const DISAPPEARED = 'A worker of the engine disappeared: the browser ended it.';

/** What a trap, a panic or a full stack is called when it comes back from a worker, in Chromium and Firefox. */
const BREAKS = ['RuntimeError', 'PanicError', 'RangeError', 'InternalError'];

/** The engine broke off: a bug of ours, or the memory is used up. It has been replaced by a new one. */
export class EngineLost extends Error {
  /** What was being made at that moment. */
  readonly suspects: readonly NamedJob[];

  constructor(message: string, { cause, suspects = [] }: { cause?: unknown; suspects?: readonly NamedJob[] } = {}) {
    super(message, { cause });
    this.suspects = suspects;
  }
}

/** Where calls of an interface go. */
export interface Callable<Api> {
  call<T>(ask: (api: Comlink.Remote<Api>) => Promise<T>, patience?: number): Promise<T>;
}

/** The line to one worker: a call on it comes back even if the worker never answers again. */
export class Line<Api> implements Callable<Api> {
  readonly #remote: Comlink.Remote<Api>;
  #trapped: () => boolean = () => false;
  /** Why the worker has ended. */
  #ended: EngineLost | null = null;
  /** Who wants to hear of it; whoever has heard enough is taken out, since a line outlives many runs. */
  readonly #concerned = new Set<(lost: EngineLost) => void>();
  #unwatch: (() => void)[] = [];

  constructor(private readonly worker: Worker) {
    this.#remote = Comlink.wrap<Api>(worker);
    worker.onerror = (event) => {
      event.preventDefault();
      this.end(`A worker of the engine failed: ${event.message || 'it could not be loaded'}`);
    };
  }

  /** From now on a trap is noticed while a call waits. */
  watch(trapped: () => boolean): void {
    this.#trapped = trapped;
  }

  /** From now on it is noticed when one of these workers, who hold locks of these names, has ended. */
  watchLives(names: readonly string[]): void {
    this.#unwatch.push(...names.map((name) => whenGone(name, () => this.end(DISAPPEARED))));
  }

  async call<T>(ask: (api: Comlink.Remote<Api>) => Promise<T>, patience?: number): Promise<T> {
    if (this.#ended) throw this.#ended;
    const look = setInterval(() => {
      if (this.#trapped()) this.end(BROKE_OFF);
    }, LOOK_MS);
    const late =
      patience === undefined
        ? 0
        : setTimeout(() => this.end(`no answer within ${Math.round(patience / 1000)} s`), patience);
    let unconcerned = (): void => {};
    try {
      return await new Promise<T>((resolve, reject) => {
        unconcerned = this.whenLost(reject);
        ask(this.#remote).then(resolve, reject);
      });
    } catch (error) {
      // A trap or a panic in the worker itself comes back as an exception; Comlink keeps no more than its name.
      const broke = error instanceof Error && BREAKS.includes(error.name);
      if (!broke && !this.#trapped()) throw error;
      this.end(BROKE_OFF);
      throw new EngineLost(BROKE_OFF, { cause: error });
    } finally {
      unconcerned();
      clearInterval(look);
      clearTimeout(late);
    }
  }

  /** Calls when the worker has ended, for whatever reason, unless what this returns is called before. */
  whenLost(call: (lost: EngineLost) => void): () => void {
    if (this.#ended) {
      const lost = this.#ended;
      queueMicrotask(() => call(lost));
      return () => {};
    }
    this.#concerned.add(call);
    return () => void this.#concerned.delete(call);
  }

  /** Ends the worker, and with it those that it started; calls that wait fail. */
  end(why: string): void {
    if (this.#ended) return;
    this.#ended = new EngineLost(why);
    for (const unwatch of this.#unwatch) unwatch();
    this.worker.terminate();
    const concerned = [...this.#concerned];
    this.#concerned.clear();
    for (const call of concerned) call(this.#ended);
  }

  /** Whether the worker has ended, or would not answer any more. */
  get broken(): boolean {
    return this.#ended !== null || this.#trapped();
  }
}
