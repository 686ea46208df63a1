import { formatDuration } from '../core/duration.ts';
import { UserError } from '../core/errors.ts';
import type { Aggregation, Point } from '../core/model/series.ts';
import type { Range } from './charts-span.ts';

const minute = 60_000;
const hour = 60 * minute;

/** The intervals Azure keeps, finest first; the finest that stays below `mostPoints` is asked for. */
const grains = [minute, 5 * minute, 15 * minute, hour, 6 * hour, 12 * hour, 24 * hour] as const;
const mostPoints = 360;
/** What is summed up is read bar by bar, and few events in a minute are only noise. */
const mostSums = 180;

/**
 * The interval for a range: levels of 6 h in minutes, of a day in 5, of a week in hours; sums of 6 h in 5 minutes, of a day in
 * 15, of a week in hours. `finestMs`: the metric has nothing finer.
 */
export function grainFor(rangeMs: number, of: 'levels' | 'sums', finestMs: number): number {
  const most = of === 'levels' ? mostPoints : mostSums;
  return grains.find((one) => one >= finestMs && rangeMs / one <= most) ?? 24 * hour;
}

/** Beyond this the picture shows no more, and Azure answers slowly. */
const mostAskedPoints = 1_500;
/** What Azure offers for nearly every metric, the half hour included that is never chosen by itself. */
const offered = [minute, 5 * minute, 15 * minute, 30 * minute, hour, 6 * hour, 12 * hour, 24 * hour] as const;

/** The interval a person asked for. Throws UserError with the finest possible where that would be too many points. */
export function checkEvery(everyMs: number, rangeMs: number, finestMs: number): number {
  const points = Math.ceil(rangeMs / everyMs);
  if (points <= mostAskedPoints) return everyMs;
  const finest = offered.find((one) => one >= finestMs && rangeMs / one <= mostAskedPoints) ?? 24 * hour;
  const [asked, range, possible] = [everyMs, rangeMs, finest].map((ms) => formatDuration(Math.round(ms / minute) * minute));
  throw new UserError(
    `Every ${asked ?? ''} over ${range ?? ''} is ${points.toLocaleString('en-US')} points; the finest I draw over that range is every ${possible ?? ''}.`,
  );
}

/**
 * The range widened to whole intervals at its beginning and cut to whole ones at its end, because half an interval would look like
 * a fall. It holds one at least: the one around the range, or the one before where that is not over yet.
 */
export function wholeIntervals({ from, to }: Range, grainMs: number, now: number): Range {
  const begin = Math.floor(from / grainMs) * grainMs;
  const end = Math.floor(to / grainMs) * grainMs;
  if (end > begin) return { from: begin, to: end };
  return begin + grainMs <= now ? { from: begin, to: begin + grainMs } : { from: begin - grainMs, to: begin };
}

/** How long before the past lies that is compared with: whole intervals, so that its points stand where those of today do. */
export function wholeVersus(versusMs: number, grainMs: number): number {
  return Math.max(1, Math.round(versusMs / grainMs)) * grainMs;
}

/** Brings points of a finer interval to a coarser one, the way their aggregation is meant: totals are summed. */
export function regrain(points: readonly Point[], grainMs: number, aggregation: Aggregation): readonly Point[] {
  const buckets = new Map<number, number[]>();
  for (const { at, value } of points) {
    const bucket = Math.floor(at / grainMs) * grainMs;
    const values = buckets.get(bucket) ?? [];
    if (value !== undefined) values.push(value);
    buckets.set(bucket, values);
  }
  return [...buckets].map(([at, values]) => ({ at, value: values.length === 0 ? undefined : together(values, aggregation) }));
}

function together(values: readonly number[], aggregation: Aggregation): number {
  const sum = values.reduce((one, other) => one + other, 0);
  switch (aggregation) {
    case 'total':
    case 'count':
      return sum;
    case 'average':
      return sum / values.length;
    case 'minimum':
      return values.reduce((one, other) => Math.min(one, other));
    case 'maximum':
      return values.reduce((one, other) => Math.max(one, other));
  }
}
