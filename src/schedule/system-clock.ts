import type { Clock } from '../core/ports.ts';

/** The machine's own time: the one place where it is read. */
export function createSystemClock(): Clock {
  return { now: () => Date.now() };
}
