import type { Driven } from './browsers.ts';
import { type Line, withoutTimes } from './page.ts';

/** A fault that the next run of the page is to meet. */
export interface Planned {
  kind: string;
  after: number;
  /** The call to a worker that brings it there: one worker of many makes only its own. */
  call: 'score' | 'ready';
  /** How the name of the worker begins that is ended once there are results, if one is. */
  victim: string | null;
}

/** What was shown during a run, and when. */
export interface Shown {
  begun: number;
  /** How far the progress was. */
  steps: { millis: number; done: number }[];
  /** What stood in the messages. */
  messages: { millis: number; text: string }[];
  /** When the worker was ended. */
  killed: number | null;
}

/** What the script before the page's own leaves for the tests. */
interface Prepared {
  planned: Planned | null;
  shown: Shown;
  /** What was handed out as a download last. */
  saved: Blob | null;
  kill(): void;
}

/** Runs in the page before its own scripts. */
function prepare(): void {
  /** All that were started and not ended. */
  const workers: { name: string; worker: Worker }[] = [];
  const prepared: Prepared = {
    planned: null,
    shown: { begun: 0, steps: [], messages: [], killed: null },
    saved: null,
    kill() {
      const { planned, shown } = prepared;
      if (!planned?.victim || shown.killed !== null) return;
      shown.killed = performance.now();
      workers.findLast(({ name }) => name.startsWith(planned.victim!))!.worker.terminate();
    },
  };
  Object.assign(globalThis, { prepared });

  let met: Planned | null = null;
  globalThis.Worker = class extends Worker {
    constructor(address: string | URL, options?: WorkerOptions) {
      super(address, options);
      workers.push({ name: options?.name ?? '', worker: this });
    }

    override terminate(): void {
      const place = workers.findIndex(({ worker }) => worker === this);
      if (place >= 0) workers.splice(place, 1);
      super.terminate();
    }

    override postMessage(message: any, rest?: any): void {
      const { planned } = prepared;
      if (planned && planned !== met && message?.path?.join() === planned.call) {
        met = planned;
        const [request] = message.argumentList;
        const fault = { kind: planned.kind, after: planned.after };
        request.value = { ...request.value, options: { ...request.value.options, fault } };
      }
      super.postMessage(message, rest);
    }
  };

  const address = URL.createObjectURL.bind(URL);
  URL.createObjectURL = (content) => {
    prepared.saved = content as Blob;
    return address(content);
  };
  const click = HTMLAnchorElement.prototype.click;
  HTMLAnchorElement.prototype.click = function () {
    if (!this.download) click.call(this);
  };
  // What would add the headers of isolation where the host sends none.
  ServiceWorkerContainer.prototype.register = () => Promise.reject(new Error('no service worker here'));
}

/** The page as a user has it, with programs of the test's, and with workers that can be made to break. */
export class FaultyPage {
  private constructor(private readonly driven: Driven) {}

  static async open(driven: Driven, site: string, programs: string): Promise<FaultyPage> {
    const page = new FaultyPage(driven);
    await driven.before(prepare);
    await driven.goto(new URL('?workers=2&view=results', site).href);
    await page.settles();
    await driven.choose('Programs', programs);
    await page.reaches('idle');
    await driven.look('progressbar', 'Samples scored', (bar) => {
      const { prepared } = globalThis as unknown as { prepared: Prepared };
      new MutationObserver(() => {
        const done = Number(bar.getAttribute('aria-valuenow'));
        prepared.shown.steps.push({ millis: performance.now(), done });
        if (done > 0) prepared.kill();
      }).observe(bar, { attributeFilter: ['aria-valuenow'] });
    });
    await driven.look('list', 'Messages', (list) => {
      const { prepared } = globalThis as unknown as { prepared: Prepared };
      new MutationObserver(() => {
        prepared.shown.messages.push({ millis: performance.now(), text: list.textContent ?? '' });
      }).observe(list, { childList: true, subtree: true, characterData: true });
    });
    return page;
  }

  /** Presses Score, and gives the state that the page comes to with what it showed until then. */
  async score(planned: Planned | null = null): Promise<{ state: string; shown: Shown }> {
    await this.driven.evaluate((planned) => {
      const { prepared } = globalThis as unknown as { prepared: Prepared };
      prepared.planned = planned;
      prepared.shown = { begun: performance.now(), steps: [], messages: [], killed: null };
    }, planned);
    await this.driven.press('Score');
    const state = await this.settles();
    const shown = await this.driven.evaluate(() => {
      const { prepared } = globalThis as unknown as { prepared: Prepared };
      return JSON.stringify(prepared.shown);
    }, null);
    return { state, shown: JSON.parse(shown) as Shown };
  }

  messages(): Promise<string> {
    return this.driven.look('list', 'Messages', (list) => list.textContent ?? '');
  }

  /** What the run came to, in a sentence. */
  sums(): Promise<string> {
    return this.driven.look('status', null, (status) => status.textContent ?? '');
  }

  /** The marks in sight, in words. */
  marks(): Promise<string[]> {
    return this.driven.look('grid', 'Results', (grid) =>
      [...grid.querySelectorAll('[role=gridcell][aria-label]')].map((cell) => cell.getAttribute('aria-label') ?? ''),
    );
  }

  /** The lines of `Download results`, without times. */
  async download(): Promise<Line[]> {
    await this.driven.press('Download results');
    const text = await this.driven.evaluate(async () => {
      const { prepared } = globalThis as unknown as { prepared: Prepared };
      return prepared.saved!.text();
    }, null);
    const lines = text.trimEnd().split('\n');
    return withoutTimes(lines.map((line) => JSON.parse(line) as Line));
  }

  private async reaches(state: string): Promise<void> {
    await this.driven.evaluate(async (state) => {
      while (document.documentElement.dataset['state'] !== state) await new Promise((resolve) => setTimeout(resolve, 20));
    }, state);
  }

  /** The state in which nothing goes on any more. */
  private settles(): Promise<string> {
    return this.driven.evaluate(async () => {
      const state = (): string => document.documentElement.dataset['state'] ?? 'loading';
      while (['loading', 'scoring'].includes(state())) await new Promise((resolve) => setTimeout(resolve, 20));
      return state();
    }, null);
  }
}
