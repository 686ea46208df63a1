import { describe, expect, it } from 'vitest';
import type { Unit } from './model/series.ts';
import { formatValue } from './numbers.ts';

describe('a number with its unit', () => {
  it.each<[number | undefined, Unit, string]>([
    [31.4, 'percent', '31 %'],
    [0.34, 'percent', '0.3 %'],
    [100, 'percent', '100 %'],
    [99.96, 'percent', '99.96 %'],
    [99.9996, 'percent', '99.999 %'],
    [99.2, 'percent', '99.2 %'],
    [312.4, 'milliseconds', '312 ms'],
    [2_000, 'milliseconds', '2,000 ms'],
    [12_340, 'milliseconds', '12.3 s'],
    [300_000, 'milliseconds', '5 min'],
    [0.25, 'seconds', '250 ms'],
    [1_503_238_553, 'bytes', '1.4 GiB'],
    [1_023.9, 'bytes', '1 KiB'],
    [2_048, 'bytes/s', '2 KiB/s'],
    [12_345, 'count', '12.3 k'],
    [9_999, 'count', '9,999'],
    [0, 'count', '0'],
    [-0.0001, 'count', '0'],
    [4.25, 'count/s', '4.3/s'],
    [0.25, 'cores', '0.25 cores'],
    [undefined, 'percent', 'no data'],
    [Number.NaN, 'bytes', 'no data'],
    [Number.POSITIVE_INFINITY, 'count', 'no data'],
  ])('writes %s %s as “%s”', (value, unit, shown) => {
    expect(formatValue(value, unit)).toBe(shown);
  });
});
