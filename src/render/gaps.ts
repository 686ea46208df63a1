import type { ChartSeries } from '../core/chart.ts';
import type { Point } from '../core/model/series.ts';

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Points in order of time in which everything that was not measured is a gap: numbers that are none, and moments left out. */
export function withGaps(points: readonly Point[]): readonly Point[] {
  const usual = usualDistance(points, Number.POSITIVE_INFINITY);
  const all: Point[] = [];
  let previous: Point | undefined;
  for (const point of points) {
    if (previous !== undefined && point.at - previous.at > usual * 1.9) all.push({ at: previous.at + usual, value: undefined });
    all.push(Number.isFinite(point.value) ? point : { at: point.at, value: undefined });
    previous = point;
  }
  return all;
}

/** Where no series has a value between its first and last measurement: drawn as bands, so that a gap is seen to be one. */
export function sharedGaps(series: readonly ChartSeries[]): readonly Span[] {
  const shared = series.map((one) => gapsOf(one.points)).reduce<readonly Span[] | undefined>(overlap, undefined);
  return shared ?? [];
}

function gapsOf(points: readonly Point[]): readonly Span[] {
  const spans: Span[] = [];
  let last: Point | undefined;
  let open = false;
  for (const point of points) {
    if (point.value === undefined) open = last !== undefined;
    else {
      if (open && last !== undefined) spans.push({ from: last.at, to: point.at });
      open = false;
      last = point;
    }
  }
  return spans;
}

function overlap(one: readonly Span[] | undefined, other: readonly Span[]): readonly Span[] {
  if (one === undefined) return other;
  return one.flatMap((span) =>
    other.map((its) => ({ from: Math.max(span.from, its.from), to: Math.min(span.to, its.to) })).filter((both) => both.from < both.to),
  );
}

/** The median distance between points, in ms; `alone` where there are less than two. */
export function usualDistance(points: readonly Point[], alone: number): number {
  const distances: number[] = [];
  points.forEach((point, index) => {
    const previous = points[index - 1];
    if (previous !== undefined) distances.push(point.at - previous.at);
  });
  distances.sort((one, other) => one - other);
  return distances[Math.floor(distances.length / 2)] ?? alone;
}
