import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimate } from './decimate.ts';

const pointsOf = (values: readonly (number | undefined)[]) => values.map((value, at) => ({ at, value }));

describe('a dense series', () => {
  it('keeps its peaks, its order and its ends, whatever it looks like', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.integer(), { nil: undefined }), { minLength: 60, maxLength: 600 }), (values) => {
        const points = pointsOf(values);
        const thin = decimate(points, 50);
        const measured = values.filter((value) => value !== undefined);
        expect(thin.length).toBeLessThanOrEqual(50);
        expect(thin.map((point) => point.at)).toEqual(thin.map((point) => point.at).toSorted((one, other) => one - other));
        expect([thin[0], thin.at(-1)]).toEqual([points[0], points.at(-1)]);
        if (measured.length === 0) return;
        const kept = thin.flatMap((point) => point.value ?? []);
        expect(Math.max(...kept)).toBe(Math.max(...measured));
        expect(Math.min(...kept)).toBe(Math.min(...measured));
      }),
    );
  });

  it('keeps the highest and the lowest of each stretch', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 200, maxLength: 800 }), (values) => {
        const most = 100;
        const kept = decimate(pointsOf(values), most);
        const stretches = most / 5;
        for (let stretch = 0; stretch < stretches; stretch += 1) {
          const begin = Math.floor((stretch * values.length) / stretches);
          const end = Math.floor(((stretch + 1) * values.length) / stretches);
          const measured = values.slice(begin, end);
          const shown = kept.flatMap(({ at, value }) => (at >= begin && at < end ? (value ?? []) : []));
          expect([Math.min(...shown), Math.max(...shown)]).toEqual([Math.min(...measured), Math.max(...measured)]);
        }
      }),
    );
  });

  it('keeps a gap', () => {
    const values = Array.from({ length: 1_000 }, (_, index) => (index === 500 ? undefined : index));
    expect(decimate(pointsOf(values), 100).some((point) => point.value === undefined)).toBe(true);
  });

  it('is left as it is when it is not dense', () => {
    const points = pointsOf([1, 2, 3]);
    expect(decimate(points)).toBe(points);
  });
});
