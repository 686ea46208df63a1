import { describe, expect, it } from 'vitest';
import { readDigestTime } from './digest-times.ts';

describe('the time of a digest', () => {
  it.each([
    ['daily 09:00', '0 9 * * *'],
    ['Daily 9:00', '0 9 * * *'],
    ['  daily   00:05 ', '5 0 * * *'],
    ['weekdays 17:30', '30 17 * * 1,2,3,4,5'],
    ['weekends 10:00', '0 10 * * 0,6'],
    ['mon,wed 08:30', '30 8 * * 1,3'],
    ['wed, mon, wednesday 08:30', '30 8 * * 1,3'],
    ['sunday 23:59', '59 23 * * 0'],
  ])('reads “%s” as %s', (words, cron) => {
    expect(readDigestTime(words)).toEqual({ cron });
  });

  it.each([
    '',
    'daily',
    '09:00',
    'daily 24:00',
    'daily 09:60',
    'daily 9',
    'daily 09:00 pm',
    'mon,,wed 08:30',
    'someday 08:30',
    'constructor 08:30',
    'mon wed 08:30',
  ])('does not read “%s”', (words) => {
    expect(readDigestTime(words)).toBeUndefined();
  });
});
