import { LRUCache } from 'lru-cache';
import type { Series } from '../../core/model/series.ts';
import type { Clock } from '../../core/ports.ts';

export interface SeriesCache {
  /** undefined: never read, dropped, read before `notBefore`, or a newer interval has been completed since. */
  readonly get: (key: string, notBefore?: number) => readonly Series[] | undefined;
  readonly put: (key: string, series: readonly Series[], range: { readonly to: number; readonly grainMs: number }) => void;
}

/** Azure's platform metrics arrive within about three minutes; before that an interval's value may still change. */
export const lagMs = 3 * 60_000;
/** A point is two numbers and an object, some 80 bytes: about 40 MB. */
const mostPoints = 500_000;
// What cannot change any more is still dropped some day, should Azure correct it after all.
const longestMs = 24 * 3_600_000;

/** Keeps what was read for as long as Azure would say the same. Bounded in points; the longest unused goes first. */
export function createSeriesCache(clock: Clock, most: number = mostPoints): SeriesCache {
  const kept = new LRUCache<string, { readonly at: number; readonly until: number; readonly series: readonly Series[] }>({
    maxSize: most,
    sizeCalculation: ({ series }) => series.reduce((sum, one) => sum + one.points.length + 1, 1),
  });
  return {
    get: (key, notBefore = Number.NEGATIVE_INFINITY) => {
      const found = kept.get(key);
      if (found === undefined) return undefined;
      if (clock.now() < found.until) return found.at < notBefore ? undefined : found.series;
      kept.delete(key);
      return undefined;
    },
    put: (key, series, { to, grainMs }) => {
      const coarsest = Math.max(grainMs, ...series.map((one) => one.grainMs));
      const at = clock.now();
      kept.set(key, { at, until: freshUntil(at, to, coarsest), series });
    },
  };
}

/**
 * Until when an answer about a range that ends at `to` is as good as a new one: until the next interval is complete; a day where
 * the range lay so far back that nothing arrives for it any more. Of an interval that has just ended some is still on its way, so
 * it is asked for again once that has arrived; an interval that is shorter than that takes is followed by the next one sooner.
 */
export function freshUntil(now: number, to: number, grainMs: number): number {
  if (to + lagMs <= now) return now + longestMs;
  const boundary = Math.floor(now / grainMs) * grainMs;
  const arriving = grainMs > lagMs && now < boundary + lagMs;
  return arriving ? boundary + lagMs : boundary + grainMs;
}
