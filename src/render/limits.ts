import type { ChartLine } from '../core/chart.ts';
import { type Brush, stroke, write } from './brush.ts';
import { colourOf, font, ink, space, width } from './design.ts';
import type { Plot } from './frame.ts';
import type { VerticalScale } from './vertical-scale.ts';

const rowHeight = 13;
const widest = 124;
/** Said below the label of a line that has no place in the picture, so that its absence is no riddle. */
const outside = 'above the picture';

/** What the labels take right of the plot: about as wide as the longest. */
export function marginFor(lines: readonly ChartLine[], scale: VerticalScale): number {
  const shown = lines.filter((line) => line.value >= scale.min);
  const longest = Math.max(0, ...shown.map((line) => Math.max(line.label.length, line.value > scale.max ? outside.length : 0)));
  return longest === 0 ? space.right : Math.min(widest, longest * 6 + 12);
}

/** Target and critical lines, each with its label right of the plot, where no curve is. */
export function paintLimits(brush: Brush, plot: Plot, lines: readonly ChartLine[], scale: VerticalScale): void {
  let next = plot.top - rowHeight;
  const put = (words: string, wanted: number, colour: string): void => {
    const y = Math.max(wanted, next);
    write(brush, words, { x: plot.right + 6, y, size: font.small, colour, most: width - plot.right - 8 });
    next = y + rowHeight;
  };
  for (const line of lines.toSorted((one, other) => other.value - one.value)) {
    if (line.value < scale.min) continue;
    const colour = colourOf(line.tone);
    if (line.value > scale.max) {
      put(line.label, plot.top + 4, colour);
      put(outside, next, ink.faint);
      continue;
    }
    const y = plot.y(line.value);
    stroke(brush, { from: [plot.left, y], to: [plot.right, y], colour, dash: [6, 4] });
    put(line.label, y + 4, colour);
  }
}
