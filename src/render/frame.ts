import type { Chart, ChartLine, ChartMark } from '../core/chart.ts';
import { colourOf, font, height, ink, space, width } from './design.ts';
import type { Span } from './gaps.ts';
import type { Legend, LegendRow } from './legend.ts';
import type { VerticalScale } from './vertical-scale.ts';

type Brush = CanvasRenderingContext2D;

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
  write(brush, chart.title, { x: space.edge, y: 30, size: font.title, bold: true, colour: ink.title, most: width - 2 * space.edge });
  write(brush, chart.subtitle, { x: space.edge, y: 49, size: font.text, colour: ink.faint, most: width - 2 * space.edge });
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

/**
 * Target and critical lines, each with its label above its right end, or below where there is no room above. One that lies
 * above the picture is named at the top, so that its absence is no riddle.
 */
export function paintLines(brush: Brush, plot: Plot, lines: readonly ChartLine[], scale: VerticalScale): void {
  const taken: number[] = [];
  for (const line of lines.toSorted((one, other) => other.value - one.value)) {
    if (line.value < scale.min) continue;
    const isHigher = line.value > scale.max;
    const y = plot.y(line.value);
    const colour = colourOf(line.tone);
    if (!isHigher) stroke(brush, { from: [plot.left, y], to: [plot.right, y], colour, dash: [6, 4] });
    const above = y - 5;
    const isFree = above - font.small > plot.top && !taken.some((one) => Math.abs(one - above) < 12);
    const at = isHigher ? plot.top + 12 + 14 * taken.length : isFree ? above : y + font.small + 2;
    taken.push(at);
    label(brush, isHigher ? `${line.label} is above this picture` : line.label, { x: plot.right - 2, y: at, colour, align: 'right' });
  }
}

/** Incidents and releases: a line from top to bottom with its name at the top. */
export function paintMarks(brush: Brush, plot: Plot, marks: readonly ChartMark[]): void {
  let rightmost = Number.NEGATIVE_INFINITY;
  for (const mark of marks.toSorted((one, other) => one.at - other.at)) {
    const x = plot.x(mark.at);
    if (x < plot.left || x > plot.right) continue;
    const colour = colourOf(mark.tone);
    stroke(brush, { from: [x, plot.top], to: [x, plot.bottom], colour, dash: [2, 3] });
    brush.font = lettering(font.small, false);
    const wide = brush.measureText(mark.label).width;
    const toTheLeft = x + wide + 6 > plot.right;
    if ((toTheLeft ? x - wide - 4 : x) < rightmost) continue;
    label(brush, mark.label, { x: toTheLeft ? x - 4 : x + 4, y: plot.top + 12, colour, align: toTheLeft ? 'right' : 'left' });
    rightmost = toTheLeft ? x : x + wide + 8;
  }
}

export function paintLegend(brush: Brush, legend: Legend, plot: Pick<Plot, 'left' | 'right'>): void {
  if (legend.rows.length === 0) return;
  const gap = 28;
  const wide = (plot.right - plot.left - gap * (legend.columns - 1)) / legend.columns;
  const top = height - legend.height + space.legendGap;
  const perColumn = Math.ceil((legend.rows.length + (legend.rest === undefined ? 0 : 1)) / legend.columns);
  for (let column = 0; column < legend.columns; column += 1) {
    const left = plot.left + column * (wide + gap);
    paintLegendHeader(brush, left + wide, top + 10);
    legend.rows.slice(column * perColumn, (column + 1) * perColumn).forEach((row, index) => {
      paintLegendRow(brush, row, { left, right: left + wide, y: top + 10 + (index + 1) * space.legendRow });
    });
  }
  if (legend.rest === undefined) return;
  const last = legend.rows.length - perColumn * (legend.columns - 1);
  const left = plot.left + (legend.columns - 1) * (wide + gap);
  write(brush, legend.rest, { x: left + 22, y: top + 10 + (last + 1) * space.legendRow, size: font.text, colour: ink.faint });
}

/** One sentence in the middle, where there is nothing to draw. */
export function paintEmpty(brush: Brush, plot: Plot, words: string): void {
  const at = { x: (plot.left + plot.right) / 2, y: (plot.top + plot.bottom) / 2 };
  write(brush, words, { ...at, size: 14, colour: ink.text, align: 'center', most: plot.right - plot.left - 20 });
}

const legendColumn = 74;

function paintLegendHeader(brush: Brush, right: number, y: number): void {
  ['max', 'avg', 'last'].forEach((name, index) => {
    write(brush, name, { x: right - index * legendColumn, y, size: font.small, colour: ink.faint, align: 'right' });
  });
}

function paintLegendRow(brush: Brush, row: LegendRow, at: { left: number; right: number; y: number }): void {
  const middle = at.y - 4;
  const { colour, dash } = row.stroke;
  stroke(brush, { from: [at.left, middle], to: [at.left + 16, middle], colour, dash: dash.map((one) => one * 0.6), thick: 3 });
  const most = at.right - at.left - 22 - 3 * legendColumn + 12;
  write(brush, row.label, { x: at.left + 22, y: at.y, size: font.text, colour: ink.text, most });
  [row.maximum, row.average, row.last].forEach((value, index) => {
    write(brush, value, { x: at.right - index * legendColumn, y: at.y, size: font.text, colour: ink.title, align: 'right' });
  });
}

interface Lettering {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly colour: string;
  readonly bold?: boolean;
  readonly align?: 'left' | 'right' | 'center';
  /** Longer words are cut with an ellipsis. */
  readonly most?: number;
}

function write(brush: Brush, words: string, how: Lettering): void {
  brush.font = lettering(how.size, how.bold ?? false);
  brush.textAlign = how.align ?? 'left';
  brush.textBaseline = 'alphabetic';
  brush.fillStyle = how.colour;
  brush.fillText(how.most === undefined ? words : fit(brush, words, how.most), how.x, how.y);
}

/** Small words with a rim of paper, readable across curves and grid. */
function label(brush: Brush, words: string, how: { x: number; y: number; colour: string; align: 'left' | 'right' }): void {
  brush.save();
  brush.font = lettering(font.small, false);
  brush.textAlign = how.align;
  brush.strokeStyle = ink.paper;
  brush.lineWidth = 3.5;
  brush.lineJoin = 'round';
  brush.strokeText(words, how.x, how.y);
  brush.restore();
  write(brush, words, { ...how, size: font.small });
}

function fit(brush: Brush, words: string, most: number): string {
  if (brush.measureText(words).width <= most) return words;
  const letters = [...words].slice(0, 400);
  while (letters.length > 0 && brush.measureText(`${letters.join('')}…`).width > most) letters.pop();
  return `${letters.join('').trimEnd()}…`;
}

function lettering(size: number, bold: boolean): string {
  return `${bold ? 'bold ' : ''}${size}px ${font.family}`;
}

interface Line {
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
  readonly colour: string;
  readonly dash: readonly number[];
  readonly thick?: number;
}

function stroke(brush: Brush, line: Line): void {
  brush.save();
  brush.strokeStyle = line.colour;
  brush.lineWidth = line.thick ?? 1.25;
  brush.setLineDash([...line.dash]);
  brush.beginPath();
  brush.moveTo(...line.from);
  brush.lineTo(...line.to);
  brush.stroke();
  brush.restore();
}
