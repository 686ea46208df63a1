import type { ChatAdapter } from '../core/chat.ts';
import type { Document } from '../core/document.ts';
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
  /** What the command itself says about its progress: stands in the sign from now on, as soon as there is one. Never throws. */
  readonly report: (document: Document) => void;
  /** Gives no more signs; the message that the answer is to take the place of, if one was posted. Never throws. */
  readonly end: () => Promise<MessageRef | undefined>;
  /** The message has become the answer, or is gone. Never throws. */
  readonly settled: () => Promise<void>;
}

/** Nobody should wait for their answer because a sign of progress hangs. */
const longestShowMs = 5_000;
/** What is over sooner needs no words; nor does a chat want to be told more often than this. */
const reportsAfterMs = 1_500;
const betweenReportsMs = 2_000;

const none: Sign = { report: () => undefined, end: () => Promise.resolve(undefined), settled: () => Promise.resolve() };

/**
 * Shows that a command is still being worked on until it is ended: the platform's own sign for what was typed, and for any
 * command what it reports itself (a click shows on its own message that something happened). `stands`: a sign that an earlier
 * process gave for the same command.
 */
export function showProgress(
  chat: Pick<ChatAdapter, 'progress' | 'edit'> | undefined,
  invocation: Invocation,
  { settings, pause, log }: ProgressNeeds,
  stands: MessageRef | undefined,
): Sign {
  const progress = chat?.progress;
  if (progress === undefined) return none;
  const answered = new AbortController();
  const { signal } = answered;
  let newest: Document | undefined;
  let shown: Promise<MessageRef | undefined> = Promise.resolve(stands);

  const show = async (report: Document | undefined): Promise<MessageRef | undefined> => {
    const message = await progress.show(invocation, { report, signal: AbortSignal.timeout(longestShowMs) });
    if (message === undefined) return undefined;
    await settings.put('signs', { id: invocation.id, message }).catch((error: unknown) => {
      log.warn({ invocation: invocation.id, error }, 'a sign of progress could not be noted');
    });
    return message;
  };
  const showAgain = async (message: MessageRef, report: Document): Promise<MessageRef> => {
    const delivery = await chat?.edit?.(message, report, { signal: AbortSignal.timeout(longestShowMs) });
    if (delivery?.ok === false) log.debug({ invocation: invocation.id, reason: delivery.reason }, 'a sign of progress is out of date');
    return message;
  };

  // What was typed gets the platform's own sign, once or again and again; a report takes its place as soon as there is one.
  const isTyped = invocation.origin.kind !== 'clicked';
  const keepShowing = async (): Promise<void> => {
    let stepMs = isTyped ? progress.afterMs : reportsAfterMs;
    let said: Document | undefined;
    for (let waitedMs = 0, turn = 0; ; turn += 1) {
      await pause(stepMs, signal);
      waitedMs += stepMs;
      const report = waitedMs >= reportsAfterMs ? newest : undefined;
      const message = await shown.catch(() => undefined);
      const isNews = report !== undefined && report !== said;
      const isDue = isTyped && message === undefined && (turn === 0 || progress.everyMs !== undefined);
      if (message !== undefined && isNews) shown = showAgain(message, report);
      else if (message === undefined && (isNews || isDue)) shown = show(report);
      said = report;
      await shown.catch(() => undefined);
      stepMs = isTyped && progress.everyMs !== undefined && said === undefined ? progress.everyMs : betweenReportsMs;
    }
  };
  // It ends by being aborted, and a sign that could not be given is no harm.
  keepShowing().catch(() => undefined);

  return {
    report: (document) => {
      newest = document;
    },
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
