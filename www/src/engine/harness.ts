/** Gives the tests the engine itself, on a page without any other use of it. Not part of the site. */
import { Engine } from './client';

/** All workers that the page itself started, so that a test can end one of them as a browser might. */
const workers: Worker[] = [];
globalThis.Worker = class extends Worker {
  constructor(address: string | URL, options?: WorkerOptions) {
    super(address, options);
    workers.push(this);
  }
};

Object.assign(globalThis, { Engine, workers });
