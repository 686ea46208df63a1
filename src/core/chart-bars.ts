import type { Chart, ChartSeries } from './chart.ts';

/** More bars than this are thinner than the gaps between them. */
const mostBars = 400;
const mostBarsSideBySide = 240;

/** How the series of a chart can be bars; undefined: they cannot be read as such. */
export function barsOf({ series, addsUp }: Pick<Chart, 'series' | 'addsUp'>): 'side by side' | 'stacked' | undefined {
  const present = presentOf(series);
  const most = Math.max(0, ...present.map((one) => one.points.length));
  if (most > mostBars) return undefined;
  if (present.length < 2) return 'side by side';
  // Beside a stack nobody sees which past belongs to which part.
  if (present.length < series.length) return undefined;
  if (addsUp === true) return 'stacked';
  const areAlike = new Set(present.map(intervalOf)).size === 1;
  return !areAlike || most * present.length > mostBarsSideBySide ? undefined : 'side by side';
}

/** Without those that are the past of another one. */
export function presentOf(series: Chart['series']): Chart['series'] {
  const labels = new Set(series.map((one) => one.label));
  return series.filter((one) => one.pastOf === undefined || !labels.has(one.pastOf));
}

function intervalOf({ points }: ChartSeries): number {
  return points.reduce(
    (least, { at }, index) => Math.min(least, at - (points[index - 1]?.at ?? Number.NEGATIVE_INFINITY)),
    Number.POSITIVE_INFINITY,
  );
}
