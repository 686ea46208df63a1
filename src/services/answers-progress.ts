import type { Progress } from '../core/chat.ts';
import type { Invocation } from '../core/invocation.ts';
import type { MessageRef } from '../core/model/person.ts';
import type { Log, Settings } from '../core/ports.ts';

/** Settles after so many milliseconds of real time; rejects when the signal is aborted. */
export type Pause = (ms: number, signal: AbortSignal) => Promise<unknown>;

export interface ProgressNeeds {
  /** Where the signs that stand are kept, so that none outlives the process that gave it. */
  readonly settings: Pick<Settings, 'put' | 'remove'>;
  readonly pause: Pause;
  readonly log: Log;
}

/** The sign that a command is being worked on. */
export interface Sign {
  /** Gives no more signs; the message that the answer is to take the place of, if one was posted. Never throws. */
  readonly end: () => Promise<MessageRef | undefined>;
  /** The message has become the answer, or is gone. Never throws. */
  readonly settled: () => Promise<void>;
}

/** Nobody should wait for their answer because a sign of progress hangs. */
const longestShowMs = 5_000;

const none: Sign = { end: () => Promise.resolve(undefined), settled: () => Promise.resolve() };

/**
 * Shows that a typed command is still being worked on until it is ended. A click shows on its own message that something
 * happened, so it needs no such sign. `stands`: a sign that an earlier process gave for the same command.
 */
export function showProgress(
  progress: Progress | undefined,
  invocation: Invocation,
  { settings, pause, log }: ProgressNeeds,
  stands: MessageRef | undefined,
): Sign {
  if (progress === undefined || invocation.origin.kind === 'clicked') return none;
  const answered = new AbortController();
  let shown: Promise<MessageRef | undefined> = Promise.resolve(stands);

  const show = async (): Promise<MessageRef | undefined> => {
    const message = await progress.show(invocation, { signal: AbortSignal.timeout(longestShowMs) });
    if (message === undefined) return undefined;
    await settings.put('signs', { id: invocation.id, message }).catch((error: unknown) => {
      log.warn({ invocation: invocation.id, error }, 'a sign of progress could not be noted');
    });
    return message;
  };
  const keepShowing = async (): Promise<void> => {
    if (stands !== undefined) return;
    await pause(progress.afterMs, answered.signal);
    for (;;) {
      shown = show();
      await shown;
      if (progress.everyMs === undefined) return;
      await pause(progress.everyMs, answered.signal);
    }
  };
  // It ends by being aborted, and a sign that could not be given is no harm.
  keepShowing().catch(() => undefined);

  return {
    end: () => {
      answered.abort();
      return shown.catch(() => undefined);
    },
    settled: async () => {
      try {
        if ((await shown.catch(() => undefined)) !== undefined) await settings.remove('signs', invocation.id);
      } catch (error) {
        log.warn({ invocation: invocation.id, error }, 'a sign of progress could not be forgotten');
      }
    },
  };
}
