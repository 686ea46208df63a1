import type { Chart } from '../src/core/chart.ts';

/**
 * The numbers of a chart as RFC 4180 wants them: `time` (ISO 8601, UTC) and a column for each series, in the chart's unit; what
 * was not measured is empty. Lines end with CR LF.
 */
export function chartCsv({ series }: Pick<Chart, 'series'>): string {
  const columns = series.map(({ points }) => new Map(points.map(({ at, value }) => [at, value])));
  const times = [...new Set(series.flatMap(({ points }) => points.map(({ at }) => at)))].toSorted((one, other) => one - other);
  const header = ['time', ...series.map(({ label }) => label)].map(cell);
  const rows = times.map((at) => [new Date(at).toISOString(), ...columns.map((values) => number(values.get(at)))]);
  return [header, ...rows].map((row) => `${row.join(',')}\r\n`).join('');
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
function number(value: number | undefined): string {
  return value === undefined || !Number.isFinite(value) ? '' : String(Number(value.toPrecision(12)));
}

/** A name from outside that a spreadsheet would take for a formula is made text by an apostrophe; numbers are ours and stay. */
function cell(text: string): string {
  const harmless = /^[=+\-@\t\r\n]/u.test(text) ? `'${text}` : text;
  return /[",\r\n]/u.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
