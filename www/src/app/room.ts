import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { SizeWatcher } from './fitting';

/** How wide an element is, in whole pixels; the host is drawn again when that has changed. */
export class Room implements ReactiveController {
  private watched: Element | null = null;
  private readonly watcher = new SizeWatcher((entries) => {
    const width = Math.floor(entries[0]?.contentRect.width ?? 0);
    if (width <= 0 || width === this.width) return;
    this.width = width;
    this.host.requestUpdate();
  });

  /** Watches the host, or the element in it that `find` finds once it is drawn; `width` holds until it is known. */
  constructor(
    private readonly host: ReactiveControllerHost & Element,
    public width: number,
    private readonly find: () => Element | null = () => host,
  ) {
    host.addController(this);
  }

  hostUpdated(): void {
    const element = this.find();
    if (element === this.watched) return;
    this.watcher.disconnect();
    this.watched = element;
    if (element) this.watcher.observe(element);
  }

  hostConnected(): void {
    // What was drawn before is still there, and need not be drawn again to be watched.
    if (this.watched) this.watcher.observe(this.watched);
  }

  hostDisconnected(): void {
    this.watcher.disconnect();
  }
}
