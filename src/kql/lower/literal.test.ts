import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { datetimeText } from '../engine/values/datetime-text.ts';
import { timespanText } from '../engine/values/timespan-text.ts';
import { epochMs, type Value } from '../types.ts';
import { lowered } from './plan-text.fixture.ts';

/** The literal's type and value. */
function read(text: string): readonly [type: string, value: Value] {
  const { source } = lowered(`print x = ${text}`).result;
  const expression = source.kind === 'print' ? source.columns[0]?.expression : undefined;
  if (expression?.kind !== 'literal') throw new TypeError(`no literal: ${text}`);
  return [expression.type, expression.value];
}

const hour = 36_000_000_000;
const at = (iso: string): number => (Date.parse(iso) - epochMs) * 10_000;

describe('a literal', () => {
  it.each<readonly [text: string, type: string, value: Value]>([
    ['true', 'bool', true],
    ['bool(0)', 'bool', false],
    ['bool(null)', 'bool', null],
    ['int(-3)', 'int', -3],
    ['int(null)', 'int', null],
    ['-5', 'long', -5],
    ['long(-5)', 'long', -5],
    ['0x1F', 'long', 31],
    ['9007199254740993', 'long', 9_007_199_254_740_993n],
    ['long(-9223372036854775808)', 'long', -9_223_372_036_854_775_808n],
    ['1e3', 'real', 1000],
    ['-1.5', 'real', -1.5],
    ['real(nan)', 'real', Number.NaN],
    ['real(+inf)', 'real', Infinity],
    ['double(-inf)', 'real', -Infinity],
    ['real(null)', 'real', null],
    ['decimal(0.10)', 'decimal', { decimal: '0.1' }],
    ['guid(74BE27DE-1e4e-49d9-b579-fe0b331d3642)', 'guid', '74be27de-1e4e-49d9-b579-fe0b331d3642'],
    ['"a\\tb\\u00e9\\"c"', 'string', 'a\tbé"c'],
    ["'it\\'s'", 'string', "it's"],
    ['@"c:\\x""y"', 'string', 'c:\\x"y'],
    ['h@"secret"', 'string', 'secret'],
    ['```a\n"b"\\```', 'string', 'a\n"b"\\'],
    ['"a" "b" \'c\'', 'string', 'abc'],
    ['typeof(string)', 'string', 'string'],
    ['1d', 'timespan', 24 * hour],
    ['2.5h', 'timespan', 2.5 * hour],
    ['30m', 'timespan', hour / 2],
    ['10s', 'timespan', 100_000_000],
    ['100ms', 'timespan', 1_000_000],
    ['10microsecond', 'timespan', 100],
    ['1tick', 'timespan', 1],
    ['time(1.02:03:04.5)', 'timespan', 26 * hour + 3 * 600_000_000 + 45_000_000],
    ['timespan(2)', 'timespan', 48 * hour],
    ['time("15:00")', 'timespan', 15 * hour],
    ['time(15 seconds)', 'timespan', 150_000_000],
    ['timespan(-1d)', 'timespan', -24 * hour],
    ['-1h', 'timespan', -hour],
    ['datetime(2014-05-25T08:20:03.123456Z)', 'datetime', at('2014-05-25T08:20:03.123Z') + 4_560],
    ['datetime("2014-11-08 15:55")', 'datetime', at('2014-11-08T15:55:00Z')],
    ['datetime(2014-11-08 15:55:02+02:00)', 'datetime', at('2014-11-08T13:55:02Z')],
    ['datetime(Sat, 8 Nov 14 15:05:02 GMT)', 'datetime', at('2014-11-08T15:05:02Z')],
    ['datetime(2014-05)', 'datetime', at('2014-05-01T00:00:00Z')],
    ['datetime(2014)', 'datetime', at('2014-01-01T00:00:00Z')],
    ['datetime(11/30/2021)', 'datetime', at('2021-11-30T00:00:00Z')],
    ['datetime(2025, 6, 14)', 'datetime', at('2025-06-14T00:00:00Z')],
    ['datetime(null)', 'datetime', null],
    ['datetime(1601-01-01)', 'datetime', BigInt(Date.parse('1601-01-01T00:00:00Z') - epochMs) * 10_000n],
    ['dynamic(null)', 'dynamic', null],
    ['dynamic("x")', 'dynamic', 'x'],
    [
      'dynamic({"a": [1, -2.5, null, true, datetime(2020-01-02), 1d], "b": {"c": 9007199254740993}})',
      'dynamic',
      { a: [1, -2.5, null, true, '2020-01-02T00:00:00.0000000Z', '1.00:00:00'], b: { c: 9_007_199_254_740_993n } },
    ],
  ])('%s', (text, type, value) => {
    expect(read(text)).toStrictEqual([type, value]);
  });

  it('that is no date is refused', () => {
    expect(() => read('datetime(2014-02-31)')).toThrow(expect.objectContaining({ kind: 'semantic', at: { start: 10, length: 20 } }));
  });
});

describe('what the service would write is read as the same value', () => {
  const exact = (value: bigint): number | bigint => (Number.isSafeInteger(Number(value)) ? Number(value) : value);
  // The years 1 to 9999, from 2020.
  const moments = fc.bigInt({ min: -637_134_336_000_000_000n, max: 2_518_243_199_999_999_999n }).map(exact);
  const spans = fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n }).map(exact);

  it('of a datetime', () => {
    fc.assert(
      fc.property(moments, (ticks) => {
        expect(read(`datetime(${datetimeText(ticks)})`)).toStrictEqual(['datetime', ticks]);
      }),
    );
  });

  it('of a timespan', () => {
    fc.assert(
      fc.property(spans, (ticks) => {
        expect(read(`timespan(${timespanText(ticks)})`)).toStrictEqual(['timespan', ticks]);
      }),
    );
  });

  it('of a long', () => {
    const longs = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
    fc.assert(
      fc.property(longs, (value) => {
        expect(read(`long(${value})`)).toStrictEqual(['long', exact(value)]);
      }),
    );
  });

  it('of a string', () => {
    const quoted = (text: string): string =>
      `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n').replaceAll('\r', '\\r')}"`;
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(read(quoted(text))).toStrictEqual(['string', text]);
      }),
    );
  });
});
