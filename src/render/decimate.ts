import type { Point } from '../core/model/series.ts';

/** More points than this are more than the picture has columns to show them in. */
const mostPoints = 1_500;

/**
 * Thins a dense series without losing a peak: of each stretch of time it keeps the first, the lowest, the highest and the last
 * point, in order, and a gap where there was one. (The M4 selection of Jugel and others, VLDB 2014.)
 */
export function decimate(points: readonly Point[], most = mostPoints): readonly Point[] {
  if (points.length <= most) return points;
  const buckets = Math.max(1, Math.floor(most / 5));
  const kept: Point[] = [];
  for (let bucket = 0; bucket < buckets; bucket += 1) {
    const begin = Math.floor((bucket * points.length) / buckets);
    const end = Math.floor(((bucket + 1) * points.length) / buckets);
    keepShape(points, begin, end, kept);
  }
  return kept;
}

function keepShape(points: readonly Point[], begin: number, end: number, kept: Point[]): void {
  const wanted = new Set<number>([begin, end - 1]);
  let lowest: number | undefined;
  let highest: number | undefined;
  let gap: number | undefined;
  for (let index = begin; index < end; index += 1) {
    const value = points[index]?.value;
    if (value === undefined) gap ??= index;
    else {
      if (lowest === undefined || value < (points[lowest]?.value ?? value)) lowest = index;
      if (highest === undefined || value > (points[highest]?.value ?? value)) highest = index;
    }
  }
  for (const index of [lowest, highest, gap]) if (index !== undefined) wanted.add(index);
  for (const index of [...wanted].toSorted((one, other) => one - other)) {
    const point = points[index];
    if (point !== undefined) kept.push(point);
  }
}
