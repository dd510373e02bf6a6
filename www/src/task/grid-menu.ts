import { LitElement, css, html } from 'lit';
import type { GridData } from '../engine/protocol';
import { reasonOf } from '../app/messages';
import { saveFile } from '../app/save-file';
import { basic } from '../app/styles';
import { TEXTS, pngOf, svgOf } from '../grid/export';
import { look } from '../grid/look';

/** What can be done with a grid: copying it, saving a picture of it. */
export class GridMenu extends LitElement {
  static override properties = { grid: { attribute: false }, label: {}, name: {}, said: { state: true } };
  declare grid: GridData;
  /** What the grid is, for listeners. */
  declare label: string;
  /** The name of saved files, without an ending. */
  declare name: string;
  declare private said: string;

  static override styles = [
    basic,
    css`
      :host {
        position: relative;
        display: inline-block;
      }

      .open {
        width: 26px;
        height: 22px;
        padding: 0;
        border: 1px solid transparent;
        border-radius: 6px;
        background: none;
        color: var(--quiet);
        line-height: 1;
        letter-spacing: 0.05em;
        cursor: pointer;
      }

      .open:hover,
      .open[aria-expanded='true'] {
        border-color: var(--edge);
        background: var(--surface);
        color: var(--text);
      }

      [popover] {
        position: fixed;
        inset: auto;
        margin: 0;
        padding: 0.3rem;
        min-width: 11rem;
        border: 1px solid var(--edge);
        border-radius: 9px;
        background: var(--surface);
        color: var(--text);
        box-shadow: var(--shadow-large);
      }

      [popover] button {
        display: block;
        width: 100%;
        padding: 0.35rem 0.7rem;
        border: 0;
        border-radius: 6px;
        background: none;
        text-align: left;
        font-size: 0.9rem;
        cursor: pointer;
      }

      [popover] button:hover,
      [popover] button:focus-visible {
        background: var(--accent-soft);
        outline-offset: -2px;
      }

      [role='status'] {
        position: absolute;
        left: 100%;
        top: 0.15rem;
        padding-left: 0.3rem;
        color: var(--accent);
        font-size: 0.78rem;
        white-space: nowrap;
      }
    `,
  ];

  constructor() {
    super();
    this.said = '';
  }

  override render() {
    return html`<button
        class="open"
        aria-label="Copy or save: ${this.label}"
        aria-haspopup="menu"
        aria-expanded="false"
        title="Copy or save"
        @click=${this.open}
      >
        ⋯
      </button>
      <div popover role="menu" aria-label="Copy or save: ${this.label}" @toggle=${this.onToggle} @keydown=${this.onKey}>
        ${TEXTS.map(
          ({ title, of }) =>
            html`<button role="menuitem" tabindex="-1" @click=${() => this.copy(of(this.grid))}>Copy as ${title}</button>`,
        )}
        <button role="menuitem" tabindex="-1" @click=${this.savePng}>Save as PNG</button>
        <button role="menuitem" tabindex="-1" @click=${this.saveSvg}>Save as SVG</button>
      </div>
      <span role="status">${this.said}</span>`;
  }

  private get popup(): HTMLElement {
    return this.renderRoot.querySelector<HTMLElement>('[popover]')!;
  }

  private open(event: Event): void {
    const button = event.currentTarget as HTMLElement;
    const { popup } = this;
    popup.showPopover();
    const { left, bottom, top } = button.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = popup;
    popup.style.left = `${Math.max(4, Math.min(left, window.innerWidth - width - 8))}px`;
    popup.style.top = `${bottom + height + 4 < window.innerHeight ? bottom + 2 : Math.max(4, top - height - 2)}px`;
    popup.querySelector('button')?.focus();
  }

  private onToggle(event: ToggleEvent): void {
    const button = this.renderRoot.querySelector('.open');
    button?.setAttribute('aria-expanded', String(event.newState === 'open'));
  }

  private onKey(event: KeyboardEvent): void {
    const items = [...this.popup.querySelectorAll('button')];
    const at = items.indexOf(event.target as HTMLButtonElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (event.key === 'Tab') this.close();
    if (event.key === 'Escape') {
      event.preventDefault();
      this.close();
    }
    if (to === undefined) return;
    event.preventDefault();
    items.at(to % items.length)?.focus();
  }

  /** The button has the focus again, which the browser gives back to none inside of other elements. */
  private close(): void {
    this.popup.hidePopover();
    this.renderRoot.querySelector<HTMLElement>('.open')?.focus({ preventScroll: true });
  }

  private async copy(text: string): Promise<void> {
    this.close();
    try {
      await navigator.clipboard.writeText(text);
      this.say('Copied');
    } catch {
      this.say('The browser forbids copying');
    }
  }

  private saveSvg(): void {
    this.close();
    saveFile(`${this.name}.svg`, svgOf(this.grid, look.palette), 'image/svg+xml');
  }

  private async savePng(): Promise<void> {
    this.close();
    try {
      saveFile(`${this.name}.png`, await pngOf(this.grid, look.palette), 'image/png');
    } catch (error) {
      this.say(`Not saved: ${reasonOf(error)}`);
    }
  }

  private say(what: string): void {
    this.said = what;
    setTimeout(() => (this.said = ''), 2500);
  }
}

customElements.define('arc-grid-menu', GridMenu);
