import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Whether a key, or what is pasted, is meant for a field or for the browser, and not for a view. */
export function isTyping(event: KeyboardEvent | ClipboardEvent): boolean {
  if (event.defaultPrevented) return true;
  if (event instanceof KeyboardEvent && (event.ctrlKey || event.metaKey || event.altKey)) return true;
  const target = event.composedPath()[0];
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches('input:not([type=checkbox]), select, textarea');
}

/** Hears every key that is pressed on the page for as long as its element is there. */
export class KeyListener implements ReactiveController {
  constructor(
    host: ReactiveControllerHost,
    private readonly hear: (event: KeyboardEvent) => void,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    addEventListener('keydown', this.hear);
  }

  hostDisconnected(): void {
    removeEventListener('keydown', this.hear);
  }
}
