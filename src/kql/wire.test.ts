import { expect, it } from 'vitest';
import { rowsTable } from './rows-table.ts';
import type { KqlType, Value } from './types.ts';
import { cellJson, writeRows } from './wire.ts';

const second = 10_000_000;

it.each<readonly [KqlType, Value, string]>([
  ['bool', true, 'true'],
  ['long', 9_007_199_254_740_993n, '9007199254740993'],
  ['int', -1, '-1'],
  ['real', 1.5, '1.5'],
  ['real', Number.NaN, '"NaN"'],
  ['real', Number.NEGATIVE_INFINITY, '"-Infinity"'],
  ['decimal', { decimal: '0.1' }, '"0.1"'],
  ['string', 'a "b"\n', '"a \\"b\\"\\n"'],
  ['guid', '74be27de-1e4e-49d9-b579-fe0b331d3642', '"74be27de-1e4e-49d9-b579-fe0b331d3642"'],
  ['datetime', 0, '"2020-01-01T00:00:00Z"'],
  ['datetime', 1_234_567, '"2020-01-01T00:00:00.1234567Z"'],
  ['datetime', 1_200_000, '"2020-01-01T00:00:00.12Z"'],
  ['datetime', 10 * second, '"2020-01-01T00:00:10Z"'],
  ['timespan', 300 * second, '"00:05:00"'],
  ['timespan', 93_784 * second + 50_000, '"1.02:03:04.0050000"'],
  ['timespan', -second, '"-00:00:01"'],
  ['dynamic', { a: [1, 'x', null] }, '"{\\"a\\":[1,\\"x\\",null]}"'],
  ['dynamic', 'plain', '"plain"'],
  ['dynamic', 9_007_199_254_740_993n, '"9007199254740993"'],
  ['long', null, 'null'],
  ['string', null, '""'],
])('writes %s %s as %s', (type, value, json) => {
  expect(cellJson(value, type)).toBe(json);
});

it('writes rows as lists, numbers with all their digits', () => {
  const table = rowsTable(
    [
      { name: 'a', type: 'long' },
      { name: 'b', type: 'string' },
    ],
    [[9_223_372_036_854_775_807n, 'x'], [null]],
  );
  expect(writeRows(table)).toBe('[[9223372036854775807,"x"],[null,""]]');
});
