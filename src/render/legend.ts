import type { ChartSeries } from '../core/chart.ts';
import type { Unit } from '../core/model/series.ts';
import { formatValue } from '../core/numbers.ts';
import { type Stroke, space, strokeOf } from './design.ts';

export interface LegendRow {
  readonly label: string;
  readonly last: string;
  readonly average: string;
  readonly maximum: string;
  readonly stroke: Stroke;
}

export interface Legend {
  readonly columns: 1 | 2;
  readonly rows: readonly LegendRow[];
  /** "and 5 more", when not all fit. */
  readonly rest: string | undefined;
  /** The height it takes, header line and margin included. */
  readonly height: number;
}

/** Up to this many series stand one to a row; more stand in two columns. */
const mostInOneColumn = 4;
const mostRows = 12;

/** The table below the picture: each series with its last, average and highest value. */
export function legendOf(series: readonly ChartSeries[], unit: Unit): Legend {
  const shown = series.length > mostRows ? mostRows - 1 : series.length;
  const columns = series.length > mostInOneColumn ? 2 : 1;
  const rows = series.slice(0, shown).map((one, index) => ({ label: one.label, ...summary(one, unit), stroke: strokeOf(index) }));
  const lines = Math.ceil((rows.length + (shown < series.length ? 1 : 0)) / columns) + 1;
  return {
    columns,
    rows,
    rest: shown < series.length ? `and ${series.length - shown} more` : undefined,
    height: series.length === 0 ? space.edge : space.legendGap + lines * space.legendRow + 8,
  };
}

function summary(series: ChartSeries, unit: Unit): Pick<LegendRow, 'last' | 'average' | 'maximum'> {
  let sum = 0;
  let count = 0;
  let last: number | undefined;
  let maximum: number | undefined;
  for (const { value } of series.points) {
    if (value === undefined) continue;
    sum += value;
    count += 1;
    last = value;
    maximum = maximum === undefined ? value : Math.max(maximum, value);
  }
  const average = count === 0 ? undefined : sum / count;
  return { last: formatValue(last, unit), average: formatValue(average, unit), maximum: formatValue(maximum, unit) };
}
