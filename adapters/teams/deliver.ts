import type { Document } from '../../src/core/document.ts';
import type { Invocation, Reply } from '../../src/core/invocation.ts';
import type { MessageRef, Target } from '../../src/core/model/person.ts';
import type { Conversation } from '../../src/core/model/schedule.ts';
import type { Cancellable, Delivery, TimeText } from '../../src/core/ports.ts';
import type { Rendered } from './activity.ts';
import { type Clicks, withCard, withWords } from './clicks.ts';
import type { Conversations } from './conversations.ts';
import type { TokenSource } from './credentials.ts';
import { isUnauthorized, readFailure } from './errors.ts';
import { writeInFull } from './full-text.ts';
import { limits } from './limits.ts';
import { splitConversation, threadOf } from './place.ts';
import { type RenderNeeds, renderDocument } from './render.ts';
import type { Sender, Where } from './send.ts';
import { cut, inert } from './text.ts';

export interface DeliverNeeds extends RenderNeeds {
  readonly sender: Pick<Sender, 'startThread' | 'send' | 'update'>;
  readonly conversations: Pick<Conversations, 'resolve'>;
  readonly clicks: Pick<Clicks, 'answer'>;
  readonly tokens: Pick<TokenSource, 'forget'>;
}

export interface Deliver {
  readonly post: (target: Target, document: Document, options: Cancellable) => Promise<Delivery>;
  readonly edit: (ref: MessageRef, document: Document, options: Cancellable) => Promise<Delivery>;
  readonly respond: (invocation: Invocation, reply: Reply, options: Cancellable) => Promise<Delivery>;
}

export function createDeliver(needs: DeliverNeeds): Deliver {
  const { sender, clicks } = needs;

  /** Draws, then sends; a failure of the first has certainly sent nothing. */
  const settle = async (
    document: Document,
    signal: AbortSignal,
    sending: (rendered: Rendered) => Promise<MessageRef>,
  ): Promise<Delivery> => {
    let rendered: Rendered;
    try {
      rendered = await renderDocument(document, needs, signal);
    } catch (error) {
      // Whatever else happens while drawing is a bug, and not for us to hide.
      if (!signal.aborted) throw error;
      return { ok: false, reason: 'The message could not be drawn in time', certain: 'not sent', retry: { when: 'later', afterMs: 2_000 } };
    }
    try {
      return { ok: true, ref: await sending(rendered) };
    } catch (error) {
      if (isUnauthorized(error)) needs.tokens.forget();
      return readFailure(error);
    }
  };

  return {
    post: (target, document, { signal }) =>
      settle(document, signal, async (rendered) => {
        const conversation = await needs.conversations.resolve(target.channel);
        return conversation.kind === 'channel' && target.thread === undefined
          ? sender.startThread(conversation, rendered, signal)
          : sender.send(within(conversation, target.thread), rendered, signal);
      }),
    edit: (ref, document, { signal }) =>
      settle(document, signal, async (rendered) => {
        const conversation = await needs.conversations.resolve(ref.channel);
        return sender.update(within(conversation, ref.id), ref, rendered, signal);
      }),
    respond: (invocation, reply, { signal }) => {
      const { origin } = invocation;
      if (origin.kind === 'clicked') {
        const said = wordsFor(invocation, reply, needs.time);
        if (said !== undefined && clicks.answer(invocation.id, withWords(said)) === 'shown')
          return Promise.resolve({ ok: true, ref: origin.message });
        if (reply.redrawnBy === 'later click') return Promise.resolve({ ok: true, ref: origin.message });
      }
      return settle(reply.document, signal, (rendered) => {
        if (!reply.replace || reply.under !== undefined || origin.kind !== 'clicked') {
          clicks.answer(invocation.id, withWords('Answered below.'));
          return sender.send(answersOf(invocation), rendered, signal);
        }
        // The answer to the click redraws the card for the person who clicked, the update for everybody else.
        clicks.answer(invocation.id, withCard(rendered.card));
        if (reply.redrawnBy === 'delivery') return Promise.resolve(origin.message);
        return sender.update(answersOf(invocation), origin.message, rendered, signal);
      });
    },
  };
}

/**
 * What a click is answered with instead of a message. A form that was refused stays as it was filled in and shows why; where
 * its author has waited too long to see that, the words are posted like those of any other click.
 */
function wordsFor(invocation: Invocation, reply: Reply, time: TimeText): string | undefined {
  if (reply.redrawnBy === 'later click') return 'A later click is shown.';
  if (reply.outcome !== 'refused' || invocation.replyTo['form'] === undefined) return undefined;
  return cut(inert(writeInFull(reply.document, time)), limits.clickWords);
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
