/** How many requests the connector takes; the defaults are those of the platform's documentation. */
export interface ThrottleLimits {
  /** Of one app in one tenant, in a second. */
  readonly perSecond: number;
  /** Operations in one thread or chat, in an hour. */
  readonly perThreadAndHour: number;
}

export const platformLimits: ThrottleLimits = { perSecond: 50, perThreadAndHour: 1_800 };

const secondMs = 1_000;
const hourMs = 60 * 60 * 1_000;

/** Counts requests, and says how many seconds somebody has to wait who makes one too many; undefined: it may pass. */
export interface Throttle {
  readonly request: () => number | undefined;
  readonly operation: (conversation: string) => number | undefined;
}

export function createThrottle(limits: ThrottleLimits, now: () => number): Throttle {
  const requests: number[] = [];
  const operations = new Map<string, number[]>();
  return {
    request: () => take(requests, limits.perSecond, secondMs, now()),
    operation: (conversation) => {
      const times = operations.get(conversation) ?? [];
      operations.set(conversation, times);
      return take(times, limits.perThreadAndHour, hourMs, now());
    },
  };
}

/** What was refused does not count. */
function take(times: number[], most: number, withinMs: number, now: number): number | undefined {
  while (times[0] !== undefined && times[0] <= now - withinMs) times.shift();
  if (times.length < most) {
    times.push(now);
    return undefined;
  }
  return Math.max(Math.ceil(((times[0] ?? now) + withinMs - now) / 1_000), 1);
}
