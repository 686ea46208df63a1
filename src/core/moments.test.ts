import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isTimeOfDay, isTimeZone, readMoment } from './moments.ts';

const now = Date.UTC(2026, 10, 20, 23, 30);
const read = (words: string, zone = 'Europe/Berlin'): string | undefined => {
  const at = readMoment(words, zone, now);
  return at === undefined ? undefined : new Date(at).toISOString();
};

describe('a moment in words', () => {
  it.each([
    // In Berlin it is already the 21st.
    ['today', '2026-11-20T23:00:00.000Z'],
    ['Yesterday', '2026-11-19T23:00:00.000Z'],
    ['now', '2026-11-20T23:30:00.000Z'],
    ['0:05', '2026-11-20T23:05:00.000Z'],
    ['yesterday 22:00', '2026-11-20T21:00:00.000Z'],
    ['yesterday at 8:30 pm', '2026-11-20T19:30:00.000Z'],
    ['today 8am', '2026-11-21T07:00:00.000Z'],
    ['8am', '2026-11-21T07:00:00.000Z'],
    ['8:30pm', '2026-11-21T19:30:00.000Z'],
    ['12am', '2026-11-20T23:00:00.000Z'],
    ['12:15pm', '2026-11-21T11:15:00.000Z'],
    ['2026-07-01 8am', '2026-07-01T06:00:00.000Z'],
    ['2026-07-01', '2026-06-30T22:00:00.000Z'],
    ['2026-07-01 14:05', '2026-07-01T12:05:00.000Z'],
    ['2026-07-01T14:05:30', '2026-07-01T12:05:30.000Z'],
    ['2026-07-01T14:05Z', '2026-07-01T14:05:00.000Z'],
    ['2026-07-01T14:05+05:30', '2026-07-01T08:35:00.000Z'],
  ])('“%s” is %s', (words, at) => {
    expect(read(words)).toBe(at);
  });

  it.each([
    '',
    '25:00',
    '12:60',
    '2026-02-30',
    '2026-13-01',
    'tomorrow',
    '14',
    '20.11.2026',
    '13pm',
    '0am',
    'yesterday 14',
    'yesterday 25:00',
    '2026-02-30 8am',
    'now 8am',
  ])('“%s” is none', (words) => {
    expect(read(words)).toBeUndefined();
  });

  it('that summer time skips is the same time after the change', () => {
    expect(read('2026-03-29 02:30')).toBe('2026-03-29T01:30:00.000Z');
  });

  it('is understood on both sides of a change of the clocks', () => {
    expect(read('2026-10-25 01:30')).toBe('2026-10-24T23:30:00.000Z');
    expect(read('2026-10-25 04:00')).toBe('2026-10-25T03:00:00.000Z');
    expect(read('2026-03-08', 'America/New_York')).toBe('2026-03-08T05:00:00.000Z');
  });

  it('that comes twice is the first', () => {
    expect(read('2026-10-25 02:00')).toBe('2026-10-25T00:00:00.000Z');
    expect(read('2026-10-25 03:00')).toBe('2026-10-25T02:00:00.000Z');
    expect(read('2026-11-01 01:30', 'America/New_York')).toBe('2026-11-01T05:30:00.000Z');
  });

  it('may be a time of any day', () => {
    expect(['22:00', '8am', '8:30 PM'].map(isTimeOfDay)).toEqual([true, true, true]);
    expect(['yesterday 22:00', '14', 'today', '2026-11-20'].map(isTimeOfDay)).toEqual([false, false, false, false]);
  });

  it('written in UTC is read back, in any zone', () => {
    const moments = fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(moments, fc.constantFrom('UTC', 'Asia/Kolkata', 'America/St_Johns', 'Pacific/Apia'), (at, zone) => {
        const iso = at.toISOString();
        expect(readMoment(iso, zone, now)).toBe(Math.floor(at.getTime() / 1_000) * 1_000);
      }),
    );
  });

  it('or none is all that anything typed is', () => {
    const piece = fc.oneof(fc.constantFrom('yesterday', 'today', 'at', '8', ':30', 'pm', 'am', '2026-11-20', ' ', '99:99'), fc.string());
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
        const at = readMoment(pieces.join(''), 'Europe/Berlin', now);
        expect(at === undefined || Number.isFinite(at)).toBe(true);
      }),
    );
  });

  it('of a zone that does not exist is no question: the zone is checked before', () => {
    expect(['UTC', 'Europe/Berlin', 'africa/johannesburg'].map(isTimeZone)).toEqual([true, true, true]);
    expect(['', '+02:00', 'Europe/Nowhere', 'x'.repeat(1_000), '\u0000'].map(isTimeZone)).toEqual([false, false, false, false, false]);
  });
});
