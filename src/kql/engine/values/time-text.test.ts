import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { momentOf, ticksBeforeEpoch, toUnixMs } from './calendar.ts';
import { datetimeText, parseDatetime } from './datetime-text.ts';
import { exact } from './integers.ts';
import { parseTimespan, timespanText } from './timespan-text.ts';

const instant = fc.bigInt({ min: -ticksBeforeEpoch, max: 3_155_378_975_999_999_999n - ticksBeforeEpoch }).map(exact);
const read = (text: string): string | null => {
  const ticks = parseDatetime(text);
  return ticks === null ? null : datetimeText(ticks);
};

describe('datetimes as text', () => {
  it('come back as they were, from the year 1 to 9999', () => {
    fc.assert(
      fc.property(instant, (ticks) => {
        expect(parseDatetime(datetimeText(ticks))).toBe(ticks);
      }),
    );
  });

  it('agree with another calendar', () => {
    fc.assert(
      fc.property(instant, (ticks) => {
        const { year, month, day } = momentOf(ticks);
        const other = DateTime.fromMillis(toUnixMs(ticks), { zone: 'utc' });
        expect([year, month, day]).toEqual([other.year, other.month, other.day]);
      }),
    );
  });

  it.each([
    ['2014-05-25T08:20:03.123456Z', '2014-05-25T08:20:03.1234560Z'],
    ['2014-05-25 08:20', '2014-05-25T08:20:00.0000000Z'],
    ['2014-11-08', '2014-11-08T00:00:00.0000000Z'],
    ['2014-11-08T15:55:55+02:00', '2014-11-08T13:55:55.0000000Z'],
    ['Sat, 8 Nov 14 15:05:02 GMT', '2014-11-08T15:05:02.0000000Z'],
    ['8 Nov 2014 15:05', '2014-11-08T15:05:00.0000000Z'],
    ['Saturday, 08-Nov-14 15:05:02 UTC', '2014-11-08T15:05:02.0000000Z'],
    ['Sat Nov 8 2014', '2014-11-08T00:00:00.0000000Z'],
    ['12/31/2016 5:06:07 PM', '2016-12-31T17:06:07.0000000Z'],
    ['01-02-2022', '2022-01-02T00:00:00.0000000Z'],
    ['20160131', '2016-01-31T00:00:00.0000000Z'],
    ['2015-02-29', null],
    ['2015-01-01 24:00', null],
    ['soon', null],
    ['', null],
  ])('reads %s', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => parseDatetime(text)).not.toThrow();
      }),
    );
  });
});

describe('timespans as text', () => {
  it('come back as they were', () => {
    const span = fc
      .oneof(fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n }), fc.bigInt({ min: -100_000_000n, max: 100_000_000n }))
      .map(exact);
    fc.assert(
      fc.property(span, (ticks) => {
        expect(parseTimespan(timespanText(ticks))).toBe(ticks);
      }),
    );
  });

  it.each([
    ['1.02:03:04.5', '1.02:03:04.5000000'],
    ['-00:00:01', '-00:00:01'],
    ['02:03', '02:03:00'],
    ['90m', '01:30:00'],
    ['1.5h', '01:30:00'],
    ['2', '2.00:00:00'],
    ['10ms', '00:00:00.0100000'],
    ['25:00', null],
    ['1 fortnight', null],
  ])('reads %s', (text, expected) => {
    const ticks = parseTimespan(text);
    expect(ticks === null ? null : timespanText(ticks)).toBe(expected);
  });
});
