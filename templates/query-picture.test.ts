import { describe, expect, it } from 'vitest';
import type { QueryTable } from '../src/core/model/query.ts';
import type { Drawing } from './query-drawing.ts';
import { likelyRender, pictureOf } from './query-picture.ts';

const of = {
  title: 'requests',
  isNamed: false,
  subtitle: '24 h',
  timeZone: 'UTC',
  from: Date.UTC(2026, 10, 20),
  to: Date.UTC(2026, 10, 20, 3),
};
const hour = (number: number): string => `2026-11-20T0${number}:00:00Z`;
const byHour: QueryTable = {
  columns: [
    { name: 'name', type: 'string' },
    { name: 'timestamp', type: 'datetime' },
    { name: 'count_', type: 'long' },
    { name: 'avg_duration', type: 'real' },
  ],
  rows: [
    ['GET /', hour(1), 5, 100.5],
    ['GET /', hour(0), 3, undefined],
    ['POST /', hour(1), '7', 50],
  ],
};
const byCode: QueryTable = {
  columns: [
    { name: 'resultCode', type: 'string' },
    { name: 'ok', type: 'bool' },
    { name: 'count_', type: 'long' },
  ],
  rows: [
    ['200', true, 90],
    ['500', false, 4],
    ['200', false, 1],
  ],
};
const drawn = (drawing: Drawing): unknown => ('picture' in drawing ? drawing.picture : drawing.reason);

describe('render timechart', () => {
  it('has a curve for each value of the text column and each number, in order of time', () => {
    const at = [Date.parse(hour(0)), Date.parse(hour(1))];
    expect(drawn(pictureOf(byHour, { kind: 'timechart' }, of))).toMatchObject({
      style: 'line',
      series: [
        {
          label: 'GET /: count_',
          points: [
            { at: at[0], value: 3 },
            { at: at[1], value: 5 },
          ],
        },
        { label: 'GET /: avg_duration', points: [{ value: undefined }, { value: 100.5 }] },
        { label: 'POST /: count_', points: [{ value: 7 }] },
        { label: 'POST /: avg_duration', points: [{ value: 50 }] },
      ],
    });
  });

  it('names curves by the value alone where one number is drawn', () => {
    const one = pictureOf(byHour, { kind: 'timechart', y: ['count_'] }, of);
    expect(drawn(one)).toMatchObject({ series: [{ label: 'GET /' }, { label: 'POST /' }] });
  });

  it('takes the columns it is told', () => {
    const one = pictureOf(byHour, { kind: 'areachart', x: 'timestamp', y: ['avg_duration'], series: [], title: 'Mean' }, of);
    expect(drawn(one)).toMatchObject({ title: 'Mean', style: 'area', series: [{ label: 'avg_duration' }] });
  });

  it('says what is missing', () => {
    expect(drawn(pictureOf(byCode, { kind: 'timechart' }, of))).toBe(
      'render timechart needs a column of times and one of numbers; here is the table.',
    );
    expect(drawn(pictureOf({ ...byHour, rows: [] }, { kind: 'timechart' }, of))).toBe('There are no rows to draw.');
  });
});

describe('other charts', () => {
  it.each([
    ['barchart', 'bars'],
    ['columnchart', 'columns'],
  ] as const)('%s has a category for each value of the first column, and series by the next', (kind, style) => {
    expect(drawn(pictureOf(byCode, { kind }, of))).toMatchObject({
      style,
      stacked: true,
      categories: ['200', '500'],
      series: [
        { label: 'true', values: [90, undefined] },
        { label: 'false', values: [1, 4] },
      ],
    });
  });

  it('of more names than find room say how many are drawn', () => {
    const many = { columns: byCode.columns.toSpliced(1, 1), rows: Array.from({ length: 73 }, (_, index) => [`c${index}`, index]) };
    expect(pictureOf(many, { kind: 'columnchart' }, of)).toMatchObject({ note: '24 of 73 columns drawn; the table and the CSV have all.' });
    expect(pictureOf(many, { kind: 'piechart' }, of)).not.toHaveProperty('note');
  });

  it('as shares add up to a hundred in each category', () => {
    expect(drawn(pictureOf(byCode, { kind: 'barchart', stacked: true, percent: true }, of))).toMatchObject({
      unit: 'percent',
      series: [{ values: [(90 / 91) * 100, undefined] }, { values: [(1 / 91) * 100, 100] }],
    });
  });

  it('are called by what they measure, by the names; a query with a name by that, and by its own title', () => {
    const titleOf = (asked: Parameters<typeof pictureOf>[1], over: Partial<typeof of> = {}): unknown =>
      drawn(pictureOf(byCode, asked, { ...of, ...over }));
    expect(titleOf({ kind: 'barchart' })).toMatchObject({ title: 'count_ of requests by resultCode, ok' });
    expect(titleOf({ kind: 'piechart' })).toMatchObject({ title: 'count_ of requests by resultCode' });
    expect(titleOf({ kind: 'piechart' }, { isNamed: true })).toMatchObject({ title: 'requests' });
    expect(titleOf({ kind: 'piechart', title: 'Codes' }, { isNamed: true })).toMatchObject({ title: 'Codes' });
  });

  it('a pie adds up what belongs to one name', () => {
    expect(drawn(pictureOf(byCode, { kind: 'piechart' }, of))).toMatchObject({
      style: 'pie',
      categories: ['200', '500'],
      series: [{ label: 'count_', values: [91, 4] }],
    });
  });

  it('a scatterchart has numbers against numbers', () => {
    const table: QueryTable = {
      columns: [
        { name: 'size', type: 'long' },
        { name: 'ms', type: 'real' },
      ],
      rows: [
        [1, 10.5],
        [2, undefined],
        [3, 30],
      ],
    };
    const points = [
      { x: 1, y: 10.5 },
      { x: 3, y: 30 },
    ];
    expect(drawn(pictureOf(table, { kind: 'scatterchart' }, of))).toMatchObject({
      style: 'scatter',
      axis: 'size',
      series: [{ label: 'ms', points }],
    });
    expect(drawn(pictureOf(table, { kind: 'linechart' }, of))).toMatchObject({ style: 'curve' });
  });

  it('what has no numbers, or is no chart that we know, is said', () => {
    const words: QueryTable = { columns: [{ name: 'a', type: 'string' }], rows: [['x']] };
    expect(drawn(pictureOf(words, { kind: 'piechart' }, of))).toContain('needs a column of numbers');
    expect(drawn(pictureOf(byCode, { kind: 'anomalychart' }, of))).toBe('I cannot draw “anomalychart”; here is the table.');
  });

  it('without render the columns decide', () => {
    expect([likelyRender(byHour), likelyRender(byCode)]).toEqual(['timechart', 'barchart']);
    expect(likelyRender({ columns: [{ name: 'a', type: 'string' }], rows: [] })).toBeUndefined();
  });
});
