import { Engine } from '../engine/client';
import type { Scorer } from './session';

/** Starts the engine for a session. */
export function startScorer(workers: number): Promise<Scorer> {
  return Engine.start(workers);
}
