import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Noise, noisyMinutes } from '../../../test/fakes/error-noise.ts';
import { type Counts, type Spike, type SpikeRule, sensitivities, spikesIn } from './spikes.ts';

const minute = 60_000;
const day = 1_440;
const start = Date.UTC(2026, 0, 1);
const medium: SpikeRule = { sensitivity: 'medium', least: 20 };

function intervalsOf(minutes: Counts): Counts {
  const intervals = new Map<number, number>();
  for (const [at, count] of minutes) {
    const interval = Math.floor(at / (5 * minute)) * 5 * minute;
    intervals.set(interval, (intervals.get(interval) ?? 0) + count);
  }
  return intervals;
}

function look(minutes: Counts, days: readonly [number, number], rule = medium): readonly Spike[] {
  const [from, to] = days.map((one) => start + one * day * minute);
  return spikesIn({ minutes, intervals: intervalsOf(minutes) }, { from: from ?? 0, to: to ?? 0 }, rule);
}

const steady = (noise: Partial<Noise> = {}, days = 9, seed = 1): Map<number, number> =>
  noisyMinutes({ rate: 5, kind: 'independent', swing: 0.5, ...noise }, { start, minutes: days * day, seed });

/** So many errors more in each minute. */
function raise(minutes: Map<number, number>, { at, lasts, by }: { at: number; lasts: number; by: number }): Map<number, number> {
  for (let index = 0; index < lasts; index += 1) {
    const when = start + (at + index) * minute;
    minutes.set(when, (minutes.get(when) ?? 0) + by);
  }
  return minutes;
}

describe('a spike', () => {
  const at = 8 * day + 600;

  it('begins within five minutes when errors are tenfold, and ends after they are as usual again', () => {
    const [spike, ...more] = look(raise(steady(), { at, lasts: 30, by: 45 }), [8, 9]);
    expect(more).toEqual([]);
    expect(spike?.began).toBeGreaterThan(start + at * minute);
    expect(spike?.began).toBeLessThanOrEqual(start + (at + 5) * minute);
    expect(spike?.ended).toBeGreaterThan(start + (at + 30) * minute);
    expect(spike?.ended).toBeLessThanOrEqual(start + (at + 37) * minute);
    expect(spike?.severeAt).toBeUndefined();
    expect(spike?.usual).toBeGreaterThan(20);
  });

  it('goes on while nothing says that it ended', () => {
    expect(look(raise(steady(), { at: 9 * day - 20, lasts: 20, by: 45 }), [8, 9])).toMatchObject([{ ended: undefined }]);
  });

  it('becomes severe at five times the bound', () => {
    const minutes = raise(raise(steady(), { at, lasts: 60, by: 45 }), { at: at + 20, lasts: 40, by: 200 });
    const [spike] = look(minutes, [8, 9]);
    expect(spike?.severeAt).toBeGreaterThan(start + (at + 20) * minute);
    expect(spike?.severeAt).toBeLessThan(start + (at + 25) * minute);
  });

  it('is not what happens at that time every day', () => {
    const minutes = steady();
    for (let index = 0; index < 9; index += 1) raise(minutes, { at: index * day + 600, lasts: 30, by: 100 });
    expect(look(minutes, [8, 9])).toEqual([]);
  });

  it('is seen although there was one yesterday at the same time, and a worse one the day before', () => {
    const minutes = raise(steady(), { at: 7 * day + 600, lasts: 60, by: 100 });
    raise(minutes, { at: 6 * day + 580, lasts: 200, by: 5000 });
    expect(look(raise(minutes, { at, lasts: 30, by: 45 }), [8, 9])).toHaveLength(1);
  });

  it('needs the least number of errors, and of a project without a past five times that', () => {
    const quiet = steady({ rate: 0.001 });
    expect(look(raise(new Map(quiet), { at, lasts: 1, by: 19 }), [8, 9])).toEqual([]);
    expect(look(raise(new Map(quiet), { at, lasts: 1, by: 25 }), [8, 9])).toHaveLength(1);
    const without = (by: number) =>
      spikesIn({ minutes: new Map([[start, by]]), intervals: new Map() }, { from: start, to: start + 9 * minute }, medium);
    expect(without(99)).toEqual([]);
    expect(without(100)).toMatchObject([{ began: start + 5 * minute, bound: 100 }]);
  });

  it('is the same one whether it is looked for now or an hour later', () => {
    const minutes = raise(steady(), { at, lasts: 300, by: 45 });
    const intervals = intervalsOf(minutes);
    const until = (later: number): readonly Spike[] =>
      spikesIn({ minutes, intervals }, { from: start + 8 * day * minute, to: start + (at + later) * minute }, medium);
    fc.assert(
      fc.property(fc.integer({ min: 10, max: 290 }), (later) => {
        expect(until(later)[0]).toEqual(until(10)[0]);
      }),
      { numRuns: 5 },
    );
  });
});

describe('where there is no spike', () => {
  const month: readonly [number, number] = [7, 37];

  // docs/sentry.md tells the figures of more seeds. Here one, fixed: a formula that is worse shows at once.
  it.each([1, 20])('independent errors at %d a minute are taken for none in a month, at the highest sensitivity', (rate) => {
    expect(look(steady({ rate }, 37), month, { ...medium, sensitivity: 'high' })).toEqual([]);
  });

  it.each([0.2, 1, 5])('errors in bursts at %d a minute are taken for no more than one in a month', (rate) => {
    expect(look(steady({ rate, kind: 'bursty' }, 37), month).length).toBeLessThanOrEqual(1);
  });

  it('the sensitivity says how much it takes', () => {
    const minutes = steady({ rate: 2, kind: 'bursty' });
    const bounds = sensitivities.map(
      (sensitivity) =>
        look(raise(new Map(minutes), { at: 8 * day + 600, lasts: 9, by: 500 }), [8, 9], { sensitivity, least: 20 })[0]?.bound ?? 0,
    );
    expect(bounds).toEqual(bounds.toSorted((one, other) => other - one));
    expect(new Set(bounds).size).toBe(3);
  });
});
