/** Gives the tests the engine itself, on a page without any other use of it. Not part of the site. */
import { Engine } from './client';

/** All workers that were started and not ended, with their names, so that a test can end one as a browser might. */
const workers: { name: string | undefined; worker: Worker }[] = [];
globalThis.Worker = class extends Worker {
  constructor(address: string | URL, options?: WorkerOptions) {
    super(address, options);
    workers.push({ name: options?.name, worker: this });
  }

  override terminate(): void {
    const place = workers.findIndex(({ worker }) => worker === this);
    if (place >= 0) workers.splice(place, 1);
    super.terminate();
  }
};

Object.assign(globalThis, { Engine, workers });
