import { LitElement, css, html } from 'lit';
import type { ProgramData } from '../engine/protocol';
import { basic } from '../app/styles';

/** The text of a program with the line numbers of its file; lines that raised are marked. */
export class SourceView extends LitElement {
  static override properties = { program: { attribute: false }, raised: { attribute: false } };
  declare program: ProgramData;
  /** Line of the file at which a run failed, with what it raised. */
  declare raised: ReadonlyMap<number, string>;

  static override styles = [
    basic,
    css`
      pre {
        margin: 0;
        padding: 0.6rem 0;
        overflow-x: auto;
        border: 1px solid var(--edge);
        border-radius: 8px;
        background: var(--surface);
        font: 13px/1.55 var(--mono);
        tab-size: 4;
      }

      .line {
        display: block;
        min-width: max-content;
        padding: 0 0.9rem 0 0;
      }

      .number {
        display: inline-block;
        width: 3.6em;
        padding-right: 1.1em;
        text-align: right;
        color: var(--quiet);
        user-select: none;
      }

      .raised {
        background: var(--bad-soft);
      }

      .what {
        margin-left: 1.5em;
        color: var(--bad);
        font-weight: 600;
      }
    `,
  ];

  override render() {
    const lines = this.program.source.trimEnd().split('\n');
    return html`<pre tabindex="0" role="region" aria-label="Source of ${this.program.name}">
${lines.map((text, at) => this.line(text, this.program.line + at))}</pre>`;
  }

  private line(text: string, number: number) {
    const raised = this.raised.get(number);
    const what = raised ? html`<span class="what">! ${raised}</span>` : '';
    // A span of its own for the text keeps the blanks of the template out of the program.
    return html`<span class="line ${raised ? 'raised' : ''}"
      ><span class="number">${number}</span><span>${text}</span>${what}</span
    >`;
  }
}

customElements.define('arc-source-view', SourceView);
