import type { Activity } from 'botbuilder';
import { z } from 'zod';
import type { Document } from '../../src/core/document.ts';
import type { Invocation, Reply } from '../../src/core/invocation.ts';
import type { MessageRef, Target } from '../../src/core/model/person.ts';
import type { Conversation } from '../../src/core/model/schedule.ts';
import type { Cancellable, Delivery } from '../../src/core/ports.ts';
import { cardType } from './card.ts';
import { type Clicks, withCard, withWords } from './clicks.ts';
import type { Cloud } from './cloud.ts';
import type { Conversations } from './conversations.ts';
import type { TokenSource } from './credentials.ts';
import { isUnauthorized, readFailure } from './errors.ts';
import { splitConversation, threadOf } from './place.ts';
import { type Rendered, type RenderNeeds, renderDocument } from './render.ts';
import { created } from './schema.ts';

export interface DeliverNeeds extends RenderNeeds {
  readonly appId: string;
  readonly cloud: Pick<Cloud, 'connector'>;
  readonly conversations: Pick<Conversations, 'resolve'>;
  readonly clicks: Pick<Clicks, 'answer'>;
  readonly tokens: Pick<TokenSource, 'forget'>;
}

export interface Deliver {
  readonly post: (target: Target, document: Document, options: Cancellable) => Promise<Delivery>;
  readonly edit: (ref: MessageRef, document: Document, options: Cancellable) => Promise<Delivery>;
  readonly respond: (invocation: Invocation, reply: Reply, options: Cancellable) => Promise<Delivery>;
}

const timeoutMs = 15_000;

export function createDeliver(needs: DeliverNeeds): Deliver {
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
          ? startThread(conversation, rendered, needs, signal)
          : send(conversation.serviceUrl, conversationFor(conversation, target.thread), rendered, needs, signal);
      }),
    edit: (ref, document, { signal }) =>
      settle(document, signal, async (rendered) => {
        const conversation = await needs.conversations.resolve(ref.channel);
        return update(conversation.serviceUrl, conversationFor(conversation, ref.id), ref, rendered, needs, signal);
      }),
    respond: (invocation, reply, { signal }) => {
      const { serviceUrl = '', conversation = '' } = invocation.replyTo;
      const { origin } = invocation;
      if (reply.redrawnBy === 'later click' && origin.kind === 'clicked') {
        needs.clicks.answer(invocation.id, withWords('A later click is shown.'));
        return Promise.resolve({ ok: true, ref: origin.message });
      }
      return settle(reply.document, signal, (rendered) => {
        if (!reply.replace || origin.kind === 'typed') {
          needs.clicks.answer(invocation.id, withWords('Answered below.'));
          return send(serviceUrl, conversation, rendered, needs, signal);
        }
        // The answer to the click redraws the card for the person who clicked, the update for everybody else.
        needs.clicks.answer(invocation.id, withCard(rendered.card));
        if (reply.redrawnBy === 'delivery') return Promise.resolve(origin.message);
        return update(serviceUrl, conversation, origin.message, rendered, needs, signal);
      });
    },
  };
}

/** Only channels have threads. */
function conversationFor(conversation: Conversation, thread: string | undefined): string {
  return conversation.kind === 'channel' && thread !== undefined ? threadOf(conversation.id, thread) : conversation.id;
}

function toActivity(rendered: Rendered): {
  readonly type: 'message';
  readonly summary: string;
  readonly textFormat: 'plain';
  readonly attachments: { contentType: string; content: unknown }[];
} {
  return {
    type: 'message',
    summary: rendered.summary,
    textFormat: 'plain',
    attachments: [{ contentType: cardType, content: rendered.card }],
  };
}

/** The SDK's type asks for what only the platform fills in. */
const inConversation = z.custom<Activity>((value) => typeof value === 'object');

/** A new root message in a channel is a conversation of its own. */
async function startThread(at: Conversation, rendered: Rendered, needs: DeliverNeeds, signal: AbortSignal): Promise<MessageRef> {
  const connector = await needs.cloud.connector(at.serviceUrl);
  const answer = await connector.conversations.createConversation(
    {
      isGroup: true,
      bot: { id: `28:${needs.appId}`, name: 'Tocsin' },
      ...(at.tenant === undefined ? {} : { tenantId: at.tenant }),
      channelData: { channel: { id: at.id }, ...(at.tenant === undefined ? {} : { tenant: { id: at.tenant } }) },
      activity: inConversation.parse(toActivity(rendered)),
    },
    { abortSignal: signal, timeout: timeoutMs },
  );
  const { id, activityId } = created.parse(answer);
  return { platform: 'teams', channel: at.id, id: activityId ?? splitConversation(id ?? '').root ?? '' };
}

async function send(
  serviceUrl: string,
  conversation: string,
  rendered: Rendered,
  needs: DeliverNeeds,
  signal: AbortSignal,
): Promise<MessageRef> {
  const connector = await needs.cloud.connector(serviceUrl);
  const answer = await connector.conversations.sendToConversation(conversation, toActivity(rendered), {
    abortSignal: signal,
    timeout: timeoutMs,
  });
  return { platform: 'teams', channel: splitConversation(conversation).channel, id: created.parse(answer).id ?? '' };
}

async function update(
  serviceUrl: string,
  conversation: string,
  ref: MessageRef,
  rendered: Rendered,
  needs: DeliverNeeds,
  signal: AbortSignal,
): Promise<MessageRef> {
  const connector = await needs.cloud.connector(serviceUrl);
  await connector.conversations.updateActivity(
    conversation,
    ref.id,
    { ...toActivity(rendered), id: ref.id },
    { abortSignal: signal, timeout: timeoutMs },
  );
  return ref;
}
