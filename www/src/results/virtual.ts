import type { ReactiveController, ReactiveControllerHost } from 'lit';
import {
  Virtualizer,
  defaultRangeExtractor,
  elementScroll,
  observeElementOffset,
  observeElementRect,
} from '@tanstack/virtual-core';
import { inNextFrame } from '../app/fitting';
import { stir } from '../engine/giving-way';

/** What of a long list is to be drawn, in CSS pixels. */
export interface Item {
  index: number;
  start: number;
}

interface Options {
  horizontal?: boolean;
  count: number;
  /** CSS pixels that each item takes. */
  size: number;
  /** CSS pixels before the first item, and as much of the sight as stays covered when an item is scrolled to. */
  before: number;
  /** An item that is drawn also out of sight, because it has the focus. */
  held: number;
}

const due = new WeakSet<ReactiveControllerHost>();

/**
 * Draws an element again in the frame that is being made. Not at once: what hears of the same scrolling next would
 * find the page changed, and asking it for a place would cost a layout.
 */
export function drawInFrame(host: ReactiveControllerHost): void {
  stir();
  if (due.has(host)) return;
  due.add(host);
  inNextFrame(() => {
    due.delete(host);
    host.requestUpdate();
  });
}

/** Tells an element which items of a scrolled list are in sight, and draws it again when they change. */
export class Virtual implements ReactiveController {
  private readonly virtualizer: Virtualizer<Element, Element>;
  private unmount = (): void => {};
  /** By the index of an item that is drawn, the number of its element. */
  private slots = new Map<number, number>();

  constructor(
    private readonly host: ReactiveControllerHost & { renderRoot: ParentNode },
    private readonly scroller: string,
    options: Options,
  ) {
    host.addController(this);
    this.virtualizer = new Virtualizer<Element, Element>(this.optionsOf(options));
  }

  set(options: Options): void {
    this.virtualizer.setOptions(this.optionsOf(options));
  }

  get items(): Item[] {
    const items = this.virtualizer.getVirtualItems();
    this.takeSlots(items);
    return items;
  }

  get size(): number {
    return this.virtualizer.getTotalSize();
  }

  /** For `repeat`: an element that has gone out of sight is used again for an item that comes into sight. */
  readonly key = ({ index }: Item): number => this.slots.get(index) ?? -1 - index;

  show(index: number): void {
    this.virtualizer.scrollToIndex(index, { align: 'auto' });
  }

  hostConnected(): void {
    this.unmount = this.virtualizer._didMount();
  }

  hostUpdated(): void {
    this.virtualizer._willUpdate();
  }

  hostDisconnected(): void {
    this.unmount();
  }

  /** An item keeps its element as long as it is drawn. */
  private takeSlots(items: readonly Item[]): void {
    const before = this.slots;
    const kept = items.flatMap(({ index }) => (before.has(index) ? [[index, before.get(index)!] as const] : []));
    if (kept.length === items.length && before.size === items.length) return;
    const slots = new Map(kept);
    const used = new Set(slots.values());
    let next = 0;
    for (const { index } of items) {
      if (slots.has(index)) continue;
      while (used.has(next)) next += 1;
      used.add(next);
      slots.set(index, next);
    }
    this.slots = slots;
  }

  private optionsOf({ horizontal = false, count, size, before, held }: Options) {
    return {
      horizontal,
      count,
      estimateSize: () => size,
      paddingStart: before,
      scrollPaddingStart: before,
      overscan: 2,
      getScrollElement: () => this.host.renderRoot?.querySelector(this.scroller) ?? null,
      scrollToFn: elementScroll,
      observeElementRect,
      observeElementOffset,
      onChange: () => drawInFrame(this.host),
      rangeExtractor: (range: Parameters<typeof defaultRangeExtractor>[0]) => {
        const shown = defaultRangeExtractor(range);
        if (held < 0 || held >= count || shown.includes(held)) return shown;
        return [...shown, held].sort((a, b) => a - b);
      },
    };
  }
}
