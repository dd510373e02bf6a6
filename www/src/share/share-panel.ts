import { LitElement, css, html, nothing } from 'lit';
import { Escape } from '../app/escape';
import { Follow } from '../app/follow';
import type { Page } from '../app/page';
import { reasonOf, shortened } from '../app/messages';
import { saveFile } from '../app/save-file';
import { basic } from '../app/styles';
import { type Extent, type SharedLink, linkTo } from './link';
import { digits, stoppedInWords } from '../results/words';

/** Longer links are cut by some programs, and browsers stop somewhere above. */
const LONGEST_LINK = 30_000;
const SHORT_ENOUGH_FOR_ALL = 2_000;

/**
 * Hands out a link to what is loaded, or to a part of it, or a file where the link would be too long; and the results
 * in the forms in which others take them. Says `close`.
 */
export class SharePanel extends LitElement {
  static override properties = {
    page: { attribute: false },
    onlyTask: { state: true },
    onlyProgram: { state: true },
    made: { state: true },
    said: { state: true },
  };
  declare page: Page;
  declare private onlyTask: boolean;
  declare private onlyProgram: boolean;
  /** The link that was made last, if one was. */
  declare private made: SharedLink | null;
  declare private said: string;

  /** What `made` is a link to, and what the link is to that was asked for last. */
  private madeOf = '';
  private askedFor = '';

  static override styles = [
    basic,
    css`
      section {
        display: grid;
        gap: 0.7rem;
        padding: 0.9rem 1rem;
        border: 1px solid var(--edge);
        border-radius: 10px;
        background: var(--surface);
      }

      .row {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.5rem;
      }

      input.field {
        flex: 1 1 16rem;
        min-width: 0;
        cursor: text;
      }

      label {
        display: inline-flex;
        align-items: center;
        gap: 0.4em;
        cursor: pointer;
      }

      label input {
        accent-color: var(--fill);
      }

      .row > span:first-child {
        min-width: 5.5rem;
        color: var(--quiet);
      }

      .close {
        margin-left: auto;
      }

      @media (width <= 560px) {
        .row > span:first-child {
          flex-basis: 100%;
        }
      }
    `,
  ];

  constructor() {
    super();
    this.onlyTask = false;
    this.onlyProgram = false;
    this.made = null;
    this.said = '';
    new Follow(this);
    new Escape(this, () => this, this.close);
  }

  override willUpdate(): void {
    if (this.askedFor !== this.wanted) void this.make();
  }

  /** What a link made now would be a link to. */
  private get wanted(): string {
    const { place, session } = this.page;
    const { task, program } = this.extent;
    const { pairs, result, workers } = session;
    const shown = [place.view, place.task, place.program];
    return JSON.stringify([task, program, shown, workers, pairs, result?.digest, result?.cancelled]);
  }

  private get extent(): Extent {
    const { page } = this;
    return {
      task: this.onlyTask ? (page.task?.id ?? null) : null,
      program: this.onlyProgram ? (page.program?.name ?? null) : null,
      at: page.loader.addresses,
    };
  }

  override render() {
    const { page, made } = this;
    const { session, task, program } = page;
    // Until it is, nothing is handed out: the link before is to something else.
    const isMade = this.madeOf === this.wanted;
    const manyTasks = session.tasks.length > 1 && task;
    const manyPrograms = session.programs.length > 1 && program;
    return html`<section aria-label="Link to this page's content">
      ${
        manyTasks || manyPrograms
          ? html`<div class="row" role="group" aria-label="What the link carries">
              <span>Carries</span>
              ${manyTasks ? this.check(`only the task ${shortened(task.id)}`, this.onlyTask, (on) => (this.onlyTask = on)) : nothing}
              ${
                manyPrograms
                  ? this.check(`only the program ${shortened(program.name)}`, this.onlyProgram, (on) => (this.onlyProgram = on))
                  : nothing
              }
            </div>`
          : nothing
      }
      ${made ? this.link(made, isMade) : this.said ? nothing : html`<p class="quiet">Making the link …</p>`}
      <div class="row">
        <span>Save</span>
        <button
          class="button"
          ?disabled=${!isMade}
          @click=${() => made && saveFile('shared.arcscore.json', made.packed, 'application/json')}
        >
          Save as a file
        </button>
        ${
          session.result?.jsonLines
            ? html`<button class="button" @click=${this.saveReport}>Report</button>
                <button class="button" @click=${this.saveTable}>CSV</button>
                <button class="button" @click=${() => page.download()}>JSON lines</button>
                <button class="button" @click=${this.saveAttempts}>submission.json</button>`
            : nothing
        }
        <span role="status" class="quiet">${this.said}</span>
        <button class="button close" @click=${this.close}>Close</button>
      </div>
    </section>`;
  }

  private link({ digest, embedded, link }: SharedLink, isMade: boolean) {
    const { length } = link;
    const count = digits(length);
    const stopped = this.page.session.board.stoppedOf(this.extent);
    if (length > LONGEST_LINK) {
      return html`<p>
        A link to all of this would be ${count} characters long, more than programs pass on safely. Save it as a file
        instead: dropped on this page, it opens the same.
      </p>`;
    }
    return html`<p>
        This link carries ${this.carried()}; nothing is
        stored${digest ? html`. Opening it scores them again and compares the results with yours` : nothing}.
        ${digest && stopped > 0 ? html`<strong>${stoppedInWords(stopped)}</strong>` : nothing}
        ${
          location.protocol === 'file:'
            ? html`<strong>It opens on this machine alone, as this page does</strong>: for somebody else, save it as a file,
                which any arcscore opens.`
            : nothing
        }
        ${
          length > SHORT_ENOUGH_FOR_ALL
            ? html`<span class="quiet">It is ${count} characters long: some chat programs cut such links.</span>`
            : nothing
        }
      </p>
      <div class="row">
        <input
          class="field mono"
          readonly
          aria-label="Link"
          placeholder=${this.said ? '' : 'Making the link …'}
          .value=${isMade ? link : ''}
          @focus=${select}
        />
        <button class="button main" ?disabled=${!isMade} @click=${() => this.copy(link)}>Copy link</button>
        <button class="button" ?disabled=${!isMade} @click=${() => this.copy(frameOf(embedded))}>Copy frame</button>
      </div>`;
  }

  private readonly close = (): void => void this.dispatchEvent(new CustomEvent('close'));

  private check(title: string, on: boolean, set: (on: boolean) => void) {
    return html`<label
      ><input
        type="checkbox"
        .checked=${on}
        @change=${(event: Event) => set((event.target as HTMLInputElement).checked)}
      />${title}</label
    >`;
  }

  private carried(): string {
    const { tasks, programs } = this.page.loader.addresses;
    const named = [!this.onlyTask && tasks.length > 0 && 'tasks', !this.onlyProgram && programs.length > 0 && 'programs'];
    const words = named.filter((word) => word !== false);
    if (words.length === 2) return 'the addresses of the task files and the programs, and the settings';
    if (words[0] === 'tasks') return 'the address of the task files, the programs and the settings';
    if (words[0] === 'programs') return 'the task files, the address of the programs and the settings';
    return 'the task files, the programs and the settings';
  }

  private async make(): Promise<void> {
    const { page, wanted } = this;
    this.askedFor = wanted;
    this.said = '';
    try {
      const made = await linkTo(page.session, page.place, this.extent);
      if (this.askedFor !== wanted) return;
      this.madeOf = wanted;
      this.made = made;
    } catch (error) {
      if (this.askedFor === wanted) this.said = `No link could be made: ${reasonOf(error)}`;
    }
  }

  private async copy(text: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      this.said = 'Copied.';
    } catch {
      this.said = 'The browser forbids copying: select the link and copy it by hand.';
    }
  }

  private readonly saveReport = async (): Promise<void> => {
    const { session, task } = this.page;
    if (!session.result || !task) return;
    // Written by few, so it is loaded when it is wanted.
    const { reportOf } = await import('../report/report');
    const { look } = await import('../grid/look');
    const text = reportOf({
      board: session.board,
      result: session.result,
      task,
      palette: look.palette,
      made: new Date().toLocaleDateString('en', { dateStyle: 'long' }),
    });
    saveFile('arcscore-report.html', text, 'text/html');
  };

  /** What the best programs predict for the tests, as Kaggle takes it. */
  private readonly saveAttempts = async (): Promise<void> => {
    try {
      const engine = await this.page.session.engine();
      saveFile('submission.json', await engine.attempts(), 'application/json');
    } catch (error) {
      this.said = `No submission could be made: ${reasonOf(error)}`;
    }
  };

  private readonly saveTable = async (): Promise<void> => {
    const { csvOf } = await import('../report/csv');
    saveFile('arcscore-results.csv', csvOf(this.page.session.board), 'text/csv');
  };
}

/** The page in a frame, for the source of another page. */
function frameOf(link: string): string {
  return `<iframe src="${link}" width="100%" height="600" title="arcscore"></iframe>`;
}

function select(event: Event): void {
  (event.target as HTMLInputElement).select();
}

customElements.define('arc-share-panel', SharePanel);
