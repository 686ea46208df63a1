import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../core/errors.ts';
import { createCronTimes } from './cron-times.ts';

const times = createCronTimes();
const berlin = 'Europe/Berlin';

/** The next `count` times after `from`, as ISO text. */
function run(cron: string, zone: string, from: string, count: number): string[] {
  const found: string[] = [];
  for (let at = Date.parse(from); found.length < count; ) {
    at = times.nextAfter(cron, zone, at);
    found.push(new Date(at).toISOString().replace(':00.000Z', 'Z'));
  }
  return found;
}

describe('when a digest falls due', () => {
  it('reads the fields in the given zone', () => {
    expect(run('0 9 * * *', berlin, '2026-11-20T12:00Z', 2)).toEqual(['2026-11-21T08:00Z', '2026-11-22T08:00Z']);
    expect(run('0 9 * * mon-fri', 'UTC', '2026-11-20T09:00Z', 1)).toEqual(['2026-11-23T09:00Z']);
  });

  it('is exclusive of the moment it is asked for', () => {
    const due = Date.parse('2026-11-21T08:00Z');
    expect(times.nextAfter('0 9 * * *', berlin, due - 1)).toBe(due);
    expect(times.nextAfter('0 9 * * *', berlin, due)).toBe(due + 86_400_000);
  });

  it('24: fires an hour later where the clocks go forward over it', () => {
    expect(run('30 2 * * *', berlin, '2026-03-28T12:00Z', 2)).toEqual(['2026-03-29T01:30Z', '2026-03-30T00:30Z']);
    expect(run('0 * * * *', berlin, '2026-03-29T00:00Z', 2)).toEqual(['2026-03-29T01:00Z', '2026-03-29T02:00Z']);
  });

  it('24: fires once where the clocks go back over it, from wherever it is asked', () => {
    expect(run('30 2 * * *', berlin, '2026-10-24T12:00Z', 2)).toEqual(['2026-10-25T00:30Z', '2026-10-26T01:30Z']);
    for (const from of ['2026-10-25T00:45Z', '2026-10-25T01:00Z', '2026-10-25T01:15Z', '2026-10-25T01:29Z'])
      expect(run('30 2 * * *', berlin, from, 1)).toEqual(['2026-10-26T01:30Z']);
    expect(run('*/30 2 * * *', berlin, '2026-10-25T01:10Z', 1)).toEqual(['2026-10-26T01:00Z']);
  });

  it('24: fires in both of the doubled hours when it is of every hour', () => {
    expect(run('0 * * * *', berlin, '2026-10-24T23:00Z', 4)).toEqual([
      '2026-10-25T00:00Z',
      '2026-10-25T01:00Z',
      '2026-10-25T02:00Z',
      '2026-10-25T03:00Z',
    ]);
    expect(run('*/30 * * * *', berlin, '2026-10-25T00:00Z', 4)).toEqual([
      '2026-10-25T00:30Z',
      '2026-10-25T01:00Z',
      '2026-10-25T01:30Z',
      '2026-10-25T02:00Z',
    ]);
  });

  it('24: waits for the leap day', () => {
    expect(run('0 9 29 2 *', 'UTC', '2026-11-20T00:00Z', 2)).toEqual(['2028-02-29T09:00Z', '2032-02-29T09:00Z']);
  });

  it.each(['', '0 9 * *', '0 0 9 * * *', '@daily', 'H 9 * * *', '60 9 * * *', '0 9 31 2 *', 'every day at nine'])(
    'refuses “%s” with a sentence',
    (cron) => {
      expect(() => times.check(cron, 'UTC')).toThrow(UserError);
    },
  );

  it('refuses a zone that does not exist', () => {
    expect(() => times.check('0 9 * * *', 'Europe/Berlim')).toThrow(/no time zone called “Europe\/Berlim”/u);
  });

  it('always moves on, and never skips a daily digest by more than 25 hours', () => {
    const zones = fc.constantFrom('UTC', berlin, 'America/New_York', 'Asia/Kolkata', 'Pacific/Auckland');
    fc.assert(
      fc.property(fc.nat(59), fc.nat(23), zones, fc.integer({ min: 1.7e12, max: 1.9e12 }), (minute, hour, zone, after) => {
        const wait = times.nextAfter(`${minute} ${hour} * * *`, zone, after) - after;
        expect(wait).toBeGreaterThan(0);
        expect(wait).toBeLessThanOrEqual(26 * 3_600_000);
      }),
    );
  });

  it('answers the same whatever it was asked before: what it keeps is only used while it is right', () => {
    const crons = fc.constantFrom('30 2 * * *', '0 * * * *', '*/30 * * * *');
    const near = Date.parse('2026-10-24T22:00Z');
    const moments = fc.array(fc.integer({ min: near, max: near + 8 * 3_600_000 }), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(crons, moments, (cron, asked) => {
        const one = createCronTimes();
        for (const after of asked) expect(one.nextAfter(cron, berlin, after)).toBe(createCronTimes().nextAfter(cron, berlin, after));
      }),
    );
  });

  it('costs next to nothing when it is asked at every beat', () => {
    const begun = performance.now();
    for (let beat = 0; beat < 2_000; beat += 1) times.nextAfter('0 9 * * *', 'Asia/Tokyo', Date.UTC(2026, 10, 20) + beat);
    expect(performance.now() - begun).toBeLessThan(200);
  });
});
