import type { Invocation, Reply } from '../core/invocation.ts';
import type { ChatAdapter, Log } from '../core/ports.ts';
import { type Pause, showProgress } from './answers-progress.ts';

export interface AnswersNeeds {
  /** By platform: "slack". */
  readonly chats: ReadonlyMap<string, Pick<ChatAdapter, 'respond' | 'progress'>>;
  readonly log: Log;
  readonly pause: Pause;
}

/** Begins to wait for the answer to a command; what is given back delivers it. */
export type Answers = (invocation: Invocation) => (reply: Reply) => Promise<void>;

const answerMs = 60_000;
const mostAttempts = 4;
/** Whoever asked is waiting: a chat that wants a longer pause than this gets no second try. */
const longestPauseMs = 20_000;

/**
 * Delivers answers to commands, and shows meanwhile that they are being worked on. One that certainly was not sent (a rate
 * limit, an outage) is tried again a few times; after an uncertain outcome it is not, because a second answer would be worse
 * than none.
 */
export function createAnswers({ chats, log, pause }: AnswersNeeds): Answers {
  return (invocation) => {
    const chat = chats.get(invocation.place.platform);
    const endProgress = showProgress(chat?.progress, invocation, pause);
    return async (reply) => {
      const instead = await endProgress();
      if (chat === undefined) {
        log.warn({ invocation: invocation.id }, 'nobody is left to answer on this platform');
        return;
      }
      for (let attempt = 1; ; attempt += 1) {
        const signal = AbortSignal.timeout(answerMs);
        const delivery = await chat.respond(invocation, reply, { signal, instead });
        if (delivery.ok) return;
        const { retry, certain, reason } = delivery;
        const again = attempt < mostAttempts && certain === 'not sent' && retry.when === 'later' && retry.afterMs <= longestPauseMs;
        log.warn({ invocation: invocation.id, attempt, reason, again }, 'an answer could not be delivered');
        if (!again) return;
        await pause(retry.afterMs, new AbortController().signal);
      }
    };
  };
}
