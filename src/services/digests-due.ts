import type { DigestSchedule } from '../core/model/schedule.ts';
import type { CronTimes } from '../core/ports.ts';

/** A digest that was missed (nobody was running) is still posted this long after its time; an older one is skipped. */
export const catchUpMs = 3_600_000;

export type Due =
  | { readonly kind: 'post'; readonly due: number }
  /** The newest moment that passed is too old to be worth a post. */
  | { readonly kind: 'missed'; readonly due: number }
  | { readonly kind: 'nothing' };

/**
 * Pure. Of all moments after `since` (exclusive) up to `now`, only the newest counts: after an outage nobody wants yesterday's
 * digest beside today's.
 */
export function whatIsDue(schedule: Pick<DigestSchedule, 'cron' | 'timeZone'>, cron: CronTimes, since: number, now: number): Due {
  const { cron: expression, timeZone } = schedule;
  // Whatever lies before the catch-up range is at most one 'missed', so there is no need to walk through months of it.
  const first = cron.nextAfter(expression, timeZone, since);
  if (first > now) return { kind: 'nothing' };
  let newest = cron.nextAfter(expression, timeZone, Math.max(since, now - catchUpMs - 1));
  if (newest > now) return { kind: 'missed', due: first };
  for (let next = newest; next <= now; next = cron.nextAfter(expression, timeZone, next)) newest = next;
  return { kind: 'post', due: newest };
}
