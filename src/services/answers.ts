import type { ChatAdapter } from '../core/chat.ts';
import { type Document, sentence } from '../core/document.ts';
import { ProviderError } from '../core/errors.ts';
import type { Invocation, Reply } from '../core/invocation.ts';
import type { MessageRef } from '../core/model/person.ts';
import type { Log, Settings } from '../core/ports.ts';
import type { Responder } from '../core/router.ts';
import { type Pause, showProgress } from './answers-progress.ts';

type Chat = Pick<ChatAdapter, 'respond' | 'progress' | 'find' | 'edit'>;

export interface AnswersNeeds {
  /** By platform: "slack". */
  readonly chats: ReadonlyMap<string, Chat>;
  readonly settings: Pick<Settings, 'list' | 'get' | 'put' | 'remove'>;
  readonly log: Log;
  readonly pause: Pause;
  /** At least 0 and below 1. */
  readonly random: () => number;
}

export interface Answers {
  /** Begins to wait for the answer to a command; what is given back delivers it. `stopping` is aborted when the bot ends. */
  readonly to: (invocation: Invocation, stopping: AbortSignal) => Responder;
  /**
   * After a restart, once commands from before it were taken up: what still says that it is being worked on is told to be over,
   * `taken` aside. Never throws.
   */
  readonly tidy: (taken: ReadonlySet<string>) => Promise<void>;
}

const answerMs = 60_000;
/** An answer that comes later than this is none any more. */
const patienceMs = 5 * 60_000;
/** Many that were refused at the same moment must not come back at the same moment. */
const mostJitterMs = 1_000;

const lost = sentence('I have the answer, but could not post it here. Please ask again in a minute.');
const forgotten = sentence('I was restarted before this was done. Please ask again.');

/**
 * Delivers answers to commands, and shows meanwhile that they are being worked on. One that was not sent (a rate limit, an
 * outage) is tried again for some minutes. After an uncertain outcome it is tried again only where that cannot double it: a
 * message is drawn anew, or the chat can be asked for it, or one person alone sees it.
 */
export function createAnswers(needs: AnswersNeeds): Answers {
  const { chats, settings, log } = needs;
  return {
    to: (invocation, stopping) => {
      const chat = chats.get(invocation.place.platform);
      const standing = settings.get('signs', invocation.id).catch(() => undefined);
      const starting = standing.then((sign) => showProgress(chat, invocation, needs, sign?.message));
      const report: Responder['report'] = (document) => void starting.then((sign) => sign.report(document));
      const bring = async (reply: Reply): Promise<void> => {
        const sign = await starting;
        if (chat === undefined) {
          log.warn({ invocation: invocation.id }, 'nobody is left to answer on this platform');
          return;
        }
        const delivered = await deliver({ invocation, reply, chat, end: sign.end, stopping }, needs);
        const left = await sign.end();
        if (delivered === 'lost' && left !== undefined) await say(chat, left, lost, log);
        await sign.settled();
      };
      return { report, deliver: bring };
    },
    tidy: async (taken) => {
      for (const { id, message } of await settings.list('signs').catch(() => [])) {
        const chat = chats.get(message.platform);
        if (chat === undefined || taken.has(id)) continue;
        await say(chat, message, forgotten, log);
        await settings.remove('signs', id).catch((error: unknown) => log.warn({ id, error }, 'a sign of progress could not be forgotten'));
      }
    },
  };
}

interface Answering {
  readonly invocation: Invocation;
  readonly reply: Reply;
  readonly chat: Chat;
  readonly end: () => Promise<MessageRef | undefined>;
  readonly stopping: AbortSignal;
}

async function deliver(answering: Answering, { log, pause, random }: AnswersNeeds): Promise<'delivered' | 'lost'> {
  const { invocation, reply, chat, end, stopping } = answering;
  for (let attempt = 1, waitedMs = 0; ; attempt += 1) {
    const delivery = await chat.respond(invocation, reply, { signal: AbortSignal.timeout(answerMs), instead: end });
    if (delivery.ok) return 'delivered';
    const { retry, certain, reason } = delivery;
    const there = certain === 'not sent' ? 'no' : await whetherThere(answering, pause);
    if (there === 'yes') return 'delivered';
    const waitMs = retry.when === 'later' ? retry.afterMs + random() * mostJitterMs : Number.POSITIVE_INFINITY;
    const again = waitedMs + waitMs <= patienceMs && !stopping.aborted && there === 'no';
    log.warn({ invocation: invocation.id, attempt, reason, again }, 'an answer could not be delivered');
    if (!again) return 'lost';
    waitedMs += waitMs;
    // A bot that ends tries once more at once: later there is nobody to do it.
    await pause(waitMs, stopping).catch(() => undefined);
  }
}

/** How often a chat is asked for a message it may have; pauses in ms. */
const looks = [0, 5_000, 15_000];

/**
 * After an uncertain outcome: whether the answer stands. 'no' also where a second one does no harm (a message drawn anew, a note
 * for one person); 'unknown' where the chat cannot be asked or does not say.
 */
async function whetherThere({ invocation, reply, chat, stopping }: Answering, pause: Pause): Promise<'yes' | 'no' | 'unknown'> {
  const { origin, place } = invocation;
  const redraws = reply.replace && origin.kind === 'clicked';
  if (redraws || reply.audience === 'sender') return 'no';
  if (chat.find === undefined) return 'unknown';
  const below = reply.under !== undefined && origin.kind === 'clicked' ? origin.message.id : undefined;
  const target = { platform: place.platform, channel: place.channel, thread: place.thread ?? below };
  for (const ms of looks) {
    try {
      if (ms > 0) await pause(ms, stopping);
      const found = await chat.find(target, invocation.id, { signal: AbortSignal.timeout(answerMs) });
      return found === undefined ? 'no' : 'yes';
    } catch (error) {
      if (stopping.aborted) return 'unknown';
      if (!(error instanceof ProviderError)) throw error;
    }
  }
  return 'unknown';
}

async function say(chat: Chat, message: MessageRef, document: Document, log: Log): Promise<void> {
  const delivery = await chat.edit?.(message, document, { signal: AbortSignal.timeout(answerMs) });
  if (delivery?.ok === false) log.warn({ message, reason: delivery.reason }, 'a message still says that a command is being worked on');
}
