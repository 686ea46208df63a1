import { describe, expect, it } from 'vitest';
import { createCronTimes } from '../schedule/cron-times.ts';
import { whatIsDue } from './digests-due.ts';

const cron = createCronTimes();
const daily = { cron: '0 9 * * *', timeZone: 'Europe/Berlin' };
const at = (iso: string): number => Date.parse(iso);
const due = (since: string, now: string) => whatIsDue(daily, cron, at(since), at(now));

describe('a daily digest at 09:00 in Berlin', () => {
  it('is due from its time on, once', () => {
    expect(due('2026-11-17T08:00:00Z', '2026-11-18T07:59:59Z')).toEqual({ kind: 'nothing' });
    expect(due('2026-11-17T08:00:00Z', '2026-11-18T08:00:00Z')).toEqual({ kind: 'post', due: at('2026-11-18T08:00:00Z') });
    expect(due('2026-11-18T08:00:00Z', '2026-11-18T08:00:01Z')).toEqual({ kind: 'nothing' });
  });

  it('is still posted up to an hour late', () => {
    expect(due('2026-11-17T08:00:00Z', '2026-11-18T09:00:00Z')).toEqual({ kind: 'post', due: at('2026-11-18T08:00:00Z') });
    expect(due('2026-11-17T08:00:00Z', '2026-11-18T09:00:01Z')).toMatchObject({ kind: 'missed' });
  });

  it('is posted once after a week without the bot, for the newest day only', () => {
    expect(due('2026-11-10T08:00:00Z', '2026-11-18T08:10:00Z')).toEqual({ kind: 'post', due: at('2026-11-18T08:00:00Z') });
    expect(due('2026-11-10T08:00:00Z', '2026-11-18T12:00:00Z')).toMatchObject({ kind: 'missed' });
  });

  it('keeps to nine o’clock when the clocks change', () => {
    expect(due('2026-03-28T08:00:00Z', '2026-03-29T07:00:00Z')).toEqual({ kind: 'post', due: at('2026-03-29T07:00:00Z') });
    expect(due('2026-10-24T07:00:00Z', '2026-10-25T07:30:00Z')).toEqual({ kind: 'nothing' });
    expect(due('2026-10-24T07:00:00Z', '2026-10-25T08:00:00Z')).toEqual({ kind: 'post', due: at('2026-10-25T08:00:00Z') });
  });

  it('is due on the leap day', () => {
    expect(due('2028-02-28T08:00:00Z', '2028-02-29T08:00:00Z')).toEqual({ kind: 'post', due: at('2028-02-29T08:00:00Z') });
  });
});
