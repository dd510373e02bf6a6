import { css, html, nothing } from 'lit';
import { shortened } from '../app/messages';
import type { TaskData } from '../engine/protocol';
import type { KeptEvaluation } from './columns';
import type { Row, Sample } from './scoreboard';
import { duration, summary } from './words';

export const titleStyles = css`
  .title {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0.1rem 0.8rem;
  }

  h2 {
    overflow-wrap: anywhere;
  }
`;

/** What stands over a program on a task: their names, and what came out. Without a program the task's name alone. */
export function programTitle(task: TaskData, samples: readonly Sample[], row: Row | null) {
  return html`<div class="title">
    <h2>
      ${row ? html`<span class="mono">${shortened(row.program.name)}</span> on ` : nothing}<span class="mono">${task.id}</span>
    </h2>
    ${
      row && row.done > 0
        ? html`<p>${summary(row, samples)} <span class="quiet">· ${duration(row.micros)}</span></p>`
        : nothing
    }
  </div>`;
}

/** The lines of a program that raised or hit a limit in some of its evaluations, and what each raised. */
export function raisedIn(evaluations: readonly (KeptEvaluation | null | undefined)[]): Map<number, string> {
  const raised = new Map<number, string>();
  for (const evaluation of evaluations) {
    if (evaluation && evaluation.line !== null) raised.set(evaluation.line, evaluation.error ?? evaluation.status);
  }
  return raised;
}
