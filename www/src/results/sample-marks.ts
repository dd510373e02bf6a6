import { css, html, nothing } from 'lit';
import type { KeptEvaluation } from './columns';
import { mark } from './mark';
import { judge } from './outcome';
import { type Sample, sampleName } from './scoreboard';

/** With the styles of marks. */
export const sampleMarksStyles = css`
  .samples {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
  }

  .samples button {
    display: grid;
    justify-items: center;
    gap: 1px;
    padding: 2px;
    border: 0;
    border-radius: 8px;
    background: none;
    font-size: 0.72rem;
    color: var(--quiet);
    cursor: pointer;
  }

  .samples button[aria-current] {
    box-shadow: 0 0 0 2px var(--accent);
    color: var(--text);
  }
`;

/** The marks of a program on the samples of a task, to choose one of them by its number. */
export function sampleMarks(
  samples: readonly Sample[],
  evaluations: readonly (KeptEvaluation | null | undefined)[],
  chosen: number,
  choose: (number: number) => void,
) {
  return html`<ul class="samples" role="list" aria-label="Samples">
    ${samples.map(
      (sample, number) =>
        html`<li>
          <button aria-current=${number === chosen ? 'true' : nothing} @click=${() => choose(number)}>
            ${mark(judge(evaluations[number], sample.pair.output))}<span>${sampleName(sample)}</span>
          </button>
        </li>`,
    )}
  </ul>`;
}
