import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Value } from '../types.ts';
import { createKeys, firstOfEach, rowsOfEach } from './keys.ts';
import { compositeKey } from './values/keys.ts';

const cell: fc.Arbitrary<Value> = fc.constantFrom<Value[]>(
  'a',
  'b',
  '',
  1,
  2,
  2n ** 60n,
  null,
  true,
  Number.NaN,
  [1, 'a'],
  { x: 1 },
  '{"x":1}',
);
const rowsOf = (width: number) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { maxLength: 40 });
const columnsOf = (rows: readonly (readonly Value[])[], width: number) =>
  Array.from({ length: width }, (_, at) => rows.map((row) => row[at] ?? null));

it('gives the same number to the same cells, counted as they are first seen, and finds them again', () => {
  const given = fc
    .integer({ min: 1, max: 3 })
    .chain((width) => fc.record({ width: fc.constant(width), rows: rowsOf(width), asked: rowsOf(width) }));
  fc.assert(
    fc.property(given, ({ width, rows, asked }) => {
      const seen = [...new Set(rows.map(compositeKey))];
      const keys = createKeys(width);
      const added = keys.add(columnsOf(rows, width), rows.length);
      expect([...added]).toEqual(rows.map((row) => seen.indexOf(compositeKey(row))));
      expect(keys.count()).toBe(seen.length);
      expect([...keys.find(columnsOf(asked, width), asked.length)]).toEqual(asked.map((row) => seen.indexOf(compositeKey(row))));
      expect([...firstOfEach(added, keys.count())]).toEqual(seen.map((key) => rows.findIndex((row) => compositeKey(row) === key)));
      expect(rowsOfEach(added, keys.count()).map((list) => [...list])).toEqual(
        seen.map((key) => rows.flatMap((row, at) => (compositeKey(row) === key ? [at] : []))),
      );
    }),
  );
});
