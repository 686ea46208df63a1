import fc from 'fast-check';
import { expect, it } from 'vitest';
import { numberAt } from './select.ts';

it('finds what sorting would put there', () => {
  const numbers = fc.array(fc.oneof(fc.integer({ min: -5, max: 5 }), fc.double({ noNaN: true })), { minLength: 1, maxLength: 300 });
  fc.assert(
    fc.property(numbers, fc.nat(), (list, seed) => {
      const place = seed % list.length;
      const sorted = Float64Array.from(list).toSorted();
      const found = numberAt(Float64Array.from([...list, 99]), list.length, place);
      // -0 and 0 are the same number.
      expect(found === sorted[place]).toBe(true);
    }),
  );
});

it('does not slow down on numbers that are in order, equal, or a saw', () => {
  const shapes = [(at: number) => at, (at: number) => -at, () => 7, (at: number) => at % 3, (at: number) => (at % 2 === 0 ? at : -at)];
  for (const shape of shapes) {
    const list = Float64Array.from({ length: 200_000 }, (_, at) => shape(at));
    const sorted = list.toSorted();
    expect(numberAt(list, list.length, 100_000) === sorted[100_000]).toBe(true);
  }
}, 5_000);
