import { describe, expect, it } from 'vitest';
import type { Picture } from '../src/core/chart.ts';
import type { QueryCell, QueryTable } from '../src/core/model/query.ts';
import type { Asked } from './query-drawing.ts';
import { pictureOf } from './query-picture.ts';

const hour = 3_600_000;
const to = Date.UTC(2026, 10, 20, 14, 5);
const of = { title: 'requests in compliance', isNamed: false, subtitle: '3d', timeZone: 'Europe/Berlin', from: to - 72 * hour, to };
const bin = (index: number): string => new Date(Math.floor(of.from / hour) * hour + index * hour).toISOString();
const counts = (bins: number, names: readonly string[]): QueryTable => ({
  columns: [
    { name: 'timestamp', type: 'datetime' },
    { name: 'name', type: 'string' },
    { name: 'count_', type: 'long' },
  ],
  rows: Array.from({ length: bins }, (_, index) => names.map((one): QueryCell[] => [bin(index), one, index + 1])).flat(),
});
const bare = (table: QueryTable): QueryTable => ({
  columns: table.columns.filter((one) => one.type !== 'string'),
  rows: table.rows.map(([at, , value]) => [at, value]),
});

function drawn(table: QueryTable, asked: Asked): { readonly picture: Picture; readonly note?: string | undefined } {
  const drawing = pictureOf(table, asked, of);
  if ('reason' in drawing) throw new Error(drawing.reason);
  return drawing;
}

const seriesOf = (picture: Picture): readonly (readonly (number | undefined)[])[] =>
  'timeZone' in picture ? picture.series.map((one) => one.points.map(({ value }) => value)) : [];

describe('columns over time', () => {
  it('are all there, on a time axis that has room for the last one', () => {
    const { picture, note } = drawn(bare(counts(73, ['a'])), { kind: 'columnchart' });
    expect(picture).toMatchObject({ style: 'bar', timeZone: 'Europe/Berlin', title: 'count_ of requests in compliance' });
    expect(seriesOf(picture)[0]).toHaveLength(73);
    expect(picture).toMatchObject({ from: Date.parse(bin(0)), to: Date.parse(bin(72)) + hour });
    expect(note).toBeUndefined();
  });

  it('stand on one another where series are split, all with all moments', () => {
    const table = counts(4, ['a', 'b']);
    const sparse = { ...table, rows: table.rows.filter(([at, name]) => name === 'a' || at === bin(2)) };
    const { picture, note } = drawn(sparse, { kind: 'barchart' });
    expect(picture).toMatchObject({ style: 'bar', addsUp: true, title: 'count_ of requests in compliance by name' });
    expect(seriesOf(picture)).toEqual([
      [1, 2, 3, 4],
      [undefined, undefined, 3, undefined],
    ]);
    expect(note).toBe('Over time, bars are drawn as columns.');
  });

  it('stand side by side, or as shares of a hundred, where that is asked for', () => {
    expect(drawn(counts(4, ['a', 'b']), { kind: 'columnchart', stacked: false }).picture).toMatchObject({ addsUp: false });
    const { picture } = drawn(counts(4, ['a', 'b']), { kind: 'columnchart', stacked: true, percent: true });
    expect(picture).toMatchObject({ unit: 'percent', subtitle: 'shares in percent · 3d' });
    expect(seriesOf(picture)[0]).toEqual([50, 50, 50, 50]);
  });

  it('that are too many are curves, and the note says so', () => {
    expect(drawn(bare(counts(500, ['a'])), { kind: 'columnchart' })).toMatchObject({
      picture: { style: 'area' },
      note: 'So many columns could not be told apart: this is an area.',
    });
    expect(drawn(counts(100, ['a', 'b', 'c']), { kind: 'columnchart', stacked: false })).toMatchObject({ picture: { style: 'line' } });
  });

  it('are not meant where the first column has a name for each row', () => {
    const table = counts(1, ['a', 'b', 'c']);
    const byName = {
      columns: table.columns.toSpliced(0, 2, ...table.columns.slice(0, 2).toReversed()),
      rows: table.rows.map(([at, one, n]) => [one, at, n]),
    };
    expect(drawn(byName, { kind: 'barchart' }).picture).toMatchObject({ style: 'bars', categories: ['a', 'b', 'c'] });
    const twice = counts(2, ['a', 'b']);
    const repeated = { ...byName, rows: twice.rows.map(([at, one, n]) => [one, at, n]) };
    expect(drawn(repeated, { kind: 'barchart' }).picture.style).toBe('bar');
  });
});

describe('areas', () => {
  const five = counts(4, ['a', 'b', 'c', 'd', 'e']);

  it.each([{ kind: 'areachart', stacked: true }, { kind: 'stackedareachart' }])('are stacked as asked: %j', (asked) => {
    expect(drawn(five, asked)).toMatchObject({ picture: { style: 'area', addsUp: true } });
    expect(drawn(five, asked).note).toBeUndefined();
  });

  it('of up to three are filled, of more are lines, and the note says so', () => {
    expect(drawn(counts(4, ['a', 'b', 'c']), { kind: 'areachart' })).toMatchObject({ picture: { style: 'area', addsUp: false } });
    const { picture, note } = drawn(five, { kind: 'areachart' });
    expect(picture.style).toBe('line');
    expect(note).toContain('these are lines');
  });

  it('below zero are not stacked', () => {
    const table = { ...five, rows: [...five.rows, [bin(5), 'a', -3]] };
    expect(drawn(table, { kind: 'areachart', stacked: true })).toMatchObject({
      picture: { style: 'line' },
      note: 'Values below zero cannot be stacked: these are lines.',
    });
  });

  it('as shares add up to a hundred', () => {
    const { picture } = drawn(counts(2, ['a', 'b']), { kind: 'areachart', stacked: true, percent: true });
    expect(seriesOf(picture)).toEqual([
      [50, 50],
      [50, 50],
    ]);
  });
});

describe('rows of a log', () => {
  const raw: QueryTable = {
    columns: [
      { name: 'timestamp', type: 'datetime' },
      { name: 'id', type: 'string' },
      { name: 'source', type: 'string' },
      { name: 'name', type: 'string' },
      { name: 'duration', type: 'real' },
    ],
    rows: ['a', 'b', 'a'].map((one, index) => [bin(index), `id${index}`, '', one, index + 0.5]),
  };

  it('are not a curve each: the first column that groups them tells the curves apart, or none does', () => {
    expect(drawn(raw, { kind: 'timechart' }).picture).toMatchObject({
      title: 'duration of requests in compliance by name',
      series: [{ label: 'a', points: [{ value: 0.5 }, { value: 2.5 }] }, { label: 'b' }],
    });
    const alone = { ...raw, rows: raw.rows.map((row, index) => row.with(3, `n${index}`)) };
    expect(drawn(alone, { kind: 'timechart' }).picture.series).toMatchObject([{ label: 'duration', points: { length: 3 } }]);
    expect(drawn(raw, { kind: 'timechart', series: ['id'] }).picture.series).toHaveLength(3);
  });

  it('as a scatterchart are dots over time', () => {
    expect(drawn(raw, { kind: 'scatterchart' }).picture.style).toBe('dots');
  });
});
