import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Value } from '../types.ts';
import { firstInOrder, rowOrder, sortedRows } from './order.ts';
import { sortOrder } from './values/compare.ts';

const cell: fc.Arbitrary<Value> = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.constant(null),
  fc.constant(Number.NaN),
  fc.constant(2n ** 60n),
);
const plain: fc.Arbitrary<Value> = fc.integer({ min: -20, max: 20 });
const text: fc.Arbitrary<Value> = fc.constantFrom('', 'a', 'B', 'ä', 'b');
const direction = fc.constantFrom('asc' as const, 'desc' as const);
const nulls = fc.constantFrom('first' as const, 'last' as const);
const columns = (length: number) =>
  fc.array(
    fc.record({
      values: fc.oneof(...[cell, plain, text].map((one) => fc.array(one, { minLength: length, maxLength: length }))),
      direction,
      nulls,
    }),
    { minLength: 1, maxLength: 3 },
  );

it('sorts rows as a stable sort of their cells does, and picks the first of them', () => {
  const given = fc
    .nat({ max: 60 })
    .chain((length) => fc.record({ length: fc.constant(length), keys: columns(length), count: fc.nat({ max: 70 }) }));
  fc.assert(
    fc.property(given, ({ length, keys, count }) => {
      const expected = Array.from({ length }, (_, row) => row).toSorted((one, other) => {
        for (const key of keys) {
          const by = sortOrder(key.direction, key.nulls)(key.values[one] ?? null, key.values[other] ?? null);
          if (by !== 0) return by;
        }
        return one - other;
      });
      const order = rowOrder(keys);
      expect([...sortedRows(length, order, () => undefined)]).toEqual(expected);
      expect([...firstInOrder(length, count, order)]).toEqual(expected.slice(0, count));
    }),
  );
});
