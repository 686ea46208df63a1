import { describe, expect, it } from 'vitest';
import type { QueryTable } from '../src/core/model/query.ts';
import { withoutArrays } from './query-arrays.ts';
import { likelyRender, pictureOf } from './query-picture.ts';

const of = {
  title: 'requests',
  isNamed: false,
  subtitle: '2h',
  timeZone: 'UTC',
  from: Date.UTC(2026, 10, 20),
  to: Date.UTC(2026, 10, 20, 2),
};
const times = '["2026-11-20T00:00:00.0000000Z","2026-11-20T01:00:00.0000000Z"]';
const series: QueryTable = {
  columns: [
    { name: 'name', type: 'string' },
    { name: 'count_', type: 'dynamic' },
    { name: 'timestamp', type: 'dynamic' },
    { name: 'slope', type: 'real' },
  ],
  rows: [
    ['GET /', '[3,null]', times, 0.5],
    ['POST /', '["NaN",4.5]', times, 0.1],
  ],
};

describe('the arrays of make-series', () => {
  it('are a curve for each row, with gaps where nothing is', () => {
    const at = [of.from, of.from + 3_600_000];
    expect(pictureOf(series, { kind: 'timechart' }, of)).toMatchObject({
      picture: {
        title: 'count_ of requests by name',
        series: [
          {
            label: 'GET /',
            points: [
              { at: at[0], value: 3 },
              { at: at[1], value: undefined },
            ],
          },
          {
            label: 'POST /',
            points: [
              { at: at[0], value: undefined },
              { at: at[1], value: 4.5 },
            ],
          },
        ],
      },
    });
    expect(likelyRender(series)).toBe('timechart');
  });

  it('of numbers as keys are told apart by them', () => {
    const byCode = {
      columns: series.columns.with(0, { name: 'code', type: 'int' }),
      rows: series.rows.map((row, index) => row.with(0, 200 + index)),
    } as const;
    expect(withoutArrays(byCode, undefined).columns.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'code string',
      'timestamp datetime',
      'count_ real',
    ]);
  });

  it.each([
    ['no array', 'x'],
    ['an array of words', '["a","b"]'],
    ['broken', '["2026-11-20T00'],
  ])('that are none of times are left alone: %s', (_, cell) => {
    const other = { ...series, rows: series.rows.map((row) => row.with(2, cell)) };
    expect(withoutArrays(other, undefined)).toBe(other);
    expect(pictureOf(other, { kind: 'timechart' }, of)).toHaveProperty('reason');
  });

  it('are left alone in a table that has times of its own', () => {
    const timed = { ...series, columns: series.columns.with(3, { name: 'at', type: 'datetime' }) } as const;
    expect(withoutArrays(timed, undefined)).toBe(timed);
  });
});
