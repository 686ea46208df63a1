import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDuration, readDuration } from './duration.ts';

describe('durations', () => {
  it.each([
    ['90s', 90_000],
    ['30m', 1_800_000],
    ['6h', 21_600_000],
    ['7d', 604_800_000],
    ['1w', 604_800_000],
    ['1h30m', 5_400_000],
    [' 6H ', 21_600_000],
    ['0s', 0],
  ])('reads %s', (words, ms) => {
    expect(readDuration(words)).toBe(ms);
  });

  it.each(['', 'h', '6', '6x', '-6h', '6 h', '1.5h', '6hours', '1e3s', '999999999w999999999w', '٣h'])(
    'does not take “%s” for a duration',
    (words) => {
      expect(readDuration(words)).toBeUndefined();
    },
  );

  it.each([
    [21_600_000, '6h'],
    [5_400_000, '1h30m'],
    [604_800_000, '1w'],
    [691_200_000, '8d'],
    [90_000, '1m30s'],
    [499, '0s'],
  ])('writes %d ms as people do', (ms, words) => {
    expect(formatDuration(ms)).toBe(words);
  });

  it('gives back every whole second it wrote', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000_000 }), (seconds) => {
        expect(readDuration(formatDuration(seconds * 1_000))).toBe(seconds * 1_000);
      }),
    );
  });

  it('never throws, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (words) => {
        const ms = readDuration(words);
        expect(ms === undefined || (Number.isSafeInteger(ms) && ms >= 0)).toBe(true);
      }),
    );
  });
});
