import type { Chart } from '../src/core/chart.ts';
import { csv } from './csv.ts';

/**
 * The numbers of a chart as RFC 4180 wants them: `time` (ISO 8601, UTC) and a column for each series, in the chart's unit; what
 * was not measured is empty. Lines end with CR LF.
 */
export function chartCsv({ series }: Pick<Chart, 'series'>): string {
  const columns = series.map(({ points }) => new Map(points.map(({ at, value }) => [at, value])));
  const times = [...new Set(series.flatMap(({ points }) => points.map(({ at }) => at)))].toSorted((one, other) => one - other);
  const header = ['time', ...series.map(({ label }) => label)];
  const rows = times.map((at) => [new Date(at).toISOString(), ...columns.map((values) => number(values.get(at)))]);
  return csv([header, ...rows]);
}

/** "cpu-of-shop-20261120T0807Z.csv" */
export function csvName({ title, from }: Pick<Chart, 'title' | 'from'>): string {
  const words = title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-+|-+$/gu, '')
    .slice(0, 60);
  const begin = new Date(from).toISOString().slice(0, 16).replaceAll(/[-:]/gu, '');
  return `${words || 'chart'}-${begin}Z.csv`;
}

/** Twelve digits are more than Azure measures, and spare the reader 0.30000000000000004. */
function number(value: number | undefined): string | number {
  return value === undefined || !Number.isFinite(value) ? '' : Number(value.toPrecision(12));
}
