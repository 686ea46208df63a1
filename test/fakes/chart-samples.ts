import type { Chart } from '../../src/core/chart.ts';
import type { Point } from '../../src/core/model/series.ts';

const hour = 3_600_000;
export const sampleNow = Date.UTC(2026, 10, 20, 14, 7);

/** A wavy day of `count` values between `low` and `high` that ends at sampleNow; the same for the same seed. */
export function wave(count: number, hours: number, low: number, high: number, seed: number): Point[] {
  const step = (hours * hour) / count;
  return Array.from({ length: count }, (_, index) => {
    const slow = 0.35 * Math.sin((index / count) * 9 + seed);
    const quick = 0.15 * Math.sin(index * 1.7 + seed * 3) * Math.cos(index * 0.7);
    return { at: sampleNow - hours * hour + index * step, value: low + (high - low) * (0.5 + slow + quick) };
  });
}

/** A chart like those that are asked for most, with what is given put over it. */
export function sampleChart(over: Partial<Chart> = {}): Chart {
  return {
    title: 'Response time of compliance',
    subtitle: 'average per 5 min · 2026-11-19 15:07 – 2026-11-20 15:07 CET',
    style: 'line',
    unit: 'milliseconds',
    timeZone: 'Europe/Berlin',
    from: sampleNow - 24 * hour,
    to: sampleNow,
    series: [
      { label: 'ca-compliance-api', points: wave(288, 24, 120, 780, 1) },
      { label: 'appi-compliance', points: wave(288, 24, 90, 600, 2) },
      { label: 'pg-compliance', points: wave(288, 24, 20, 300, 3) },
    ],
    lines: [
      { label: 'target 500 ms', value: 500, tone: 'warning' },
      { label: 'critical 2,000 ms', value: 2_000, tone: 'bad' },
    ],
    marks: [{ at: sampleNow - 8 * hour, label: 'INC-7', tone: 'bad' }],
    ...over,
  };
}
