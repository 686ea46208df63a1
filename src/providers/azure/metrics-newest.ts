import type { Series } from '../../core/model/series.ts';
import { lagMs } from './series-cache.ts';

/**
 * Azure gives some of what adds up as zero until it has arrived, which would look like a fall to nothing: at the end of a series
 * that is otherwise not all zero, such points count as not measured yet. Levels are left alone: there a zero is news.
 */
export function withoutEarlyZeros(series: Series, now: number): Series {
  const { aggregation, points, grainMs } = series;
  if (aggregation !== 'total' && aggregation !== 'count') return series;
  const last = points.findLastIndex(({ at, value }) => at + grainMs + lagMs <= now || (value !== undefined && value !== 0));
  if (points.every(({ value }) => value === undefined || value === 0)) return series;
  return { ...series, points: points.map((point, index) => (index > last ? { at: point.at, value: undefined } : point)) };
}
