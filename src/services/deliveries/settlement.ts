import type { Settlement, StoredDelivery } from '../../core/model/delivery.ts';
import type { Outcome } from './attempt.ts';

const firstPauseMs = 1_000;
const longestPauseMs = 60_000;
/** About 16 hours at the longest pause: nobody wants the message any more. */
const mostAttempts = 1_000;

/** Pure, but for `random`. Pauses double from 1 s to 1 min, give or take a quarter; what the platform asks for is the least. */
export function settlementOf(outcome: Outcome, delivery: StoredDelivery, now: number, random: () => number): Settlement {
  if (outcome.ok) return outcome.remark === undefined ? { outcome: 'done' } : { outcome: 'done', remark: outcome.remark };
  const { reason, retry } = outcome;
  if (retry.when === 'never' || delivery.attempts + 1 >= (retry.attempts ?? mostAttempts)) return { outcome: 'dead', reason };
  const pause = Math.min(longestPauseMs, firstPauseMs * 2 ** delivery.attempts) * (0.75 + random() / 2);
  return {
    outcome: 'retry',
    dueAt: Math.ceil(now + Math.max(pause, retry.afterMs)),
    reason,
    ...(retry.of === 'destination' ? { pauseUntil: now + retry.afterMs } : {}),
  };
}
