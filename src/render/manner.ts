import type { Chart } from '../core/chart.ts';
import { areasOf } from '../core/chart-areas.ts';
import { barsOf } from '../core/chart-bars.ts';
import type { Point } from '../core/model/series.ts';
import type { DrawnSeries } from './strokes.ts';

/** How the curves are really drawn: as was asked for, where that can be read. */
export type Manner = 'lines' | 'areas' | 'stacked areas' | 'bars' | 'stacked bars' | 'dots';

export function mannerOf(chart: Pick<Chart, 'style' | 'addsUp'>, drawn: readonly DrawnSeries[]): Manner {
  const all = { ...chart, series: drawn.map((one) => one.series) };
  switch (chart.style) {
    case 'line':
      return 'lines';
    case 'area':
      switch (areasOf(all)) {
        case 'over each other':
          return 'areas';
        case 'stacked':
          return 'stacked areas';
        case undefined:
          return 'lines';
      }
    case 'bar':
      switch (barsOf(all)) {
        case 'side by side':
          return 'bars';
        case 'stacked':
          return 'stacked bars';
        case undefined:
          return drawn.filter((one) => one.role !== 'past').length > 1 ? 'lines' : 'areas';
      }
    case 'dots':
      return 'dots';
  }
}

/** The tops and bottoms of the stacks, as two series. */
export function stackEnds(drawn: readonly DrawnSeries[]): readonly { readonly label: string; readonly points: readonly Point[] }[] {
  const tops = new Map<number, number>();
  const bottoms = new Map<number, number>();
  for (const { series } of drawn) {
    for (const { at, value } of series.points) {
      if (value === undefined) continue;
      const ends = value < 0 ? bottoms : tops;
      ends.set(at, (ends.get(at) ?? 0) + value);
    }
  }
  return [tops, bottoms].map((ends, index) => ({
    label: index === 0 ? 'top' : 'bottom',
    points: [...ends].map(([at, value]) => ({ at, value })),
  }));
}
