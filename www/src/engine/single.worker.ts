/// <reference lib="webworker" />
import * as Comlink from 'comlink';
import { Engine, catalogue, check, initSync, joinTasks, scoreSubmission, trace, verify } from 'arcscore-wasm/single/arcscore.js';
import { holdForLife } from './life';
import type { Part } from './parts';
import type { PlanOutline, ScoreRequest, SingleApi, WorkMessage, WorkReport } from './protocol';
import { buffersOf, finished, reading } from './reading';

let engine: Engine;
/** Closes the ports of the run before. */
let leave = (): void => {};

function plan({ tasks, programs, options }: ScoreRequest): PlanOutline {
  return engine.plan(Uint32Array.from(tasks), Uint32Array.from(programs), options);
}

const api: SingleApi = {
  ...reading(verify, () => engine),
  async open(module, life) {
    initSync({ module });
    engine = new Engine();
    return (await holdForLife(life)) ? [life] : [];
  },
  plan,
  ready: (request) => void plan(request),
  jobsOf: (turn) => engine.jobsOf(turn),
  turnOf: (job) => engine.turnOf(job),
  report: (made, run) => finished(engine, engine.report(made, run)),
  trace,
  catalogue,
  check,
  joinTasks,
  scoreSubmission,
  work(port) {
    const say = (message: WorkReport): void => port.postMessage(message, buffersOf(message));
    const parts: Part[] = [];
    // Between two parts the worker hears what there is to hear: that it shall stop, say.
    const turn = new MessageChannel();
    leave();
    leave = () => [port, turn.port1, turn.port2].forEach((end) => end.close());
    turn.port1.onmessage = () => {
      const part = parts.shift();
      if (!part) return;
      const start = performance.now();
      try {
        engine.scorePart(part.from, part.to, say);
      } catch (error) {
        const { name, message } = error instanceof Error ? error : new Error(String(error));
        say({ kind: 'broke', name, message });
        return;
      }
      say({ kind: 'part', millis: performance.now() - start });
      if (parts.length > 0) turn.port2.postMessage(null);
    };
    port.onmessage = ({ data }: MessageEvent<WorkMessage>) => {
      if (data.kind === 'stop') {
        parts.length = 0;
        say({ kind: 'stopped' });
        return;
      }
      parts.push(data);
      if (parts.length === 1) turn.port2.postMessage(null);
    };
  },
};

Comlink.expose(api);
