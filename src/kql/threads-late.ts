/** What took too long lately: texts, by a hash so that no text is kept, and who asked. */
export interface LateOnes {
  readonly has: (key: string) => boolean;
  readonly add: (key: string) => void;
}

/** So long that nobody keeps threads busy with one text, and so short that a machine which was slow once is forgiven. */
const keptMs = 10 * 60_000;
/** At one refusal in two seconds and two threads, more than these ten minutes can hold. */
const mostKeys = 1_000;

/** `now`: milliseconds that only go up. */
export function createLateOnes(now: () => number = () => performance.now()): LateOnes {
  const until = new Map<string, number>();
  return {
    has: (key) => (until.get(key) ?? 0) > now(),
    add: (key) => {
      // Put anew, so that the first is always the oldest.
      until.delete(key);
      until.set(key, now() + keptMs);
      for (const [oldest, end] of until) {
        if (until.size <= mostKeys && end > now()) break;
        until.delete(oldest);
      }
    },
  };
}
