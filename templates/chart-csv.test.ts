import { describe, expect, it } from 'vitest';
import type { ChartSeries } from '../src/core/chart.ts';
import { chartCsv, csvName } from './chart-csv.ts';

const noon = Date.UTC(2026, 10, 20, 12);
const series = (label: string, ...values: readonly (number | undefined)[]): ChartSeries => ({
  label,
  points: values.map((value, index) => ({ at: noon + index * 60_000, value })),
});
const lines = (...all: readonly ChartSeries[]): readonly string[] => chartCsv({ series: all }).split('\r\n');

describe('the numbers of a chart as CSV', () => {
  it('have a column for each curve, and leave empty what was not measured', () => {
    expect(lines(series('web', 1, undefined, 2.5), series('db', 0.1 + 0.2))).toEqual([
      'time,web,db',
      '2026-11-20T12:00:00.000Z,1,0.3',
      '2026-11-20T12:01:00.000Z,,',
      '2026-11-20T12:02:00.000Z,2.5,',
      '',
    ]);
  });

  it('have the times of all curves, in order', () => {
    const later = { label: 'late', points: [{ at: noon - 60_000, value: 7 }] };
    expect(lines(series('web', 1), later)).toEqual(['time,web,late', '2026-11-20T11:59:00.000Z,,7', '2026-11-20T12:00:00.000Z,1,', '']);
  });

  it.each([
    ['a, b', '"a, b"'],
    ['say "hi"', '"say ""hi"""'],
    ['two\nlines', '"two\nlines"'],
    ['=HYPERLINK("http://evil.example")', '"\'=HYPERLINK(""http://evil.example"")"'],
    ['+1', "'+1"],
    ['-1+2', "'-1+2"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\tx', "'\tx"],
  ])('write the name “%s” so that it stays text', (label, written) => {
    expect(chartCsv({ series: [series(label, 1)] }).startsWith(`time,${written}\r\n`)).toBe(true);
  });

  it('keep numbers below zero numbers', () => {
    expect(lines(series('change', -5, Number.NaN))).toEqual([
      'time,change',
      '2026-11-20T12:00:00.000Z,-5',
      '2026-11-20T12:01:00.000Z,',
      '',
    ]);
  });

  it('of nothing are the header alone', () => {
    expect(lines()).toEqual(['time', '']);
  });

  it('come in a file that is named after the chart', () => {
    expect(csvName({ title: 'CPU of “web app” & more', from: noon })).toBe('cpu-of-web-app-more-20261120T1200Z.csv');
    expect(csvName({ title: '…', from: noon })).toBe('chart-20261120T1200Z.csv');
  });
});
