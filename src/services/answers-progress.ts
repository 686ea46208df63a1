import type { Invocation } from '../core/invocation.ts';
import type { MessageRef } from '../core/model/person.ts';
import type { Progress } from '../core/ports.ts';

/** Settles after so many milliseconds of real time; rejects when the signal is aborted. */
export type Pause = (ms: number, signal: AbortSignal) => Promise<unknown>;

/** Nobody should wait for their answer because a sign of progress hangs. */
const longestShowMs = 5_000;

/**
 * Shows that a typed command is still being worked on, until the returned function is called: that settles with the message
 * the answer is to take the place of. A click shows on its own message that something happened, so it needs no such sign.
 */
export function showProgress(progress: Progress | undefined, invocation: Invocation, pause: Pause): () => Promise<MessageRef | undefined> {
  if (progress === undefined || invocation.origin.kind === 'clicked') return () => Promise.resolve(undefined);
  const answered = new AbortController();
  let shown: Promise<MessageRef | undefined> = Promise.resolve(undefined);

  const keepShowing = async (): Promise<void> => {
    await pause(progress.afterMs, answered.signal);
    for (;;) {
      shown = progress.show(invocation, { signal: AbortSignal.timeout(longestShowMs) });
      await shown;
      if (progress.everyMs === undefined) return;
      await pause(progress.everyMs, answered.signal);
    }
  };
  // It ends by being aborted, and a sign that could not be given is no harm.
  keepShowing().catch(() => undefined);

  return () => {
    answered.abort();
    return shown.catch(() => undefined);
  };
}
