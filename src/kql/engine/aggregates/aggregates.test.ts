import { describe, expect, it } from 'vitest';
import type { KqlType, Value } from '../shapes.ts';
import { aggregateFunctions } from './index.ts';

/** What the aggregate gives over these rows; arguments after the first column are constants where they are given as such. */
function over(
  name: string,
  types: readonly KqlType[],
  rows: readonly (readonly Value[])[],
  constants: readonly (Value | undefined)[] = [],
): Value {
  const known = aggregateFunctions.get(name);
  if (known === undefined) throw new TypeError(`no aggregate ${name}`);
  const accumulator = known.make({ name, types, type: known.type(types), constants, names: [], now: 0 })();
  for (const row of rows) accumulator.add(...row);
  return accumulator.result();
}

const column = (...values: readonly Value[]): readonly (readonly Value[])[] => values.map((value) => [value]);

describe('sums and means', () => {
  it('stay exact where a double would not', () => {
    expect(over('sum', ['long'], column(2 ** 53 - 1, 2))).toBe(9_007_199_254_740_993n);
    expect(over('sum', ['long'], column(9_007_199_254_740_993n, -9_007_199_254_740_993n, 7))).toBe(7);
    expect(over('sum', ['long'], column(2n ** 63n - 1n, 1))).toBe(-(2n ** 63n));
    expect(over('sum', ['decimal'], column({ decimal: '0.1' }, { decimal: '0.2' }, null))).toEqual({ decimal: '0.3' });
  });

  it('pass over nulls, and say what they say of nothing', () => {
    expect(over('avg', ['int'], column(1, null, 3))).toBe(2);
    expect(over('sum', ['int'], column(null))).toBe(0);
    expect(over('avg', ['real'], [])).toBeNaN();
    expect(over('avg', ['datetime'], [])).toBeNull();
    expect(over('max', ['long'], column(null))).toBeNull();
  });

  it('give the mean of times to the tick', () => {
    expect(over('avg', ['datetime'], column(9_007_199_254_740_991, 9_007_199_254_740_989))).toBe(9_007_199_254_740_990);
  });

  it('have the types that the service says', () => {
    const typeOf = (name: string, type: KqlType): KqlType | undefined => aggregateFunctions.get(name)?.type([type]);
    expect([
      typeOf('sum', 'int'),
      typeOf('sum', 'timespan'),
      typeOf('avg', 'long'),
      typeOf('avg', 'datetime'),
      typeOf('min', 'string'),
    ]).toEqual(['long', 'timespan', 'real', 'datetime', 'string']);
  });
});

describe('extremes', () => {
  it('take the row with the largest value, and one without a value only where no row has one', () => {
    const rows = [
      [null, 'none'],
      [3, 'first of the largest'],
      [3, 'second'],
      [1, 'least'],
    ] as const;
    expect(over('arg_max', ['int', 'string'], rows)).toBe('first of the largest');
    expect(over('arg_min', ['int', 'string'], rows)).toBe('least');
    expect(
      over(
        'arg_max',
        ['int', 'string'],
        [
          [null, 'only'],
          [null, 'other'],
        ],
      ),
    ).toBe('only');
  });

  it('compare texts by their characters, decimals by size, and let NaN give way', () => {
    expect(over('max', ['string'], column('b', 'a', 'B'))).toBe('b');
    expect(over('max', ['decimal'], column({ decimal: '9' }, { decimal: '10' }))).toEqual({ decimal: '10' });
    expect(over('min', ['real'], column(Number.NaN, 4, 5))).toBe(4);
  });

  it('take any value that says something', () => {
    expect(over('take_any', ['string'], column('', 'x', 'y'))).toBe('x');
    expect(
      over(
        'take_any',
        ['int', 'bool'],
        [
          [null, true],
          [5, true],
        ],
      ),
    ).toBeNull();
  });
});

describe('percentiles', () => {
  it('are those of the nearest rank', () => {
    const rows = column(15, 20, null, 35, 40, 50);
    const at = (percent: number): Value => over('percentile', ['int'], rows, [undefined, percent]);
    expect([0, 5, 30, 40, 50, 100].map(at)).toEqual([15, 15, 20, 20, 35, 50]);
    expect(over('percentile', ['int'], [], [undefined, 50])).toBeNull();
  });

  it('work on long numbers, decimals and times too', () => {
    expect(over('percentile', ['long'], column(2n ** 60n, 1, 2n ** 61n), [undefined, 50])).toBe(2n ** 60n);
    expect(over('percentiles_array', ['timespan'], column(36_000_000_000, 72_000_000_000), [undefined, [50, 100]])).toEqual([
      '01:00:00',
      '02:00:00',
    ]);
  });

  it('refuse what is no percentile', () => {
    expect(() => over('percentile', ['int'], column(1), [undefined, 101])).toThrow('between 0 and 100');
    expect(() => over('percentile', ['int'], column(1), [undefined, undefined])).toThrow('between 0 and 100');
  });
});

describe('collections', () => {
  it('hold at most as many as asked for', () => {
    expect(over('make_list', ['int'], column(1, 2, 3), [undefined, 2])).toEqual([1, 2]);
    expect(over('makeset', ['int'], column(...Array.from({ length: 200 }, (_, index) => index)))).toHaveLength(128);
  });

  it('write times as texts, and take lists apart for sets', () => {
    expect(over('make_list', ['datetime'], column(0))).toEqual(['2020-01-01T00:00:00.0000000Z']);
    expect(over('make_set', ['dynamic'], column(['a', 'b'], ['b', 'c'], null, 'a'))).toEqual(['a', 'b', 'c']);
  });

  it('describe what dynamic values look like', () => {
    const rows = column({ id: 1, tags: ['a'] }, { id: 'x', at: { zone: 'eu' } }, { size: 2.5 });
    expect(over('buildschema', ['dynamic'], rows)).toEqual({
      id: ['long', 'string'],
      tags: { '`indexer`': 'string' },
      at: { zone: 'string' },
      size: 'double',
    });
  });
});

it('counts different values whatever their kind', () => {
  expect(over('dcount', ['dynamic'], column([1], '[1]', [1], null, 1))).toBe(3);
  expect(
    over(
      'dcountif',
      ['int', 'bool'],
      [
        [1, true],
        [2, false],
        [2, null],
        [3, true],
      ],
    ),
  ).toBe(2);
});

it('measures spread without loss far from zero', () => {
  expect(over('variance', ['real'], column(1e9 + 1, 1e9 + 2, 1e9 + 3))).toBe(1);
  expect(over('stdev', ['real'], column(5))).toBe(0);
});
