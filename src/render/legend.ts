import type { ChartSeries } from '../core/chart.ts';
import type { Unit } from '../core/model/series.ts';
import { type Brush, stroke, write } from './brush.ts';
import { font, height, ink, type Stroke, space, width } from './design.ts';
import { distinctLabels } from './labels.ts';
import type { DrawnSeries } from './strokes.ts';
import { valueText } from './values.ts';

export interface LegendRow {
  readonly label: string;
  readonly last: string;
  readonly average: string;
  readonly extreme: string;
  readonly stroke: Stroke;
}

export interface Legend {
  readonly columns: 1 | 2;
  readonly perColumn: number;
  /** Which values the last number of a row tells. */
  readonly extreme: 'highest' | 'lowest';
  readonly rows: readonly LegendRow[];
  /** "and 5 more", when not all fit. */
  readonly rest: string | undefined;
  /** The height it takes, header line and margin included. */
  readonly height: number;
}

/** Up to this many series stand one to a row; more stand in two columns. */
const mostInOneColumn = 4;

/** The table below the picture: each series with its last, average and highest value, or the lowest where those are the bad ones. */
export function legendOf(series: readonly DrawnSeries[], unit: Unit, extreme: Legend['extreme'] = 'highest'): Legend {
  const named = series.filter((one) => one.role !== 'background');
  const left = series.length - named.length;
  const rows = named.map((one) => ({ label: labelOf(one), ...summary(one.series, unit, extreme), stroke: one.stroke }));
  const columns = series.length > mostInOneColumn ? 2 : 1;
  const half = Math.ceil((rows.length + (left > 0 ? 1 : 0)) / columns);
  // A past stands right below what it is the past of, not at the top of the next column.
  const perColumn = columns === 2 && named[half]?.role === 'past' ? half + 1 : half;
  const lines = perColumn + 1;
  return {
    columns,
    perColumn,
    extreme,
    rows,
    rest: left > 0 ? `and ${left} more` : undefined,
    height: series.length === 0 ? space.edge : space.legendGap + lines * space.legendRow + 8,
  };
}

/** Below its name, a past needs no more than how long before it was. */
function labelOf({ series, role }: DrawnSeries): string {
  const name = `${series.pastOf ?? ''}, `;
  return role === 'past' && series.label.startsWith(name) ? series.label.slice(name.length) : series.label;
}

function summary(series: ChartSeries, unit: Unit, which: Legend['extreme']): Pick<LegendRow, 'last' | 'average' | 'extreme'> {
  const worse = which === 'highest' ? Math.max : Math.min;
  let mean = 0;
  let count = 0;
  let last: number | undefined;
  let extreme: number | undefined;
  for (const { value } of series.points) {
    if (value === undefined) continue;
    count += 1;
    // A running mean: the sum of huge values would be infinite.
    mean += value / count - mean / count;
    last = value;
    extreme = extreme === undefined ? value : worse(extreme, value);
  }
  const average = count === 0 ? undefined : mean;
  return { last: valueText(last, unit), average: valueText(average, unit), extreme: valueText(extreme, unit) };
}

const columnGap = 28;
const valueWidth = 74;
const swatch = 22;

export function paintLegend(brush: Brush, legend: Legend): void {
  if (legend.rows.length === 0) return;
  const left = space.edge;
  const wide = columnWidth(legend, (width - left - space.right - columnGap * (legend.columns - 1)) / legend.columns);
  const top = height - legend.height + space.legendGap + 10;
  const { perColumn } = legend;
  const placeOf = (index: number) => {
    const at = left + Math.floor(index / perColumn) * (wide + columnGap);
    return { left: at, right: at + wide, y: top + ((index % perColumn) + 1) * space.legendRow };
  };
  for (let column = 0; column < legend.columns; column += 1)
    paintHeader(brush, legend.extreme, { right: placeOf(column * perColumn).right, y: top });
  const most = wide - swatch - 3 * valueWidth + 8;
  const labels = distinctLabels(
    brush,
    legend.rows.map((row) => row.label),
    { most, size: font.text },
  );
  legend.rows.forEach((row, index) => paintRow(brush, { ...row, label: labels[index] ?? '' }, placeOf(index)));
  if (legend.rest === undefined) return;
  const place = placeOf(legend.rows.length);
  paintSwatch(brush, { colour: ink.background, dash: [], thick: 1 }, place);
  write(brush, legend.rest, { x: place.left + swatch, y: place.y, size: font.text, colour: ink.faint });
}

/** No wider than its words, about: the eye has to find the numbers of a row. */
function columnWidth(legend: Legend, most: number): number {
  const longest = Math.max(...legend.rows.map((row) => row.label.length));
  return legend.columns === 1 ? Math.min(most, swatch + Math.max(180, longest * 7) + 3 * valueWidth) : most;
}

function paintHeader(brush: Brush, extreme: Legend['extreme'], { right, y }: Pick<Place, 'right' | 'y'>): void {
  [extreme === 'highest' ? 'max' : 'min', 'avg', 'last'].forEach((name, index) => {
    write(brush, name, { x: right - index * valueWidth, y, size: font.small, colour: ink.faint, align: 'right' });
  });
}

interface Place {
  readonly left: number;
  readonly right: number;
  readonly y: number;
}

function paintRow(brush: Brush, row: LegendRow, at: Place): void {
  paintSwatch(brush, row.stroke, at);
  write(brush, row.label, { x: at.left + swatch, y: at.y, size: font.text, colour: ink.text });
  [row.extreme, row.average, row.last].forEach((value, index) => {
    const how = { x: at.right - index * valueWidth, y: at.y, size: font.text, align: 'right', most: valueWidth - 6 } as const;
    write(brush, value, { ...how, colour: ink.title });
  });
}

function paintSwatch(brush: Brush, { colour, dash, thick }: Stroke, { left, y }: Place): void {
  const middle = y - 4;
  stroke(brush, { from: [left, middle], to: [left + 16, middle], colour, dash: dash.map((one) => one * 0.6), thick: thick + 1 });
}
