/** How many of one kind are let through; the rest is refused. */
export interface RateLimit {
  /** 'first': the first that is refused since it calmed down. `afterMs`: when the next will be let through. */
  readonly take: () => 'taken' | { readonly refused: 'first' | 'again'; readonly afterMs: number };
}

/** So much of the bucket must have filled again before a flood counts as over: one that only pauses is still the same. */
const calm = 0.5;

/**
 * A token bucket of `burst`, filled by `perMinute`, in memory. `now` is real time in milliseconds, from any beginning, that
 * never goes back.
 */
export function createRateLimit(options: { readonly perMinute: number; readonly burst: number; readonly now: () => number }): RateLimit {
  const perMs = options.perMinute / 60_000;
  let left = options.burst;
  let filledAt = options.now();
  let state: 'calm' | 'flood' = 'calm';
  return {
    take: () => {
      const now = options.now();
      left = Math.min(options.burst, left + (now - filledAt) * perMs);
      filledAt = now;
      if (left >= options.burst * calm) state = 'calm';
      if (left >= 1) {
        left -= 1;
        return 'taken';
      }
      const refused = state === 'calm' ? 'first' : 'again';
      state = 'flood';
      return { refused, afterMs: (1 - left) / perMs };
    },
  };
}
