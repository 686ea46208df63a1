import type { ChartDataset, Point as Spot } from 'chart.js';
import { decimate } from './decimate.ts';
import { faded } from './design.ts';
import { usualDistance } from './gaps.ts';
import type { Manner } from './manner.ts';
import type { DrawnSeries } from './strokes.ts';

type Dataset = ChartDataset<'line' | 'bar', Spot[]>;

/** Below a curve; 'none' also where the axis does not begin at nothing, because an area stands for an amount. */
export type Fill = 'none' | 'alone' | 'over others';

/** A series in Chart.js' words. */
export function datasetOf(drawn: DrawnSeries, manner: Manner, fill: Fill): Dataset {
  const isBar = manner === 'bars' || manner === 'stacked bars';
  // A bar stands in the middle of its interval, a line's point at its beginning.
  const shift = isBar ? usualDistance(drawn.series.points, 0) / 2 : 0;
  const data = decimate(drawn.series.points).map(({ at, value }) => ({ x: at + shift, y: value ?? Number.NaN }));
  if (!isBar || drawn.role === 'past') return lineOf(drawn, data, fill);
  const { colour } = drawn.stroke;
  const width =
    manner === 'stacked bars' ? { barPercentage: 1, categoryPercentage: 0.92 } : { barPercentage: 0.9, categoryPercentage: 0.95 };
  return { type: 'bar', data, order: 2, backgroundColor: colour, maxBarThickness: 60, ...width };
}

function lineOf({ stroke, role }: DrawnSeries, data: Spot[], fill: Fill): Dataset {
  const { colour, dash, thick } = stroke;
  const isFilled = fill !== 'none' && role === 'present';
  return {
    type: 'line',
    data,
    order: { present: 0, past: 1, background: 3 }[role],
    borderColor: colour,
    borderDash: [...dash],
    borderWidth: thick,
    // At this width nobody sees the difference to round ones, which take a quarter longer to draw.
    borderJoinStyle: 'bevel',
    fill: isFilled ? 'origin' : false,
    backgroundColor: isFilled ? faded(colour, fill === 'alone' ? 0.14 : 0.07) : colour,
    // A value between two gaps is no line: it is drawn as a dot, or it would not be seen.
    pointRadius: dotSizes(data),
    pointBackgroundColor: colour,
    pointBorderWidth: 0,
    spanGaps: false,
  };
}

/** One size for all where it can be: Chart.js looks at every point by itself when it is given a list. */
function dotSizes(data: readonly Spot[]): number | number[] {
  const sizes = data.map((_spot, at) => (isAlone(data, at) ? (data.length === 1 ? 4 : 2.5) : 0));
  return sizes.some((size) => size > 0) ? sizes : 0;
}

function isAlone(data: readonly Spot[], at: number): boolean {
  const isGap = (spot: Spot | undefined): boolean => spot === undefined || Number.isNaN(spot.y);
  return !isGap(data[at]) && isGap(data[at - 1]) && isGap(data[at + 1]);
}
