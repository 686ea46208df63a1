import type { Chart } from '../core/chart.ts';
import { type Brush, write } from './brush.ts';
import { font, height, ink, space, width } from './design.ts';
import type { Span } from './gaps.ts';

/** Where the curves are, in the picture's units, and how values and moments become positions. */
export interface Plot {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly x: (at: number) => number;
  readonly y: (value: number) => number;
}

export function paintPaper(brush: Brush): void {
  brush.save();
  brush.fillStyle = ink.paper;
  brush.fillRect(0, 0, width, height);
  brush.restore();
}

export function paintTitle(brush: Brush, chart: Pick<Chart, 'title' | 'subtitle'>): void {
  const most = width - 2 * space.edge;
  write(brush, chart.title, { x: space.edge, y: 30, size: font.title, bold: true, colour: ink.title, most });
  write(brush, chart.subtitle, { x: space.edge, y: 49, size: font.text, colour: ink.faint, most });
}

/** Bands where nothing was measured. */
export function paintGaps(brush: Brush, plot: Plot, gaps: readonly Span[]): void {
  for (const gap of gaps) {
    const left = Math.max(plot.left, plot.x(gap.from));
    const right = Math.min(plot.right, plot.x(gap.to));
    brush.fillStyle = ink.gap;
    brush.fillRect(left, plot.top, right - left, plot.bottom - plot.top);
    if (right - left < 56) continue;
    write(brush, 'no data', { x: (left + right) / 2, y: plot.bottom - 8, size: font.small, colour: ink.faint, align: 'center' });
  }
}

/** One sentence in the middle, where there is nothing to draw. */
export function paintEmpty(brush: Brush, plot: Plot, words: string): void {
  const at = { x: (plot.left + plot.right) / 2, y: (plot.top + plot.bottom) / 2 };
  write(brush, words, { ...at, size: 14, colour: ink.text, align: 'center', most: plot.right - plot.left - 20, rim: ink.paper });
}
