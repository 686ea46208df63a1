import { describe, expect, it } from 'vitest';
import { valueText } from './values.ts';

describe('values in narrow places', () => {
  it.each([
    [31.4, 'percent', '31 %'],
    [0.043, 'percent', '0.043 %'],
    [0.5, 'percent', '0.5 %'],
    [1.24e-7, 'milliseconds', '1.2e-7 ms'],
    [0.0005, 'seconds', '0.5 ms'],
    [0.00002, 'seconds', '0.02 ms'],
    [-3e300, 'count', '-3e300'],
    [3e300, 'bytes/s', '3e300 B/s'],
    [0.02, 'count/s', '0.02/s'],
    [1_536, 'bytes', '1.5 KiB'],
    [0, 'cores', '0 cores'],
    [Number.NaN, 'cores', 'no data'],
    [undefined, 'cores', 'no data'],
  ] as const)('%d in %s is %s', (value, unit, words) => {
    expect(valueText(value, unit)).toBe(words);
  });
});
