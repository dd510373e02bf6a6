import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** What is open: Escape closes what was opened last. */
const opened: Escape[] = [];

/** Closes its element by Escape for as long as that is there, and puts the focus back to where it was outside of it. */
export class Escape implements ReactiveController {
  private outside: Element | null = null;

  constructor(
    host: ReactiveControllerHost,
    private readonly panel: () => Element | null,
    private readonly close: () => void,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    this.outside = focused();
    opened.push(this);
    addEventListener('focusin', this.follow);
    addEventListener('keydown', this.hear);
  }

  hostDisconnected(): void {
    opened.splice(opened.indexOf(this), 1);
    removeEventListener('focusin', this.follow);
    removeEventListener('keydown', this.hear);
  }

  private readonly follow = (event: FocusEvent): void => {
    const path = event.composedPath();
    const panel = this.panel();
    if (panel && !path.includes(panel)) this.outside = focused();
  };

  private readonly hear = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented || opened.at(-1) !== this || isForAnother(event)) return;
    event.preventDefault();
    this.close();
    if (this.outside instanceof HTMLElement && this.outside.isConnected) this.outside.focus({ preventScroll: true });
  };
}

/** Whether the browser closes or clears something else by this key. */
function isForAnother(event: KeyboardEvent): boolean {
  const path = event.composedPath();
  const [target] = path;
  if (target instanceof HTMLInputElement && target.type === 'search' && target.value !== '') return true;
  return path.some((node) => node instanceof ShadowRoot && node.querySelector('dialog[open], :popover-open') !== null);
}

/** What has the focus, inside of whichever elements. */
function focused(): Element | null {
  let { activeElement } = document;
  while (activeElement?.shadowRoot?.activeElement) ({ activeElement } = activeElement.shadowRoot);
  return activeElement;
}
