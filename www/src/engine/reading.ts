import type * as Wasm from 'arcscore-wasm/threads/arcscore.js';
import type { FinishedRun, ReadingApi, StreamMessage, WorkReport } from './protocol';

/** The half of an engine's work that is the same in both tiers: reading files. */
export function reading(verify: typeof Wasm.verify, engine: () => Wasm.Engine): ReadingApi {
  return {
    readTasks: (id, file, bytes) => engine().readTasks(id, file, bytes),
    readPrograms: (id, file, bytes) => engine().readPrograms(id, file, bytes),
    take(kind, id, file, bytes) {
      if (kind === 'tasks') engine().readTasks(id, file, bytes);
      else engine().readPrograms(id, file, bytes);
    },
    forget: (ids) => ids.forEach((id) => engine().forget(id)),
    verify,
    attempts: () => engine().attempts(),
    compareSchedules: (rounds) => engine().compareSchedules(rounds),
  };
}

/** Lines that are written at a time: all of a large run at once would not fit into the engine's memory. */
const LINES = 20_000;

/** What a run came to, with its JSON lines. */
export function finished(engine: Wasm.Engine, result: Wasm.RunResult): FinishedRun {
  const parts: Blob[] = [];
  for (let from = 0; ; from += LINES) {
    const lines = engine.jsonLines(from, LINES);
    if (lines === undefined) break;
    // Each goes to the browser at once: as strings all of a large run would stay with this worker until the end.
    parts.push(new Blob([lines]));
  }
  parts.push(new Blob([engine.summaryLine()]));
  return { ...result, jsonLines: new Blob(parts, { type: 'application/x-ndjson' }) };
}

/** The arrays of a batch, so that they are handed over and not copied. */
export function buffersOf(message: StreamMessage | WorkReport): Transferable[] {
  if (message.kind !== 'evaluations') return [];
  const { batch } = message;
  const arrays = [...Object.values(batch), ...Object.values(batch.produced), ...Object.values(batch.wide)];
  return arrays.filter((value) => ArrayBuffer.isView(value)).map((view) => view.buffer);
}
