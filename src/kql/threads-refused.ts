/** The texts that took too long before: asked again, they cost nothing. Keyed by a hash, so that no text is kept. */
export interface RefusedTexts {
  readonly has: (key: string) => boolean;
  readonly add: (key: string) => void;
}

/** So long that nobody can keep a thread busy with one text, and so short that a machine which was slow once is forgiven. */
const keptMs = 10 * 60_000;
/** At one refusal in two seconds and two threads, more than these ten minutes can hold. */
const mostTexts = 1_000;

/** `now`: milliseconds that only go up. */
export function createRefusedTexts(now: () => number = () => performance.now()): RefusedTexts {
  const until = new Map<string, number>();
  return {
    has: (key) => (until.get(key) ?? 0) > now(),
    add: (key) => {
      // Put anew, so that the first is always the oldest.
      until.delete(key);
      until.set(key, now() + keptMs);
      for (const [oldest, end] of until) {
        if (until.size <= mostTexts && end > now()) break;
        until.delete(oldest);
      }
    },
  };
}
