import type { Pace } from '../../core/model/delivery.ts';

/** How much was sent to a destination, as GCRA (ITU-T I.371) keeps it; see PaceRow. Milliseconds. */
export interface Spent {
  readonly tat: number;
}

/** No burst reaches further ahead than its own length: a moment beyond that comes from a clock that was ahead, and says nothing. */
function spentBy({ tat }: Spent, pace: Pace, now: number): number {
  return tat > now + Math.ceil(pace.burst * pace.everyMs) ? now : tat;
}

/** How many may be sent now. */
export function roomFor(spent: Spent, pace: Pace, now: number): number {
  const used = Math.max(spentBy(spent, pace, now) - now, 0);
  return Math.max(0, Math.floor((pace.burst * pace.everyMs - used) / pace.everyMs));
}

/** After `count` were sent now. `freeAt`: when the next may be. */
export function spend(spent: Spent, count: number, { pace, now }: { readonly pace: Pace; readonly now: number }) {
  const tat = Math.max(Math.ceil(spentBy(spent, pace, now)), now) + Math.ceil(count * pace.everyMs);
  return { tat, freeAt: tat - Math.floor((pace.burst - 1) * pace.everyMs), everyMs: Math.ceil(pace.everyMs) };
}
