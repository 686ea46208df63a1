import { describe, expect, it } from 'vitest';
import { height } from './design.ts';
import { legendOf as legendOfDrawn } from './legend.ts';
import { withStrokes } from './strokes.ts';

const legendOf = (...[series, unit]: [Parameters<typeof withStrokes>[0], Parameters<typeof legendOfDrawn>[1]]) =>
  legendOfDrawn(withStrokes(series), unit);

const series = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    label: `web-${index}`,
    points: [
      { at: 0, value: 10 },
      { at: 1, value: 30 },
      { at: 2, value: undefined },
    ],
  }));

describe('the legend', () => {
  it('tells the last, the average and the highest value', () => {
    expect(legendOf(series(1), 'percent').rows).toMatchObject([{ label: 'web-0', last: '30 %', average: '20 %', extreme: '30 %' }]);
  });

  it('says “no data” for a series without a value', () => {
    expect(legendOf([{ label: 'web', points: [] }], 'percent').rows).toMatchObject([{ last: 'no data', extreme: 'no data' }]);
  });

  it('names the past of a series right below it', () => {
    const past = [...series(2), { label: 'web-0, 1 week earlier', pastOf: 'web-0', points: [] }];
    expect(legendOf(past, 'percent').rows.map((row) => row.label)).toEqual(['web-0', '1 week earlier', 'web-1']);
  });

  it('keeps a past beside what it is the past of, in two columns too', () => {
    const pairs = series(3).flatMap((one) => [one, { label: `${one.label}, 1 week before`, pastOf: one.label, points: [] }]);
    const { columns, perColumn, rows } = legendOf(pairs, 'percent');
    expect([columns, perColumn, rows[perColumn]?.label]).toEqual([2, 4, 'web-2']);
  });

  it('tells the lowest value where low ones are the bad ones', () => {
    const drawn = withStrokes(series(1));
    expect(legendOfDrawn(drawn, 'percent', 'lowest')).toMatchObject({ extreme: 'lowest', rows: [{ extreme: '10 %' }] });
  });

  it('has an average of values whose sum is no number any more', () => {
    const points = [0, 1, 2].map((at) => ({ at, value: 1e308 }));
    expect(legendOf([{ label: 'web', points }], 'count').rows).toMatchObject([{ average: '1e308', extreme: '1e308' }]);
  });

  it('says how many series it leaves out', () => {
    const legend = legendOf(series(40), 'percent');
    expect(legend.rows).toHaveLength(11);
    expect(legend.rest).toBe('and 29 more');
  });

  it.each([1, 4, 5, 12, 40])('leaves most of the picture to %d curves', (count) => {
    expect(legendOf(series(count), 'percent').height).toBeLessThan(height * 0.4);
  });

  it('tells ten series apart by colour and dash', () => {
    const strokes = legendOf(series(10), 'percent').rows.map((row) => JSON.stringify(row.stroke));
    expect(new Set(strokes).size).toBe(10);
  });
});
