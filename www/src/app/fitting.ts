/** What is not yet fitted into its room: watchers that have not heard a size, and frames that are to be drawn. */
const unfitted = new Set<unknown>();

/** Whether nothing waits for the next frame in order to be drawn as it shall stay. */
export function isFitted(): boolean {
  return unfitted.size === 0;
}

/** Does something in the frame that is made next, and knows until then that this is not all. */
export function inNextFrame(work: () => void): void {
  const frame = requestAnimationFrame(() => {
    unfitted.delete(frame);
    work();
  });
  unfitted.add(frame);
}

/** Tells an element's size, as a ResizeObserver does, and knows whether it has told the first one. */
export class SizeWatcher extends ResizeObserver {
  private readonly untold: Set<Element>;

  constructor(hear: (entries: readonly ResizeObserverEntry[]) => void) {
    const untold = new Set<Element>();
    super((entries, watcher) => {
      for (const { target } of entries) untold.delete(target);
      if (untold.size === 0) unfitted.delete(watcher);
      hear(entries);
    });
    this.untold = untold;
  }

  override observe(target: Element): void {
    this.untold.add(target);
    unfitted.add(this);
    super.observe(target);
  }

  override disconnect(): void {
    this.untold.clear();
    unfitted.delete(this);
    super.disconnect();
  }
}
