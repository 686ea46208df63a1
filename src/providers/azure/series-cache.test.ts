import { describe, expect, it } from 'vitest';
import { createHandClock } from '../../../test/fakes/hand-clock.ts';
import type { Series } from '../../core/model/series.ts';
import { createSeriesCache, freshUntil, lagMs } from './series-cache.ts';

const minute = 60_000;
const hour = 60 * minute;
const noon = Date.UTC(2026, 10, 20, 12);

const series = (points: number, grainMs = minute): Series => ({
  resource: { id: '/r', name: 'r', type: 't', subscription: 's', group: 'g', region: 'e', tags: {} },
  metric: 'm',
  aggregation: 'average',
  unit: 'count',
  grainMs,
  dimensions: {},
  points: Array.from({ length: points }, (_, index) => ({ at: index * grainMs, value: 1 })),
});

describe('what was read', () => {
  it('is kept until the next interval is complete', () => {
    const clock = createHandClock(noon + 3 * minute + 20_000);
    const cache = createSeriesCache(clock);
    cache.put('k', [series(1)], { to: noon + 5 * minute, grainMs: 5 * minute });
    clock.set(noon + 5 * minute - 1);
    expect(cache.get('k')).toHaveLength(1);
    clock.set(noon + 5 * minute);
    expect(cache.get('k')).toBeUndefined();
  });

  it('is kept until the next interval that Azure really gave is complete', () => {
    const clock = createHandClock(noon + 10 * minute);
    const cache = createSeriesCache(clock);
    cache.put('k', [series(1, hour)], { to: noon + 10 * minute, grainMs: 5 * minute });
    clock.move(40 * minute);
    expect(cache.get('k')).toHaveLength(1);
  });

  it.each([
    ['a minute', noon + 20_000, minute, noon + minute],
    ['an hour that is running for long', noon + 20 * minute, hour, noon + hour],
    ['an hour that has only just ended: its last values are still arriving', noon + minute, hour, noon + lagMs],
  ])('of %s is asked for again in time', (_, now, grainMs, until) => {
    expect(freshUntil(now, now, grainMs)).toBe(until);
  });

  it('of five minutes is asked for again once its last values have arrived', () => {
    expect(freshUntil(noon + 30_000, noon, 5 * minute)).toBe(noon + lagMs);
    expect(freshUntil(noon + lagMs, noon, 5 * minute)).toBe(noon + lagMs + 24 * hour);
    expect(freshUntil(noon + lagMs, noon + minute, 5 * minute)).toBe(noon + 5 * minute);
  });

  it('is not given to whoever asks for something newer', () => {
    const clock = createHandClock(noon);
    const cache = createSeriesCache(clock);
    cache.put('k', [series(1)], { to: noon - hour, grainMs: hour });
    clock.move(20_000);
    expect(cache.get('k', noon)).toHaveLength(1);
    expect(cache.get('k', noon + 1)).toBeUndefined();
    expect(cache.get('k')).toHaveLength(1);
  });

  it('long ago does not change any more', () => {
    expect(freshUntil(noon, noon - hour, minute)).toBe(noon + 24 * hour);
    expect(freshUntil(noon, noon - lagMs + 1, minute)).toBe(noon + minute);
  });

  it('takes bounded room: what was not used for longest goes first', () => {
    const cache = createSeriesCache(createHandClock(noon), 1000);
    for (const key of ['a', 'b', 'c']) cache.put(key, [series(300)], { to: noon, grainMs: hour });
    cache.get('a');
    cache.put('d', [series(300)], { to: noon, grainMs: hour });
    expect(['a', 'b', 'c', 'd'].filter((key) => cache.get(key) !== undefined)).toEqual(['a', 'c', 'd']);
    cache.put('huge', [series(2000)], { to: noon, grainMs: hour });
    expect(cache.get('huge')).toBeUndefined();
  });
});
