import type { ChartDataset, Point as Spot } from 'chart.js';
import { decimate } from './decimate.ts';
import { faded } from './design.ts';
import { usualDistance } from './gaps.ts';
import type { Manner } from './manner.ts';
import type { DrawnSeries } from './strokes.ts';

type Dataset = ChartDataset<'line' | 'bar', Spot[]>;

/** Below a curve; 'none' also where the axis does not begin at nothing, because an area stands for an amount. `upon`: down to the curve before. */
export type Fill = 'none' | 'alone' | 'over others' | 'lowest' | 'upon';

const opacities = { none: 1, alone: 0.14, 'over others': 0.07, lowest: 0.62, upon: 0.62 } as const satisfies Readonly<Record<Fill, number>>;
const dotSize = 3;
/** Of more dots than this those that hide each other are left out. */
const mostDots = 6_000;

/** A series in Chart.js' words. */
export function datasetOf(drawn: DrawnSeries, manner: Manner, fill: Fill): Dataset {
  const isBar = manner === 'bars' || manner === 'stacked bars';
  // A bar stands in the middle of its interval, a line's point at its beginning.
  const shift = isBar ? usualDistance(drawn.series.points, 0) / 2 : 0;
  const points = manner === 'dots' ? decimate(drawn.series.points, mostDots) : decimate(drawn.series.points);
  const data = points.map(({ at, value }) => ({ x: at + shift, y: value ?? Number.NaN }));
  if (manner === 'dots') return dotsOf(drawn, data);
  if (!isBar || drawn.role === 'past') return lineOf(drawn, data, fill);
  const { colour } = drawn.stroke;
  const width =
    manner === 'stacked bars' ? { barPercentage: 1, categoryPercentage: 0.92 } : { barPercentage: 0.9, categoryPercentage: 0.95 };
  return { type: 'bar', data, order: 2, backgroundColor: colour, maxBarThickness: 60, ...width };
}

function lineOf({ stroke, role }: DrawnSeries, data: Spot[], fill: Fill): Dataset {
  const { colour, dash, thick } = stroke;
  const isStacked = fill === 'lowest' || fill === 'upon';
  const isFilled = isStacked || (fill !== 'none' && role === 'present');
  const sizes = dotSizes(data);
  return {
    type: 'line',
    data,
    order: { present: 0, past: 1, background: 3 }[role],
    borderColor: colour,
    borderDash: [...dash],
    borderWidth: isStacked ? 1 : thick,
    // At this width nobody sees the difference to round ones, which take a quarter longer to draw.
    borderJoinStyle: 'bevel',
    fill: isFilled ? (fill === 'upon' ? '-1' : 'origin') : false,
    backgroundColor: isFilled ? faded(colour, opacities[fill]) : colour,
    // A value between two gaps is no line: it is drawn as a dot, or it would not be seen.
    pointRadius: sizes,
    ...(sizes === 0 ? {} : { clip: wholeDots }),
    pointBackgroundColor: colour,
    pointBorderWidth: 0,
    spanGaps: false,
  };
}

/** Of a dot at the edge both halves are drawn. */
const wholeDots = 6;

function dotsOf({ stroke }: DrawnSeries, data: Spot[]): Dataset {
  return {
    type: 'line',
    data,
    showLine: false,
    fill: false,
    backgroundColor: faded(stroke.colour, 0.6),
    pointRadius: dotSize,
    pointBorderWidth: 0,
    clip: wholeDots,
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
