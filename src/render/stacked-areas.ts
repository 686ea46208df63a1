import { withGaps } from './gaps.ts';
import type { DrawnSeries } from './strokes.ts';

/**
 * The curves of areas that stand on one another, the lowest first: each value is its own and all below it. All have all moments, or
 * they would not lie on one another; a part that has no value at a moment is nothing then, and where no part has one there is a gap.
 */
export function stackedAreas(drawn: readonly DrawnSeries[]): readonly DrawnSeries[] {
  const tops = new Map<number, number>();
  for (const { series } of drawn) for (const { at, value } of series.points) if (value !== undefined) tops.set(at, 0);
  const moments = [...tops.keys()].toSorted((one, other) => one - other);
  return drawn.map((one) => {
    for (const { at, value } of one.series.points) if (value !== undefined) tops.set(at, (tops.get(at) ?? 0) + value);
    return { ...one, series: { ...one.series, points: withGaps(moments.map((at) => ({ at, value: tops.get(at) }))) } };
  });
}
