import type { ChartMark } from '../core/chart.ts';
import { type Brush, stroke, widthOf, write } from './brush.ts';
import { colourOf, font, ink, space, width } from './design.ts';
import type { Plot } from './frame.ts';

/** More rows of labels would push the curves out of the picture. */
const mostRows = 3;
const rowHeight = 14;
/** Longer labels are cut. */
const widest = 150;
/** Between a mark's line and its label. */
const aside = 4;
const betweenLabels = 8;
/** Kept free in the last row for " +12". */
const moreWidth = 26;

interface Span {
  readonly left: number;
  readonly right: number;
}

export interface PlacedLabel extends Span {
  /** 0 is the uppermost. */
  readonly row: number;
  /** So many marks near it found no room for a label of their own. */
  readonly more: number;
}

/**
 * Where the labels of marks go, given where their lines are and how wide the labels are: right of the line, left of it at the
 * right edge, in the first row that has room. The last row's labels speak for those that found none.
 */
export function placeLabels(
  marks: readonly { readonly x: number; readonly wide: number }[],
  within: Span,
  rows: number,
): readonly (PlacedLabel | undefined)[] {
  const ends = Array.from({ length: rows }, () => Number.NEGATIVE_INFINITY);
  const placed: (PlacedLabel | undefined)[] = [];
  let last: number | undefined;
  marks.forEach(({ x, wide }, index) => {
    const row = ends.findIndex((end, at) => spanOf(x, reserved(wide, at, rows), within).left >= end + betweenLabels);
    if (row === -1) {
      const speaker = last === undefined ? undefined : placed[last];
      if (last !== undefined && speaker !== undefined) placed[last] = { ...speaker, more: speaker.more + 1 };
      placed.push(undefined);
      return;
    }
    const span = spanOf(x, reserved(wide, row, rows), within);
    ends[row] = span.right;
    if (row === rows - 1) last = index;
    placed.push({ ...span, row, more: 0 });
  });
  return placed;
}

const reserved = (wide: number, row: number, rows: number): number => (row === rows - 1 ? wide + moreWidth : wide);

function spanOf(x: number, wide: number, within: Span): Span {
  const left = x + aside + wide <= within.right ? x + aside : Math.max(within.left, x - aside - wide);
  return { left, right: left + wide };
}

/** How many rows the labels will need, before it is known where exactly the plot and how wide a letter is. */
export function rowsFor(marks: readonly ChartMark[], range: { readonly from: number; readonly to: number }): number {
  const within = { left: space.edge + 50, right: width - space.right };
  const scale = (within.right - within.left) / Math.max(1, range.to - range.from);
  const placed = placeLabels(
    inSight(marks, range).map((mark) => ({
      x: within.left + (mark.at - range.from) * scale,
      wide: Math.min(widest, mark.label.length * 6.4),
    })),
    within,
    mostRows,
  );
  return Math.max(0, ...placed.map((one) => (one === undefined ? mostRows : one.row + 1)));
}

/** What the labels take above the plot. */
export const heightOf = (rows: number): number => (rows === 0 ? 0 : rows * rowHeight + 2);

const inSight = (marks: readonly ChartMark[], range: { readonly from: number; readonly to: number }): readonly ChartMark[] =>
  marks.filter((mark) => mark.at >= range.from && mark.at <= range.to).toSorted((one, other) => one.at - other.at);

/** Incidents and releases: a line from top to bottom, its label above the plot and so never over the data. */
export function paintMarks(
  brush: Brush,
  plot: Plot,
  { marks, rows, from, to }: { readonly marks: readonly ChartMark[]; readonly rows: number; readonly from: number; readonly to: number },
): void {
  const shown = inSight(marks, { from, to }).map((mark) => ({ ...mark, x: plot.x(mark.at), colour: colourOf(mark.tone) }));
  const wide = shown.map((mark) => Math.min(widest, widthOf(brush, mark.label, font.small)));
  const placed = placeLabels(
    shown.map(({ x }, index) => ({ x, wide: wide[index] ?? 0 })),
    plot,
    rows,
  );
  const baseline = (row: number): number => plot.top - 6 - (rows - 1 - row) * rowHeight;
  shown.forEach(({ x, colour }, index) => {
    const row = placed[index]?.row;
    const top = row === undefined ? plot.top : baseline(row) - font.small + 2;
    stroke(brush, { from: [x, top], to: [x, plot.bottom], colour, dash: [2, 3] });
  });
  shown.forEach(({ x, colour, label }, index) => {
    const place = placed[index];
    if (place === undefined) return;
    const isLeft = place.left < x;
    const y = baseline(place.row);
    const how = { y, size: font.small, colour, rim: ink.paper } as const;
    const words = wide[index] ?? 0;
    if (!isLeft) write(brush, label, { ...how, x: place.left, most: words + 1 });
    else write(brush, label, { ...how, x: place.right - (place.more > 0 ? moreWidth : 0), align: 'right', most: words + 1 });
    if (place.more === 0) return;
    const end = isLeft ? place.right - moreWidth : place.left + words;
    write(brush, `+${place.more}`, { ...how, x: end + 5, colour: ink.faint });
  });
}
