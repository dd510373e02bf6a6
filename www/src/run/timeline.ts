import { LitElement, css, html, unsafeCSS } from 'lit';
import uPlot from 'uplot';
import plotStyles from 'uplot/dist/uPlot.min.css?inline';
import { SizeWatcher } from '../app/fitting';
import { basic } from '../app/styles';
import type { ScoreResult } from '../engine/protocol';
import { duration } from '../results/words';

type Shifts = ScoreResult['shifts'];

/** CSS pixels. */
const LANE = 30;
const AXIS = 68;

/** When each worker was at work, on an axis of time. Dragging across it looks closer, a double click at all of it. */
export class Timeline extends LitElement {
  static override properties = { shifts: { attribute: false }, workers: { type: Number } };
  declare shifts: Shifts;
  declare workers: number;

  private plot: uPlot | null = null;
  private readonly themes = new MutationObserver(() => this.draw());
  private readonly watcher = new SizeWatcher(() => {
    const width = this.clientWidth;
    if (this.plot && width > 0 && width !== this.plot.width) this.plot.setSize({ width, height: this.height });
  });

  static override styles = [
    basic,
    unsafeCSS(plotStyles),
    css`
      :host {
        display: block;
        min-width: 0;
        overflow: hidden;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.watcher.observe(this);
    this.themes.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.watcher.disconnect();
    this.themes.disconnect();
    this.plot?.destroy();
    this.plot = null;
  }

  override render() {
    return html`<div class="plot" role="img" aria-label=${this.words}></div>`;
  }

  override updated(): void {
    this.draw();
  }

  private get height(): number {
    return AXIS + LANE * this.workers;
  }

  private get end(): number {
    return this.shifts.until.reduce((latest, until) => Math.max(latest, until), 0);
  }

  /** How much of the time each worker was at work. */
  private get words(): string {
    const busy = new Array<number>(this.workers).fill(0);
    this.shifts.worker.forEach((worker, at) => {
      busy[worker] = (busy[worker] ?? 0) + this.shifts.until[at]! - this.shifts.from[at]!;
    });
    const shares = busy.map((millis, worker) => `worker ${worker + 1} ${Math.round((100 * millis) / (this.end || 1))}%`);
    return `Workers at work over ${duration(this.end * 1000)}: ${shares.join(', ')}`;
  }

  private draw(): void {
    const place = this.renderRoot.querySelector<HTMLElement>('.plot');
    if (!place) return;
    this.plot?.destroy();
    const style = getComputedStyle(this);
    const color = (name: string): string => style.getPropertyValue(name).trim();
    const { end, shifts, workers } = this;
    const axis = { stroke: color('--quiet'), grid: { stroke: color('--edge'), width: 1 }, ticks: { stroke: color('--edge') } };
    this.plot = new uPlot(
      {
        width: this.clientWidth || 600,
        height: this.height,
        legend: { show: false },
        cursor: { y: false, points: { show: false }, drag: { x: true, y: false } },
        scales: { x: { time: false, range: (_plot, min, max) => [min, max] }, y: { range: [0, workers] } },
        series: [{}, { show: true, stroke: 'transparent', points: { show: false } }],
        axes: [
          { ...axis, values: (_plot, ticks) => ticks.map((tick) => (tick === 0 ? '0' : duration(tick * 1000))) },
          {
            ...axis,
            grid: { show: false },
            size: 76,
            splits: () => Array.from({ length: workers }, (_, worker) => workers - worker - 0.5),
            values: (_plot, ticks) => ticks.map((tick) => `worker ${Math.round(workers - tick + 0.5)}`),
          },
        ],
        hooks: { draw: [(plot) => drawShifts(plot, shifts, workers, color('--fill'), color('--surface'))] },
      },
      [
        [0, end || 1],
        [null, null],
      ],
      place,
    );
  }
}

function drawShifts(plot: uPlot, shifts: Shifts, workers: number, fill: string, gap: string): void {
  const { ctx } = plot;
  const { height, left, top, width } = plot.bbox;
  const lane = height / workers;
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, top, width, height);
  ctx.clip();
  shifts.worker.forEach((worker, at) => {
    const from = plot.valToPos(shifts.from[at]!, 'x', true);
    const until = plot.valToPos(shifts.until[at]!, 'x', true);
    const y = top + worker * lane + lane * 0.14;
    ctx.fillStyle = fill;
    ctx.fillRect(from, y, Math.max(1, until - from), lane * 0.72);
    // A line between shifts that follow each other, where there is room for one.
    if (until - from < 6) return;
    ctx.fillStyle = gap;
    ctx.fillRect(until - 1, y, 1, lane * 0.72);
  });
  ctx.restore();
}

customElements.define('arc-timeline', Timeline);
