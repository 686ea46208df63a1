import type { Chart, ChartSeries } from '../src/core/chart.ts';
import { areasOf } from '../src/core/chart-areas.ts';
import { barsOf } from '../src/core/chart-bars.ts';
import type { QueryTable } from '../src/core/model/query.ts';
import { numberOf } from './query-cells.ts';
import { type Choice, choose, grouped, type Named, withFewerSeries } from './query-columns.ts';
import { type Asked, type Drawing, type PictureOf, titleOf } from './query-drawing.ts';
import { sharesOf } from './query-shares.ts';

const isTime = ({ type }: { readonly type: string }): boolean => type === 'datetime';

/** Curves, areas or dots over a column of times; undefined: the table has none, or no numbers. */
export function overTime(table: QueryTable, render: Asked, of: PictureOf, style: 'line' | 'area' | 'dots'): Drawing | undefined {
  const found = choose(table, render, isTime);
  if (found === undefined || found.x.type !== 'datetime') return undefined;
  const choice = withFewerSeries(table, found, render);
  const isStack = style === 'area' && render.stacked === true;
  const series = isStack ? shared(pointsOf(table, choice), render.percent === true) : pointsOf(table, choice);
  const chart = chartOf(series, choice, render, of, { style, addsUp: isStack });
  if (style !== 'area') return { picture: chart };
  const drawn = areasOf(chart);
  if (drawn === 'stacked' || (drawn !== undefined && (!isStack || series.length === 1))) return { picture: chart };
  const note = isStack
    ? 'Values below zero cannot be stacked: these are lines.'
    : 'More than three areas over each other cannot be told apart: these are lines. “render areachart with (kind=stacked)” stacks them.';
  return { picture: { ...chart, style: 'line', addsUp: false }, note };
}

/**
 * Columns over a time axis; undefined: the axis is none of times. Where the first column has a name for each row those names are the
 * axis, as without times.
 */
export function barsOverTime(table: QueryTable, render: Asked, of: PictureOf): Drawing | undefined {
  const choice = choose(table, render, isTime);
  if (choice === undefined || choice.x.type !== 'datetime' || isByName(table, render, choice)) return undefined;
  const isStack = render.stacked ?? choice.series.length > 0;
  const series = shared(pointsOf(table, choice), render.percent === true);
  const chart = chartOf(series, choice, render, of, { style: 'bar', addsUp: isStack });
  if (barsOf(chart) === undefined) {
    return series.length === 1
      ? { picture: { ...chart, style: 'area' }, note: 'So many columns could not be told apart: this is an area.' }
      : { picture: { ...chart, style: 'line' }, note: 'So many columns could not be told apart: these are lines.' };
  }
  return render.kind === 'barchart' ? { picture: chart, note: 'Over time, bars are drawn as columns.' } : { picture: chart };
}

function isByName({ rows }: QueryTable, render: Named, { x }: Choice): boolean {
  return render.x === undefined && x.index > 0 && rows.length > 1 && new Set(rows.map((row) => row[0])).size === rows.length;
}

function pointsOf(table: QueryTable, choice: Choice): readonly ChartSeries[] {
  return grouped(table, choice).map(({ label, y, rows }) => {
    const points = rows.flatMap((row) => {
      const at = Date.parse(String(row[choice.x.index]));
      return Number.isNaN(at) ? [] : [{ at, value: numberOf(row[y.index]) }];
    });
    return { label, points: points.toSorted((one, other) => one.at - other.at) };
  });
}

/** All series with all moments, which lie on one another; what a series has twice at a moment is added up. */
function shared(series: readonly ChartSeries[], asShares: boolean): readonly ChartSeries[] {
  const moments = [...new Set(series.flatMap(({ points }) => points.map(({ at }) => at)))].toSorted((one, other) => one - other);
  const parts = series.map(({ label, points }) => {
    const sums = new Map<number, number>();
    for (const { at, value } of points) if (value !== undefined) sums.set(at, (sums.get(at) ?? 0) + value);
    return { label, values: moments.map((at) => sums.get(at)) };
  });
  return (asShares ? sharesOf(parts) : parts).map(({ label, values }) => ({
    label,
    points: moments.map((at, index) => ({ at, value: values[index] })),
  }));
}

function chartOf(
  series: readonly ChartSeries[],
  choice: Choice,
  render: Asked,
  of: PictureOf,
  look: Pick<Chart, 'style' | 'addsUp'>,
): Chart {
  const isShares = render.percent === true && look.addsUp === true;
  const [first = of.from, last = of.to] = rangeOf(series);
  return {
    ...look,
    title: titleOf(choice, render, of),
    subtitle: isShares ? `shares in percent · ${of.subtitle}` : of.subtitle,
    unit: isShares ? 'percent' : 'none',
    timeZone: of.timeZone,
    from: Math.min(first, of.from),
    to: Math.max(last + (look.style === 'bar' ? stepOf(series) : 0), of.to),
    series,
    lines: [],
    marks: [],
  };
}

function rangeOf(series: readonly ChartSeries[]): readonly [] | readonly [number, number] {
  const ends = series.flatMap(({ points }) => [points[0]?.at, points.at(-1)?.at]).filter((at) => at !== undefined);
  return ends.length === 0 ? [] : [Math.min(...ends), Math.max(...ends)];
}

/** The least distance of moments: a column stands for the time up to the next one. */
function stepOf(series: readonly ChartSeries[]): number {
  const [{ points } = { points: [] }] = series;
  const steps = points.slice(1).map(({ at }, index) => at - (points[index]?.at ?? at));
  return steps.reduce((one, other) => Math.min(one, other), steps[0] ?? 0);
}
