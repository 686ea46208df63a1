import { describe, expect, it } from 'vitest';
import { height } from './design.ts';
import { legendOf } from './legend.ts';

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
    expect(legendOf(series(1), 'percent').rows).toMatchObject([{ label: 'web-0', last: '30 %', average: '20 %', maximum: '30 %' }]);
  });

  it('says “no data” for a series without a value', () => {
    expect(legendOf([{ label: 'web', points: [] }], 'percent').rows).toMatchObject([{ last: 'no data', maximum: 'no data' }]);
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
