import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Expression } from '../plan.ts';
import { rowsTable } from '../rows-table.ts';
import type { KqlType, Value } from '../types.ts';
import { createContext } from './compile.ts';
import { scalarFunctions } from './functions/index.ts';
import { createMeter } from './meter.ts';

const number = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constantFrom<Value[]>(null, 2n ** 60n, -(2n ** 60n)));
const real = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constantFrom<Value[]>(null, 2 ** 60, Number.NaN, 1.5));
const text = fc.constantFrom<Value[]>('', 'a', 'A', 'b', 'B');
const samples: Readonly<Record<'long' | 'real' | 'string' | 'bool' | 'dynamic', fc.Arbitrary<Value>>> = {
  long: number,
  real,
  string: text,
  bool: fc.constantFrom<Value[]>(true, false, null),
  dynamic: fc.constantFrom<Value[]>(1, 'a', null, true),
};
type Sampled = keyof typeof samples;

const meter = createMeter(
  () => undefined,
  () => 0,
);
const noQuery = () => {
  throw new Error('there is no query inside');
};

it.each<readonly [string, Sampled, Sampled]>([
  ['in', 'long', 'long'],
  ['!in', 'long', 'real'],
  ['in', 'real', 'long'],
  ['!in', 'real', 'real'],
  ['in', 'string', 'string'],
  ['in~', 'string', 'string'],
  ['!in~', 'string', 'string'],
  ['!in', 'bool', 'bool'],
  ['in', 'long', 'dynamic'],
  ['!in', 'string', 'dynamic'],
])('%s says of %s among %s what the function says', (name, left, right) => {
  fc.assert(
    fc.property(fc.array(samples[left], { minLength: 1 }), fc.array(samples[right], { minLength: 1, maxLength: 6 }), (values, items) => {
      const table = rowsTable(
        [{ name: 'a', type: left }],
        values.map((value) => [value]),
      );
      const listed = items.map((value): Expression => ({ kind: 'literal', value, type: right }));
      const made = createContext({ table, now: 0, meter, queried: noQuery }).compile({
        kind: 'call',
        name,
        arguments: [{ kind: 'column', name: 'a', type: left }, ...listed],
        type: 'bool',
      });
      const types: readonly KqlType[] = [left, ...items.map(() => right)];
      const call = {
        name,
        types,
        type: 'bool' as const,
        constants: [undefined, ...items],
        names: ['a', ...items.map(() => undefined)],
        now: 0,
      };
      const run = scalarFunctions.get(name)?.make(call);
      expect(values.map((_, row) => made.evaluate(row))).toEqual(values.map((value) => run?.(value, ...items)));
    }),
  );
});
