import { LitElement, css, html, nothing } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import type { KeptEvaluation } from '../results/columns';
import { produceAgain } from '../results/produce';
import { count } from '../results/words';
import '../share/share-panel';
import { isFitted } from './fitting';
import { Follow } from './follow';
import type { Help } from './help';
import { isTyping } from './keys';
import { type Message, reasonOf, shortened } from './messages';
import type { Page } from './page';
import { basic } from './styles';
import type { View, ViewEntry } from './view';
import './bar';
import './help';
import './intro';
import './message-list';

/** Views that show one program on one task. */
const NAMED_BY_BOTH = ['task', 'step', 'programs'];

/** A page without a frame for so long is not in sight. */
const NO_FRAMES_MS = 1000;

/** The frame: the bar, what there is to tell, and one view at a time. */
export class App extends LitElement {
  static override properties = { page: { attribute: false } };
  declare page: Page;

  private readonly loaded = new Map<ViewEntry, View>();
  private readonly asked = new Map<ViewEntry, Promise<void>>();

  static override styles = [
    basic,
    css`
      :host {
        display: block;
      }

      main {
        max-width: var(--page-width);
        margin: 0 auto;
        padding: 1rem;
      }

      arc-intro,
      arc-message-list:not([empty]),
      arc-share-panel {
        display: block;
        margin-bottom: 1rem;
      }

      .empty {
        padding: 3rem 1rem;
        text-align: center;
        color: var(--quiet);
      }

      footer {
        display: flex;
        flex-wrap: wrap;
        gap: 0.2rem 1.5rem;
        max-width: var(--page-width);
        margin: 1rem auto 0;
        padding: 1rem;
        border-top: 1px solid var(--edge);
        font-size: 0.82rem;
        color: var(--quiet);
      }

      footer a {
        color: inherit;
      }

      @media (width <= 720px) {
        main {
          padding: 0.75rem;
        }
      }
    `,
  ];

  constructor() {
    super();
    new Follow(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('dragover', keepFile);
    addEventListener('drop', this.onDropAnywhere);
    addEventListener('paste', this.onPaste);
    this.page.session.drawn = () => this.drawn();
    void this.page.loader.open();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('dragover', keepFile);
    removeEventListener('drop', this.onDropAnywhere);
    removeEventListener('paste', this.onPaste);
  }

  override render() {
    const { page } = this;
    const { session, sharing } = page;
    return html`
      ${page.isEmbedded ? nothing : html`<arc-bar .page=${page} @help=${this.help}></arc-bar>`}
      <main @produce=${(event: CustomEvent<KeptEvaluation>) => void produceAgain(session, event.detail)}>
        ${this.introduces ? html`<arc-intro .page=${page}></arc-intro>` : nothing}
        <arc-message-list
          ?empty=${session.messages.length === 0}
          .messages=${session.messages}
          @dismiss=${(event: CustomEvent<readonly Message[]>) => session.dismiss(event.detail)}
        ></arc-message-list>
        ${
          sharing
            ? keyed(sharing, html`<arc-share-panel .page=${page} @close=${() => page.closeShare()}></arc-share-panel>`)
            : nothing
        }
        ${this.content()}
      </main>
      ${page.isEmbedded ? html`<footer><a href=${page.whole} target="_blank">Open in arcscore</a></footer>` : this.footer()}
      <arc-help .view=${page.view.title} .keys=${this.loaded.get(page.view)?.keys ?? []}></arc-help>
    `;
  }

  /** Tabs, and steps of the history, are told apart by their titles. */
  override updated(): void {
    const { program, session, task, view } = this.page;
    if (session.tasks.length === 0) return;
    const isNamed = program !== null && NAMED_BY_BOTH.includes(view.id);
    const names = isNamed ? [shortened(`${program.name} on ${task?.id}`)] : [];
    document.title = [...names, view.title, 'arcscore'].join(' · ');
  }

  /** Whether to say what this is: where there is nothing else, and over the demo, but not to those who look further. */
  private get introduces(): boolean {
    const { page } = this;
    if (page.isEmbedded) return false;
    const isFirst = page.view.id === 'task' || page.view.id === 'tasks';
    return page.session.tasks.length === 0 || (page.loader.isDemo && isFirst);
  }

  private footer() {
    return html`<footer>
        <span>${this.workersInWords()}</span>
        <span
          >Demo tasks: <a href="https://github.com/fchollet/ARC-AGI">ARC-AGI-1</a> by François Chollet,
          <a href="./demo/CREDITS.md">Apache-2.0</a></span
        >
        <span>Language: <a href="https://github.com/michaelhodel/arc-dsl">ARC DSL</a> by Michael Hodel</span>
      </footer>`;
  }

  private help(): void {
    this.renderRoot.querySelector<Help>('arc-help')?.show();
  }

  private content() {
    const { page } = this;
    const { session } = page;
    // What is made in it is loaded as well: it stays while that is done.
    const isOfUse = session.tasks.length > 0 || (page.opened && page.view.begins);
    if (!isOfUse) {
      if (session.state === 'loading') return html`<p class="empty">Loading …</p>`;
      const there = session.programs.length;
      return html`<p class="empty">
        ${there > 0 ? `${count(there, 'program')} ${there === 1 ? 'is' : 'are'} loaded, but no tasks. ` : nothing}Drop an
        ARC task file above${there > 0 ? nothing : ', and a Python file of programs'}, or
        <a href=${location.pathname}>see the demo</a>.
      </p>`;
    }
    return this.viewOf(page.view)?.render(page) ?? nothing;
  }

  /** A view, if it has been loaded; else it is, and drawn then. */
  private viewOf(entry: ViewEntry): View | undefined {
    if (!this.asked.has(entry)) {
      const loading = entry.load().then(
        ({ view }) => {
          this.loaded.set(entry, view);
          this.requestUpdate();
        },
        (error: unknown) => {
          const text = `The view ${entry.title} could not be loaded, so reload the page: ${reasonOf(error)}`;
          this.page.session.say({ tone: 'warning', about: 'engine', place: null, text });
        },
      );
      this.asked.set(entry, loading);
    }
    return this.loaded.get(entry);
  }

  /** Resolves when what the page shows is drawn, its view loaded and fitted into its room. */
  private async drawn(): Promise<void> {
    await this.updateComplete;
    await this.asked.get(this.page.view);
    await this.updateComplete;
    // By the next task the elements inside are drawn. Those that follow their width, which is not known before a frame
    // is made, draw again in it; a page that nobody sees has no frames.
    await new Promise((resolve) => setTimeout(resolve));
    if (isFitted()) return;
    const frame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));
    await Promise.race([frame().then(frame), new Promise((resolve) => setTimeout(resolve, NO_FRAMES_MS))]);
  }

  private workersInWords(): string {
    const { state, status } = this.page.session;
    if (!status) return state === 'loading' ? 'Starting …' : 'Workers start when something is loaded';
    return `${count(status.workers, 'worker')}, ${status.threads ? 'sharing one memory' : 'each with a memory of its own'}`;
  }

  private readonly onDropAnywhere = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    void this.page.loader.takeTransfer(event.dataTransfer);
  };

  private readonly onPaste = (event: ClipboardEvent): void => {
    const { clipboardData } = event;
    if (!clipboardData || isTyping(event)) return;
    const text = clipboardData.getData('text/plain');
    if (clipboardData.files.length > 0) void this.page.loader.takeTransfer(clipboardData);
    else if (text.trim()) void this.page.loader.takeText(text);
  };
}

/** Without this the browser would leave the page to show a dropped file. */
function keepFile(event: DragEvent): void {
  if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
}
