import { describe, expect, it } from 'vitest';
import { rangeOf } from './logs-range.ts';
import { readLogsRequest, readPrefer } from './logs-request.ts';

const now = Date.UTC(2026, 10, 18, 12);
const hourMs = 3_600_000;
const read = (timespan: string | undefined) => readLogsRequest({ query: 'T', timespan }, now);

describe('a timespan', () => {
  it.each([
    ['PT12H', 12],
    ['P1DT1H', 25],
    ['P1W', 168],
    ['2026-11-18T00:00:00Z/2026-11-18T12:00:00Z', 12],
    ['2026-11-18T01:00:00+01:00/2026-11-18T12:00:00.0000000Z', 12],
    ['2026-11-18T00:00:00/PT12H', 12],
    ['PT12H/2026-11-18T12:00:00Z', 12],
  ])('%s is %i hours', (timespan, hours) => {
    expect(read(timespan)).toMatchObject({ from: now - hours * hourMs, to: now });
  });

  it.each(['yesterday', 'P', 'PT', '12H', 'PT1H/PT2H/PT3H', '2026-11-19/2026-11-18', 'PT1H/soon'])('%s is none', (timespan) => {
    expect(read(timespan)).toHaveProperty('refusal');
  });

  it('that is not sent bounds nothing, and a day or what the query names is looked at', () => {
    expect(read(undefined)).toMatchObject({ from: undefined, to: undefined });
    const from = (text: string): number => (now - rangeOf({ text, from: undefined, to: undefined }, now).from) / hourMs;
    expect(from('T | take 1')).toBe(24);
    expect(from('T | where timestamp > ago(7d)')).toBe(8 * 24);
    expect(from('T | where timestamp > datetime(2026-11-08)')).toBe(11 * 24 + 12);
    expect(from('T | where timestamp > startofmonth(now())')).toBe(93 * 24);
    expect(rangeOf({ text: 'T | where x > ago(7d)', from: now - hourMs, to: undefined }, now)).toEqual({ from: now - hourMs, to: now });
  });
});

it.each([
  [undefined, { waitMs: 180_000, render: 'left out', statistics: 'left out' }],
  ['wait=60,include-render=true', { waitMs: 60_000, render: 'asked for', statistics: 'left out' }],
  ['include-statistics=true; wait=5', { waitMs: 5_000, render: 'left out', statistics: 'asked for' }],
  ['wait=99999', { waitMs: 600_000, render: 'left out', statistics: 'left out' }],
])('the preferences %s are understood', (header, preferences) => {
  expect(readPrefer(header)).toEqual(preferences);
});
