import type { Picture } from '../../src/core/chart.ts';
import { sampleChart, sampleNow, wave } from '../../test/fakes/chart-samples.ts';

const operations = [
  'GET /api/assessments/{id}',
  'GET /api/assessments/{id}/documents',
  'GET /api/assessments/{id}/comments',
  'POST /api/evidence',
  'GET /api/reports/{id}',
  'DELETE /api/assessments/{id}/documents/{documentId}',
  'GET /health',
] as const;
const of = { subtitle: '1d to 2026-11-20 15:07 CET', unit: 'none' } as const;
const overTime = { ...of, lines: [], marks: [] } as const;
const whole = (low: number, high: number, seed: number) =>
  wave(24, 24, low, high, seed).map(({ at, value }) => ({ at, value: Math.round(value ?? 0) }));

/** What the rows of a query look like, drawn as its `render` asks. */
export const queryPictures = {
  'query-bars': {
    ...of,
    title: 'count_ of requests in compliance by name',
    style: 'bars',
    categories: operations,
    series: [{ label: 'count_', values: [9_512, 7_821, 5_620, 4_466, 3_671, 2_970, 203] }],
    stacked: false,
  },
  'query-columns': {
    ...of,
    title: 'count_ of requests in compliance by resultCode, name',
    style: 'columns',
    categories: ['200', '404', '500', '503'],
    series: operations.map((label, index) => ({ label, values: [900, 210, 90, 40].map((value) => value - index * 5) })),
    stacked: true,
  },
  'query-pie': {
    ...of,
    title: 'count_ of exceptions in compliance by type',
    style: 'pie',
    categories: ['System.TimeoutException', 'Npgsql.PostgresException', 'System.Net.Http.HttpRequestException', 'System.FormatException'],
    series: [{ label: 'count_', values: [412, 188, 93, 7] }],
    stacked: false,
  },
  'query-scatter': {
    ...of,
    title: 'duration of requests in compliance by name',
    style: 'scatter',
    axis: 'size',
    series: ['GET /', 'POST /'].map((label, index) => ({
      label,
      points: wave(120, 24, 40, 400 + 200 * index, index).map(({ value }, at) => ({
        x: (at * 37) % 101,
        y: (value ?? 0) + ((at * 13) % 90),
      })),
    })),
  },
  'query-dots': sampleChart({
    ...overTime,
    title: 'duration of requests in compliance by name',
    style: 'dots',
    series: ['GET /', 'POST /'].map((label, index) => ({
      label,
      points: wave(150, 24, 40 + 150 * index, 300 + 400 * index, index).map(({ at, value }, count) => ({
        at: at + ((count * 7) % 11) * 60_000,
        value: (value ?? 0) + ((count * 13) % 90),
      })),
    })),
  }),
  'query-areas': sampleChart({
    ...overTime,
    title: 'count_ of requests in compliance by name',
    style: 'area',
    addsUp: true,
    series: operations.slice(0, 5).map((label, index) => ({ label, points: whole(30, 260 - 40 * index, 1 + index / 4) })),
  }),
  'query-columns-over-time': sampleChart({
    ...overTime,
    title: 'count_ of requests in compliance by resultCode',
    style: 'bar',
    addsUp: true,
    from: sampleNow - 24 * 3_600_000,
    series: ['200', '404', '500'].map((label, index) => ({
      label,
      points: whole(index === 0 ? 300 : 5, 900 / (1 + 9 * index), 1 + index),
    })),
  }),
} as const satisfies Readonly<Record<string, Picture>>;
