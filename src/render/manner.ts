import type { Chart } from '../core/chart.ts';
import type { Point, Unit } from '../core/model/series.ts';
import type { DrawnSeries } from './strokes.ts';

/** How the curves are really drawn: as was asked for, where that can be read. */
export type Manner = 'lines' | 'areas' | 'bars' | 'stacked bars';

/** Of more areas over each other nobody can tell which is which. */
const mostAreas = 3;
/** More bars than this are thinner than the gaps between them. */
const mostBars = 400;
const mostBarsSideBySide = 240;

export function mannerOf(chart: Pick<Chart, 'style' | 'unit'>, drawn: readonly DrawnSeries[]): Manner {
  const present = drawn.filter((one) => one.role !== 'past');
  switch (chart.style) {
    case 'line':
      return 'lines';
    case 'area':
      return present.length > mostAreas ? 'lines' : 'areas';
    case 'bar':
      return mannerOfBars(chart.unit, present, present.length < drawn.length);
  }
}

function mannerOfBars(unit: Unit, present: readonly DrawnSeries[], hasPast: boolean): Manner {
  const most = Math.max(0, ...present.map((one) => one.series.points.length));
  if (most > mostBars) return present.length > mostAreas ? 'lines' : 'areas';
  if (present.length < 2) return 'bars';
  // Beside a stack nobody sees which past belongs to which part.
  if (hasPast) return 'lines';
  if (addsUp(unit)) return 'stacked bars';
  return most * present.length > mostBarsSideBySide ? 'lines' : 'bars';
}

/** Whether two values together are an amount that means something: two requests, but not two percentages. */
function addsUp(unit: Unit): boolean {
  switch (unit) {
    case 'count':
    case 'count/s':
    case 'bytes':
    case 'bytes/s':
    case 'cores':
      return true;
    case 'percent':
    case 'milliseconds':
    case 'seconds':
    case 'none':
      return false;
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
