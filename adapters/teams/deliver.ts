import type { Delivery, RespondOptions } from '../../src/core/chat.ts';
import { type Document, sentence } from '../../src/core/document.ts';
import type { Invocation, Reply } from '../../src/core/invocation.ts';
import type { MessageRef, Target } from '../../src/core/model/person.ts';
import type { Conversation } from '../../src/core/model/schedule.ts';
import type { Cancellable, Log, TimeText } from '../../src/core/ports.ts';
import type { Rendered } from './activity.ts';
import { type Clicks, withCard, withWords } from './clicks.ts';
import type { Conversations } from './conversations.ts';
import type { TokenSource } from './credentials.ts';
import { isGone, isTooLarge, isUnauthorized, readFailure } from './errors.ts';
import { writeInFull } from './full-text.ts';
import { limits } from './limits.ts';
import { splitConversation, threadOf } from './place.ts';
import { type RenderNeeds, renderDocument, renderShort } from './render.ts';
import type { Sender, Where } from './send.ts';
import { cut, inertWords } from './text.ts';

export interface DeliverNeeds extends RenderNeeds {
  readonly log: Log;
  readonly sender: Pick<Sender, 'startThread' | 'send' | 'update' | 'remove' | 'openChat'>;
  readonly conversations: Pick<Conversations, 'resolve'>;
  readonly clicks: Pick<Clicks, 'answer'>;
  readonly tokens: Pick<TokenSource, 'forget'>;
}

export interface Deliver {
  readonly post: (target: Target, document: Document, options: Cancellable) => Promise<Delivery>;
  readonly edit: (ref: MessageRef, document: Document, options: Cancellable) => Promise<Delivery>;
  readonly respond: (invocation: Invocation, reply: Reply, options: RespondOptions) => Promise<Delivery>;
}

/** `stands`: the message that says how far the command is, where there is one. */
type Sending = (rendered: Rendered, stands: MessageRef | undefined) => Promise<MessageRef>;

const inOwnChat = 'This is for you alone: I have answered in our own chat.';
const noOwnChat = 'The answer is for you alone, and I cannot write to you. Ask me in our own chat: find me under Apps.';
const perhaps = 'I cannot tell whether my answer has arrived. If it does not stand here, please ask again.';
const noteMs = 10_000;

export function createDeliver(needs: DeliverNeeds): Deliver {
  const { sender, clicks } = needs;
  const settle = createSettle(needs);

  /** The answer stands elsewhere. Never throws: a line that stays is no harm. */
  const takeAway = async (invocation: Invocation, stands: MessageRef): Promise<void> => {
    try {
      await sender.remove(answersOf(invocation), stands, AbortSignal.timeout(noteMs));
    } catch (error) {
      needs.log.debug({ reason: readFailure(error).reason }, 'a message about progress could not be taken away');
    }
  };

  const redraw = (invocation: Invocation, message: MessageRef, reply: Reply, { signal, instead }: RespondOptions): Promise<Delivery> =>
    settle(reply.document, { signal, instead }, async (rendered, stands) => {
      if (stands !== undefined) void takeAway(invocation, stands);
      // The answer to the click redraws the card for the person who clicked, the update for everybody else.
      clicks.answer(invocation.id, withCard(rendered.card));
      if (reply.redrawnBy === 'delivery') return message;
      return sender.update(answersOf(invocation), message, rendered, signal);
    });

  const postAnswer = async (invocation: Invocation, document: Document, options: RespondOptions): Promise<Delivery> => {
    const delivery = await settle(document, options, async (rendered, stands) => {
      clicks.answer(invocation.id, withWords('Answered below.'));
      const where = answersOf(invocation);
      if (stands === undefined) return sender.send(where, rendered, options.signal);
      try {
        return await sender.update(where, stands, rendered, options.signal);
      } catch (error) {
        // Somebody deleted it: the answer needs a message of its own.
        if (!isGone(error)) throw error;
        return sender.send(where, rendered, options.signal);
      }
    });
    if (delivery.ok || delivery.certain === 'not sent') return delivery;
    // A second one could double it, but saying nothing could leave somebody without any.
    const signal = AbortSignal.timeout(noteMs);
    await settle(sentence(perhaps), { signal }, (rendered) => sender.send(answersOf(invocation), rendered, signal));
    return { ...delivery, retry: { when: 'never' } };
  };

  const answerInOwnChat = async (invocation: Invocation, document: Document, options: RespondOptions): Promise<Delivery> => {
    const { serviceUrl = '', person = '' } = invocation.replyTo;
    const delivery = await settle(document, options, async (rendered) => {
      const chat = await sender.openChat({ serviceUrl, person }, options.signal);
      return sender.send(chat, rendered, options.signal);
    });
    if (!delivery.ok && delivery.retry.when === 'later') return delivery;
    const said = delivery.ok ? inOwnChat : noOwnChat;
    if (clicks.answer(invocation.id, withWords(said)) === 'shown') {
      const stands = await options.instead?.();
      if (stands !== undefined) void takeAway(invocation, stands);
      return { ok: true, ref: undefined };
    }
    const pointing = await postAnswer(invocation, sentence(said), options);
    return delivery.ok ? delivery : pointing;
  };

  return {
    post: (target, document, { signal }) =>
      settle(document, { signal }, async (rendered) => {
        const conversation = await needs.conversations.resolve(target.channel);
        return conversation.kind === 'channel' && target.thread === undefined
          ? sender.startThread(conversation, rendered, signal)
          : sender.send(within(conversation, target.thread), rendered, signal);
      }),
    edit: (ref, document, { signal }) =>
      settle(document, { signal }, async (rendered) => {
        const conversation = await needs.conversations.resolve(ref.channel);
        return sender.update(within(conversation, ref.id), ref, rendered, signal);
      }),
    respond: async (invocation, reply, options) => {
      const { origin, place } = invocation;
      const alone = reply.alone ?? reply.document;
      if (origin.kind === 'clicked') {
        const said = wordsFor({ ...reply, document: alone }, needs.time);
        if (said !== undefined && clicks.answer(invocation.id, withWords(said)) === 'shown') return { ok: true, ref: origin.message };
        if (reply.redrawnBy === 'later click') return { ok: true, ref: origin.message };
      }
      if (reply.about === 'sender' && place.kind !== 'direct') return answerInOwnChat(invocation, alone, options);
      if (reply.replace && reply.under === undefined && origin.kind === 'clicked')
        return redraw(invocation, origin.message, reply, options);
      return postAnswer(invocation, place.kind === 'direct' ? alone : reply.document, options);
    },
  };
}

/** Draws, then sends; a failure of the first has certainly sent nothing. What Teams finds too large is sent in short. */
function createSettle(needs: DeliverNeeds) {
  const failed = (error: unknown): Delivery => {
    if (isUnauthorized(error)) needs.tokens.forget();
    return readFailure(error);
  };
  return async (document: Document, { signal, instead }: RespondOptions, sending: Sending): Promise<Delivery> => {
    let rendered: Rendered;
    try {
      rendered = await renderDocument(document, needs, signal);
    } catch (error) {
      // Whatever else happens while drawing is a bug, and not for us to hide.
      if (!signal.aborted) throw error;
      return { ok: false, reason: 'The message could not be drawn in time', certain: 'not sent', retry: { when: 'later', afterMs: 2_000 } };
    }
    // Ends the dots, which leave no message behind; a report of progress does.
    const stands = await instead?.();
    try {
      return { ok: true, ref: await sending(rendered, stands) };
    } catch (error) {
      if (!isTooLarge(error)) return failed(error);
    }
    try {
      return { ok: true, ref: await sending(await renderShort(document, needs), stands) };
    } catch (error) {
      return failed(error);
    }
  };
}

/**
 * What a click is answered with instead of a message, and the one who clicked alone sees. A form that was refused stays as it was
 * filled in and shows why. Where somebody has waited too long to see that, the words are posted; and so are lines that have to stand
 * as they are, below each other, which such an answer cannot show.
 */
function wordsFor(reply: Reply, time: TimeText): string | undefined {
  if (reply.redrawnBy === 'later click') return 'A later click is shown.';
  const isPlain = reply.document.blocks.every((block) => block.kind !== 'preformatted');
  return (reply.outcome === 'refused' || reply.brief === true) && isPlain
    ? cut(inertWords(writeInFull(reply.document, time)), limits.clickWords)
    : undefined;
}

/** Where the answers to an invocation go: the chat, or in a channel the thread it came from. */
export function answersOf({ origin, place, replyTo }: Pick<Invocation, 'origin' | 'place' | 'replyTo'>): Where {
  const { serviceUrl = '', conversation = '' } = replyTo;
  const { channel, root } = splitConversation(conversation);
  const inThread = place.kind === 'channel' && root === undefined && origin.kind === 'clicked';
  return { serviceUrl, conversation: inThread ? threadOf(channel, origin.message.id) : conversation };
}

/** Only channels have threads. */
function within({ kind, id, serviceUrl }: Conversation, thread: string | undefined): Where {
  return { serviceUrl, conversation: kind === 'channel' && thread !== undefined ? threadOf(id, thread) : id };
}
