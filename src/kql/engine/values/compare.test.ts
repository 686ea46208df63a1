import { describe, expect, it } from 'vitest';
import type { Value } from '../../types.ts';
import { compareValues, equalityOf, orderOf, sortOrder } from './compare.ts';
import { compositeKey, groupKey } from './keys.ts';

describe('comparing values', () => {
  it('compares numbers across types by their quantity', () => {
    expect(equalityOf('long', 'real')(2, 2)).toBe(true);
    expect(equalityOf('long', 'real')(2n ** 60n, 2 ** 60)).toBe(true);
    expect(equalityOf('long', 'decimal')(2, { decimal: '2' })).toBe(true);
    expect(equalityOf('decimal', 'decimal')({ decimal: '0.1' }, { decimal: '0.10' })).toBe(true);
    expect(orderOf('long', 'long')(2n ** 60n, 5)).toBeGreaterThan(0);
  });

  it('reads what is inside a dynamic as the type beside it', () => {
    expect(equalityOf('dynamic', 'string')('a', 'a')).toBe(true);
    expect(equalityOf('dynamic', 'string')(5, '5')).toBe(true);
    expect(equalityOf('dynamic', 'long')(1.5, 1)).toBe(false);
    expect(equalityOf('dynamic', 'datetime')('2020-01-01', 0)).toBe(true);
    expect(equalityOf('dynamic', 'long')([1], 1)).toBe(false);
  });

  it('takes NaN as equal to nothing and in no order', () => {
    expect(equalityOf('real', 'real')(Number.NaN, Number.NaN)).toBe(false);
    expect(orderOf('real', 'real')(Number.NaN, 1)).toBeNaN();
  });

  it('sorts nulls, then NaN, to the end that is asked for', () => {
    const values: Value[] = [3, null, Number.NaN, 1, 2n ** 60n];
    expect(values.toSorted(sortOrder('asc', 'first'))).toEqual([null, Number.NaN, 1, 3, 2n ** 60n]);
    expect(values.toSorted(sortOrder('desc', 'last'))).toEqual([2n ** 60n, 3, 1, Number.NaN, null]);
    expect(compareValues({ decimal: '9' }, { decimal: '10' })).toBeLessThan(0);
  });
});

describe('keys of groups', () => {
  it('are the same for equal values only', () => {
    expect(groupKey([1, { a: 'x' }])).toBe(groupKey([1, { a: 'x' }]));
    expect(groupKey(['1'])).not.toBe(groupKey([1]));
    expect(groupKey([1])).not.toBe(groupKey('[1]'));
    expect(compositeKey(['a', 'bc'])).not.toBe(compositeKey(['ab', 'c']));
    expect(compositeKey(['1'])).not.toBe(compositeKey([1]));
    expect(compositeKey([null])).not.toBe(compositeKey(['']));
    expect(compositeKey([2n ** 60n, true])).toBe(compositeKey([2n ** 60n, true]));
  });
});
