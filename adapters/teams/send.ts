import type { Activity, ConversationParameters } from 'botbuilder';
import { z } from 'zod';
import type { MessageRef } from '../../src/core/model/person.ts';
import type { Conversation } from '../../src/core/model/schedule.ts';
import { type Rendered, toActivity } from './activity.ts';
import type { Cloud } from './cloud.ts';
import { CannotPost } from './errors.ts';
import { splitConversation } from './place.ts';
import type { Repeat } from './repeat.ts';
import { created } from './schema.ts';

/** A conversation of the connector: a chat, a channel, or with the root's id behind it one thread of a channel. */
export interface Where {
  readonly serviceUrl: string;
  readonly conversation: string;
}

/** The calls to the connector that people see. They reject as its client does; errors.ts reads that. */
export interface Sender {
  /** A new root message in a channel, which is a conversation of its own. */
  readonly startThread: (at: Conversation, rendered: Rendered, signal: AbortSignal) => Promise<MessageRef>;
  readonly send: (where: Where, rendered: Rendered, signal: AbortSignal) => Promise<MessageRef>;
  readonly update: (where: Where, ref: MessageRef, rendered: Rendered, signal: AbortSignal) => Promise<MessageRef>;
  readonly remove: (where: Where, ref: MessageRef, signal: AbortSignal) => Promise<void>;
  /** A person's own chat with the bot, as it was or begun just now. `person`: as the connector names them. */
  readonly openChat: (of: { readonly serviceUrl: string; readonly person: string }, signal: AbortSignal) => Promise<Where>;
  /** Shows for a few seconds that the bot is writing. */
  readonly type: (where: Where, signal: AbortSignal) => Promise<void>;
}

export interface SenderNeeds {
  readonly appId: string;
  readonly tenant: string;
  readonly connector: Cloud['connector'];
  readonly repeat: Repeat;
}

const timeoutMs = 15_000;
const typingTimeoutMs = 3_000;

/** The SDK's type asks for what only the platform fills in. */
const inConversation = z.custom<Activity>((value) => typeof value === 'object');

const withoutMessage = z.custom<ConversationParameters>((value) => typeof value === 'object');

export function createSender({ appId, tenant: own, connector, repeat }: SenderNeeds): Sender {
  const options = (signal: AbortSignal): { abortSignal: AbortSignal; timeout: number } => ({ abortSignal: signal, timeout: timeoutMs });
  const bot = { id: `28:${appId}`, name: 'Tocsin' };
  return {
    startThread: async (at, rendered, signal) => {
      const { conversations } = await connector(at.serviceUrl);
      const tenant = at.tenant === undefined ? {} : { tenant: { id: at.tenant } };
      const parameters = {
        isGroup: true,
        bot,
        ...(at.tenant === undefined ? {} : { tenantId: at.tenant }),
        channelData: { channel: { id: at.id }, ...tenant },
        activity: inConversation.parse(toActivity(rendered)),
      };
      const answer = await repeat('adds a message', signal, () => conversations.createConversation(parameters, options(signal)));
      const { id, activityId } = created.parse(answer);
      return { platform: 'teams', channel: at.id, id: activityId ?? splitConversation(id ?? '').root ?? '' };
    },
    send: async ({ serviceUrl, conversation }, rendered, signal) => {
      const { conversations } = await connector(serviceUrl);
      const activity = toActivity(rendered);
      const answer = await repeat('adds a message', signal, () =>
        conversations.sendToConversation(conversation, activity, options(signal)),
      );
      return { platform: 'teams', channel: splitConversation(conversation).channel, id: created.parse(answer).id ?? '' };
    },
    update: async ({ serviceUrl, conversation }, ref, rendered, signal) => {
      const { conversations } = await connector(serviceUrl);
      const activity = { ...toActivity(rendered), id: ref.id };
      await repeat('may be repeated', signal, () => conversations.updateActivity(conversation, ref.id, activity, options(signal)));
      return ref;
    },
    remove: async ({ serviceUrl, conversation }, ref, signal) => {
      const { conversations } = await connector(serviceUrl);
      await repeat('may be repeated', signal, () => conversations.deleteActivity(conversation, ref.id, options(signal)));
    },
    openChat: async ({ serviceUrl, person }, signal) => {
      const { conversations } = await connector(serviceUrl);
      const parameters = { isGroup: false, bot, members: [{ id: person, name: '' }], tenantId: own, channelData: { tenant: { id: own } } };
      const begin = (): Promise<unknown> => conversations.createConversation(withoutMessage.parse(parameters), options(signal));
      const { id } = created.parse(await repeat('may be repeated', signal, begin));
      if (id === undefined) throw new CannotPost('Teams did not tell a person’s own chat.');
      return { serviceUrl, conversation: id };
    },
    type: async ({ serviceUrl, conversation }, signal) => {
      const { conversations } = await connector(serviceUrl);
      await conversations.sendToConversation(conversation, { type: 'typing' }, { abortSignal: signal, timeout: typingTimeoutMs });
    },
  };
}
