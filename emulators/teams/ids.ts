/** Ids of messages are moments in milliseconds, each later than the one before. */
export interface Ids {
  readonly next: () => string;
}

export function countIds(now: () => number): Ids {
  let last = 0;
  return {
    next: () => {
      last = Math.max(last + 1, now());
      return String(last);
    },
  };
}
