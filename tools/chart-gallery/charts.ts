import type { ChartSeries, Picture } from '../../src/core/chart.ts';
import type { Point } from '../../src/core/model/series.ts';
import { sampleChart, sampleNow, wave } from '../../test/fakes/chart-samples.ts';
import { queryPictures } from './query-pictures.ts';

const hour = 3_600_000;
const bare = { lines: [], marks: [] } as const;
const gibibyte = 2 ** 30;

const series = (label: string, points: readonly Point[]): ChartSeries => ({ label, points });
/** Sums per interval have no halves. */
const whole = (points: readonly Point[]): Point[] => points.map(({ at, value }) => ({ at, value: value && Math.round(value) }));

const versions = ['ca-orders-api', 'ca-billing-api', 'ca-web', 'ca-identity', 'ca-search', 'ca-mail'] as const;
const codes = ['200', '201', '204', '301', '304', '400', '401', '404', '429', '500', '502', '503'] as const;

/** One picture for each thing a chart can show, from data that never changes. The key is the file's name. */
export const gallery = {
  line: sampleChart({
    ...bare,
    title: 'CPU of bps-website-sp',
    subtitle: 'average per 5 min · 2026-11-19 15:07 – 2026-11-20 15:07 CET',
    unit: 'percent',
    series: [series('bps-website-sp', wave(288, 24, 8, 74, 1))],
  }),
  area: sampleChart({
    ...bare,
    title: 'Memory of bps-website-sp',
    subtitle: 'average per 5 min · 2026-11-19 15:07 – 2026-11-20 15:07 CET',
    style: 'area',
    unit: 'bytes',
    series: [series('bps-website-sp', wave(288, 24, 2.1 * gibibyte, 5.4 * gibibyte, 4))],
  }),
  bars: sampleChart({
    ...bare,
    title: 'Requests by status of bps-website',
    subtitle: 'total per 30 min · 2026-11-19 15:07 – 2026-11-20 15:07 CET',
    style: 'bar',
    addsUp: true,
    unit: 'count',
    series: [
      series('2xx', whole(wave(48, 24, 9_000, 26_000, 1))),
      series('4xx', whole(wave(48, 24, 300, 3_400, 2))),
      series('5xx', whole(wave(48, 24, 0, 1_900, 5))),
    ],
  }),
  'several-series': sampleChart({
    ...bare,
    title: 'Response time of checkout',
    series: versions.map((name, index) => series(name, wave(288, 24, 60 + 70 * index, 190 + 110 * index, index))),
  }),
  gaps: sampleChart({
    ...bare,
    title: 'Database connections of pg-compliance',
    subtitle: 'maximum per 5 min · 2026-11-19 15:07 – 2026-11-20 15:07 CET',
    style: 'area',
    unit: 'count',
    series: [
      series(
        'pg-compliance',
        whole(wave(288, 24, 12, 92, 3)).map(({ at, value }, index) => ({
          at,
          value: (index > 60 && index < 105) || (index > 200 && index < 212 && index !== 206) ? undefined : value,
        })),
      ),
    ],
  }),
  'last-week': sampleChart({
    ...bare,
    title: 'CPU of sp-web and sp-jobs',
    subtitle: 'average per 5 min · 2026-11-19 15:07 – 2026-11-20 15:07 CET · dashed: one week earlier',
    unit: 'percent',
    series: [
      series('sp-web', wave(288, 24, 12, 84, 1)),
      series('sp-jobs', wave(288, 24, 4, 38, 2)),
      { label: 'sp-web, 1 week earlier', pastOf: 'sp-web', points: wave(288, 24, 14, 58, 1.3) },
      { label: 'sp-jobs, 1 week earlier', pastOf: 'sp-jobs', points: wave(288, 24, 4, 36, 2.2) },
    ],
  }),
  split: sampleChart({
    ...bare,
    title: 'Requests of bps-website by status code',
    subtitle: 'total per 5 min · 2026-11-19 15:07 – 2026-11-20 15:07 CET · the 12 largest',
    unit: 'count',
    series: codes.map((code, index) => series(code, whole(wave(288, 24, 700 * 0.66 ** index, 2_600 * 0.7 ** index, 1 + index / 8)))),
  }),
  limits: sampleChart({
    ...bare,
    lines: [
      { label: 'target 500 ms', value: 500, tone: 'warning' },
      { label: 'critical 2,000 ms', value: 2_000, tone: 'bad' },
    ],
    series: [series('ca-compliance-api', spike(wave(288, 24, 140, 700, 1), 190, 1_650))],
  }),
  marks: sampleChart({
    lines: [{ label: 'target 500 ms', value: 500, tone: 'warning' }],
    marks: [
      { at: sampleNow - 23.6 * hour, label: 'release 2026.11.19-1', tone: 'neutral' },
      { at: sampleNow - 9.2 * hour, label: 'release 2026.11.20-1', tone: 'neutral' },
      { at: sampleNow - 9 * hour, label: 'INC-41', tone: 'bad' },
      { at: sampleNow - 8.9 * hour, label: 'INC-42', tone: 'bad' },
      { at: sampleNow - 8.7 * hour, label: 'INC-43', tone: 'bad' },
      { at: sampleNow - 8.5 * hour, label: 'INC-44', tone: 'bad' },
      { at: sampleNow - 6 * hour, label: 'release 2026.11.20-2', tone: 'neutral' },
      { at: sampleNow - 0.2 * hour, label: 'INC-45', tone: 'warning' },
    ],
    series: [series('ca-compliance-api', spike(wave(288, 24, 120, 480, 1), 178, 820))],
  }),
  'one-point': sampleChart({
    ...bare,
    title: 'Restarts of aca-jobs',
    subtitle: 'total per 24 h · 2026-11-19 15:07 – 2026-11-20 15:07 CET',
    unit: 'count',
    series: [series('aca-jobs', [{ at: sampleNow - 12 * hour, value: 3 }])],
  }),
  nothing: sampleChart({
    title: 'Availability of bps-website',
    subtitle: 'average per 5 min · 2026-11-19 15:07 – 2026-11-20 15:07 CET',
    unit: 'percent',
    lines: [{ label: 'target 99.9 %', value: 99.9, tone: 'warning' }],
    marks: [],
    series: [series('bps-website', [{ at: sampleNow - hour, value: Number.NaN }])],
  }),
  'extreme-sizes': sampleChart({
    ...bare,
    title: `Throughput of every application that the platform team looks after, in all of its environments and regions, since the migration`,
    subtitle: '40 series, one of them with 100,000 points',
    unit: 'bytes/s',
    series: Array.from({ length: 40 }, (_, index) =>
      series(
        index === 0 ? 'a-very-long-resource-name-that-nobody-can-read-in-a-table-euw-prod-001' : `ca-worker-${index}`,
        wave(index === 0 ? 100_000 : 288, 24, (40 - index) * 1e6, (46 - index) * 1.4e6, index),
      ),
    ),
  }),
  ...queryPictures,
} as const satisfies Readonly<Record<string, Picture>>;

/** The wave with a hill of that height in the middle of its `at`-th point. */
function spike(points: readonly Point[], at: number, height: number): Point[] {
  return points.map((point, index) => ({ ...point, value: (point.value ?? 0) + height * Math.exp(-(((index - at) / 7) ** 2)) }));
}
