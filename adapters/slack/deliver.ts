import type { Document } from '../../src/core/document.ts';
import type { MessageRef, Target } from '../../src/core/model/person.ts';
import type { ChatAdapter } from '../../src/core/ports.ts';
import { type ComposeNeeds, compose, messageFields, sendComposed, shareAttachments } from './compose.ts';
import { failureOf, toDelivery } from './errors.ts';
import { channelPage, messagePage, posted } from './schema.ts';
import type { SlackWeb } from './web.ts';

/** The type under which our metadata travels with a message. */
export const markEvent = 'tocsin_message';

/** post, edit and find. */
export function createDelivery(needs: ComposeNeeds): {
  readonly post: ChatAdapter['post'];
  readonly edit: NonNullable<ChatAdapter['edit']>;
  readonly find: NonNullable<ChatAdapter['find']>;
} {
  return {
    post: async (target, document, options) => {
      try {
        return { ok: true, ref: await postMessage(target, document, options.mark, needs, options.signal) };
      } catch (error) {
        return toDelivery(error);
      }
    },
    edit: async (ref, document, { signal }) => {
      try {
        return { ok: true, ref: await updateMessage(ref, document, needs, signal) };
      } catch (error) {
        return toDelivery(error);
      }
    },
    find: (target, mark, { signal }) => findMarked(target, mark, needs.web, signal),
  };
}

/** Posts and attaches what did not fit, in the message's thread. Throws SlackFailure. */
export async function postMessage(
  target: Target,
  document: Document,
  mark: string,
  needs: ComposeNeeds,
  signal: AbortSignal,
): Promise<MessageRef> {
  const composed = await compose(document, needs, signal);
  const where = { channel: target.channel, ...(target.thread === undefined ? {} : { thread_ts: target.thread }) };
  const metadata = { event_type: markEvent, event_payload: { mark } };
  const message = await sendComposed(
    composed,
    (rendered) => needs.web.call('chat.postMessage', { ...where, ...messageFields(rendered), metadata }, posted, signal),
    signal,
  );
  await shareAttachments(composed.attachments, { channel: message.channel, thread: target.thread ?? message.ts }, needs, signal);
  return { platform: 'slack', channel: message.channel, id: message.ts };
}

/**
 * Redraws a message. Nothing is attached: an incident's card is redrawn often, and its thread must not fill up with files.
 * Throws SlackFailure.
 */
export async function updateMessage(ref: MessageRef, document: Document, needs: ComposeNeeds, signal: AbortSignal): Promise<MessageRef> {
  const composed = await compose(document, needs, signal);
  const message = await sendComposed(
    composed,
    (rendered) => needs.web.call('chat.update', { channel: ref.channel, ts: ref.id, ...messageFields(rendered) }, posted, signal),
    signal,
  );
  return { platform: 'slack', channel: message.channel, id: message.ts };
}

/** The newest messages of the channel or thread are searched: it is asked within minutes of the uncertain post. */
async function findMarked(target: Target, mark: string, web: SlackWeb, signal: AbortSignal): Promise<MessageRef | undefined> {
  const channel = await channelId(target.channel, web, signal);
  const range = { channel, limit: 200, include_all_metadata: true };
  const page =
    target.thread === undefined
      ? await web.call('conversations.history', range, messagePage, signal)
      : await web.call('conversations.replies', { ...range, ts: target.thread }, messagePage, signal);
  const found = page.messages.find((message) => message.mark === mark);
  return found === undefined ? undefined : { platform: 'slack', channel, id: found.id };
}

const mostPages = 50;

/** Posting takes a name, reading only an id. */
async function channelId(channel: string, web: SlackWeb, signal: AbortSignal): Promise<string> {
  if (!channel.startsWith('#')) return channel;
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const args = {
      types: 'public_channel,private_channel',
      exclude_archived: true,
      limit: 1_000,
      ...(cursor === undefined ? {} : { cursor }),
    };
    const found = await web.call('conversations.list', args, channelPage, signal);
    const match = found.channels.find((one) => one.name === channel.slice(1));
    if (match !== undefined) return match.id;
    if (found.next === undefined) break;
    cursor = found.next;
  }
  throw failureOf('channel_not_found');
}
