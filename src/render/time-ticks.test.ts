import { describe, expect, it } from 'vitest';
import { timeTicks } from './time-ticks.ts';

const hour = 3_600_000;
const labels = (from: number, to: number, zone: string) => timeTicks(from, to, zone).map((tick) => tick.label);

describe('ticks of the time axis', () => {
  it('stand on whole hours of the clock in the zone', () => {
    const to = Date.UTC(2026, 10, 20, 14, 7);
    expect(labels(to - 6 * hour, to, 'Europe/Berlin')).toEqual(['10:00', '11:00', '12:00', '13:00', '14:00', '15:00']);
    expect(labels(to - 6 * hour, to, 'Asia/Kolkata')).toEqual(['14:00', '15:00', '16:00', '17:00', '18:00', '19:00']);
  });

  it('name the day at its midnight', () => {
    const to = Date.UTC(2026, 10, 20, 14);
    expect(timeTicks(to - 24 * hour, to, 'Europe/Berlin').filter((tick) => tick.major)).toEqual([
      { at: Date.UTC(2026, 10, 19, 23), label: 'Nov 20', major: true },
    ]);
  });

  it('stay on whole hours when the clocks change', () => {
    // In Berlin the clocks go from 02:00 to 03:00 on 29 March 2026 and from 03:00 to 02:00 on 25 October 2026.
    expect(labels(Date.UTC(2026, 2, 28, 22), Date.UTC(2026, 2, 29, 5), 'Europe/Berlin')).toEqual([
      '23:00',
      'Mar 29',
      '01:00',
      '03:00',
      '04:00',
      '05:00',
      '06:00',
      '07:00',
    ]);
    const autumn = timeTicks(Date.UTC(2026, 9, 24, 22), Date.UTC(2026, 9, 26, 22), 'Europe/Berlin');
    expect(autumn.filter((tick) => tick.major).map((tick) => tick.at)).toEqual([Date.UTC(2026, 9, 24, 22), Date.UTC(2026, 9, 25, 23)]);
  });

  it.each([5 / 60, 0.5, 1, 6, 24, 72, 168, 720, 24 * 93, 24 * 800, 24 * 5_000])('are few enough to be read over %d hours', (hours) => {
    const to = Date.UTC(2026, 10, 20, 14, 7);
    const ticks = timeTicks(to - hours * hour, to, 'America/New_York');
    expect(ticks.length).toBeGreaterThanOrEqual(2);
    expect(ticks.length).toBeLessThanOrEqual(12);
    expect(ticks.map((tick) => tick.at)).toEqual([...new Set(ticks.map((tick) => tick.at))].toSorted((one, other) => one - other));
  });
});
