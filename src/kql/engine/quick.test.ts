import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Expression } from '../plan.ts';
import { rowsTable } from '../rows-table.ts';
import type { KqlType, Value } from '../types.ts';
import { createContext } from './compile.ts';
import { filterRows } from './filter.ts';
import { scalarFunctions } from './functions/index.ts';
import { createMeter } from './meter.ts';

const wide = fc.bigInt({ min: 2n ** 53n, max: 2n ** 62n });
const whole = fc.oneof(
  fc.integer({ min: -5, max: 5 }),
  fc.maxSafeInteger(),
  wide,
  wide.map((value) => -value),
  fc.constant(null),
);
const samples: Readonly<Record<'long' | 'real' | 'string' | 'datetime' | 'timespan' | 'bool', fc.Arbitrary<Value>>> = {
  long: whole,
  real: fc.oneof(fc.double(), fc.integer({ min: -3, max: 3 }), fc.constantFrom<Value[]>(null, 2 ** 60)),
  string: fc.constantFrom('', 'a', 'A', 'b'),
  datetime: whole,
  timespan: whole,
  bool: fc.constantFrom(true, false, null),
};
type Sampled = keyof typeof samples;

const column = (name: string, type: KqlType): Expression => ({ kind: 'column', name, type });
const literal = (value: Value, type: KqlType): Expression => ({ kind: 'literal', value, type });
const meter = createMeter(
  () => undefined,
  () => 0,
);
const no = () => {
  throw new Error('there is no query inside');
};

/** What the function of this name says, called as it is for every other call. */
function byFunction(name: string, types: readonly KqlType[], left: Value, right: Value): Value {
  const call = { name, types, type: 'bool' as const, constants: [undefined, right], names: ['a', 'b'], now: 0 };
  const made = scalarFunctions.get(name)?.make(call);
  if (made === undefined) throw new Error(`there is no ${name}`);
  return made(left, right);
}

const pairs: readonly (readonly [Sampled, Sampled])[] = [
  ['long', 'long'],
  ['real', 'real'],
  ['long', 'real'],
  ['real', 'long'],
  ['string', 'string'],
  ['datetime', 'datetime'],
  ['timespan', 'timespan'],
  ['bool', 'bool'],
];

describe.each(['==', '!=', '<', '<=', '>', '>='])('%s without a call', (name) => {
  it.each(pairs.filter(([type]) => (type !== 'bool' && type !== 'string') || name === '==' || name === '!='))(
    'says of %s and %s what the function says',
    (left, right) => {
      fc.assert(
        fc.property(fc.array(fc.tuple(samples[left], samples[right]), { minLength: 1 }), (rows) => {
          const table = rowsTable(
            [
              { name: 'a', type: left },
              { name: 'b', type: right },
            ],
            rows,
          );
          const both = createContext({ table, now: 0, meter, queried: no }).compile({
            kind: 'call',
            name,
            arguments: [column('a', left), column('b', right)],
            type: 'bool',
          });
          const second = rows[0]?.[1] ?? null;
          const fixed: Expression = { kind: 'call', name, arguments: [column('a', left), literal(second, right)], type: 'bool' };
          const one = createContext({ table, now: 0, meter, queried: no }).compile(fixed);
          const expected = rows.map(([value]) => byFunction(name, [left, right], value, second));
          expect(rows.map((_, row) => both.evaluate(row))).toEqual(
            rows.map(([value, other]) => byFunction(name, [left, right], value, other)),
          );
          expect(rows.map((_, row) => one.evaluate(row))).toEqual(expected);
          const kept = filterRows(table, fixed, createContext({ table, now: 0, meter, queried: no }).compile, () => undefined);
          expect(kept.values(0)).toEqual(rows.flatMap(([value], row) => (expected[row] === true ? [value] : [])));
        }),
        { numRuns: 60 },
      );
    },
  );
});

it.each<readonly [Sampled, KqlType]>([
  ['datetime', 'timespan'],
  ['timespan', 'timespan'],
  ['long', 'long'],
])('bin of a %s without a call gives what the function gives', (type, sizeType) => {
  const inYears = fc.integer({ min: -500_000_000, max: 500_000_000 }).map((value) => value * 1_234_567);
  fc.assert(
    fc.property(fc.array(fc.oneof(inYears, fc.integer(), fc.constant(null))), fc.integer({ min: 1, max: 10 ** 15 }), (values, size) => {
      const table = rowsTable(
        [{ name: 'a', type }],
        values.map((value) => [value]),
      );
      const made = createContext({ table, now: 0, meter, queried: no }).compile({
        kind: 'call',
        name: 'bin',
        arguments: [column('a', type), literal(size, sizeType)],
        type,
      });
      const call = { name: 'bin', types: [type, sizeType], type, constants: [undefined, size], names: ['a', undefined], now: 0 };
      const run = scalarFunctions.get('bin')?.make(call);
      expect(values.map((_, row) => made.evaluate(row))).toEqual(values.map((value) => run?.(value, size)));
    }),
  );
});
