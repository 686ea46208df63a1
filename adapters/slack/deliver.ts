import type { z } from 'zod';
import type { ChatAdapter } from '../../src/core/chat.ts';
import type { Document } from '../../src/core/document.ts';
import { ProviderError } from '../../src/core/errors.ts';
import type { MessageRef, Target } from '../../src/core/model/person.ts';
import { type Composed, type ComposeNeeds, compose, messageFields, sendComposed, shareAttachments } from './compose.ts';
import { directOf } from './directs.ts';
import { failureOf, SlackFailure, toStoredDelivery } from './errors.ts';
import { channelPage, messagePage, posted } from './schema.ts';
import type { SlackWeb } from './web.ts';

/** The type under which our metadata travels with a message. */
export const markEvent = 'tocsin_message';

/** post, edit and find; find throws ProviderError. */
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
        return toStoredDelivery(error);
      }
    },
    edit: async (ref, document, { signal }) => {
      try {
        return { ok: true, ref: await updateComposed(ref, await compose(document, needs, signal), undefined, needs, signal) };
      } catch (error) {
        return toStoredDelivery(error);
      }
    },
    find: async (target, mark, { signal }) => {
      try {
        return await findMarked(target, mark, needs.web, signal);
      } catch (error) {
        // Whoever asked must be able to tell "ask again later" from a bug: during an outage a post is asked for many times.
        if (!(error instanceof SlackFailure)) throw error;
        throw new ProviderError('Slack', error.message, { retry: error.retry, cause: error });
      }
    },
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
  return postComposed(target, await compose(document, needs, signal), mark, needs, signal);
}

export async function postComposed(
  target: Target,
  composed: Composed,
  mark: string,
  needs: ComposeNeeds,
  signal: AbortSignal,
): Promise<MessageRef> {
  const where = { channel: target.channel, ...(target.thread === undefined ? {} : { thread_ts: target.thread }) };
  const { answer: message, attachments } = await sendComposed(
    composed,
    (rendered) => needs.web.call('chat.postMessage', { ...where, ...messageFields(rendered), ...marked(mark) }, posted, signal),
    needs.log,
    signal,
  );
  await shareAttachments(attachments, { channel: message.channel, thread: target.thread ?? message.id }, needs, signal);
  return { platform: 'slack', channel: message.channel, id: message.id };
}

/** Redraws a message; what does not fit is attached in its thread. `mark`: its new one; undefined: it keeps its own. Throws SlackFailure. */
export async function updateComposed(
  ref: MessageRef,
  composed: Composed,
  mark: string | undefined,
  needs: ComposeNeeds,
  signal: AbortSignal,
): Promise<MessageRef> {
  const which = { channel: ref.channel, ts: ref.id, ...(mark === undefined ? {} : marked(mark)) };
  const { answer: message, attachments } = await sendComposed(
    composed,
    (rendered) => needs.web.call('chat.update', { ...which, ...messageFields(rendered) }, posted, signal),
    needs.log,
    signal,
  );
  await shareAttachments(attachments, { channel: message.channel, thread: message.thread ?? message.id }, needs, signal);
  return { platform: 'slack', channel: message.channel, id: message.id };
}

/** The field by which findMarked finds a message. */
export function marked(mark: string): { readonly metadata: object } {
  return { metadata: { event_type: markEvent, event_payload: { mark } } };
}

// History comes newest first, and is asked within minutes of the uncertain post; a thread comes oldest first.
const historyPages = 3;
const threadPages = 20;

/** A message with this mark, among the newest of its place. Throws SlackFailure. */
export async function findMarked(target: Target, mark: string, web: SlackWeb, signal: AbortSignal): Promise<MessageRef | undefined> {
  const channel = await channelId(target.channel, web, signal);
  const range = { channel, limit: 200, include_all_metadata: true };
  const [method, args, most] =
    target.thread === undefined
      ? (['conversations.history', range, historyPages] as const)
      : (['conversations.replies', { ...range, ts: target.thread }, threadPages] as const);
  for await (const { messages } of pages(web, method, args, messagePage, most, signal)) {
    const found = messages.find((message) => message.mark === mark);
    if (found !== undefined) return { platform: 'slack', channel, id: found.id };
  }
  return undefined;
}

const listPages = 50;

/** Posting takes a name, or a person in place of their conversation; reading only an id. */
async function channelId(channel: string, web: SlackWeb, signal: AbortSignal): Promise<string> {
  if (/^[UW]/u.test(channel)) return directOf(channel, web, signal);
  if (!channel.startsWith('#')) return channel;
  const args = { types: 'public_channel,private_channel', exclude_archived: true, limit: 1_000 };
  for await (const { channels } of pages(web, 'conversations.list', args, channelPage, listPages, signal)) {
    const match = channels.find((one) => one.name === channel.slice(1));
    if (match !== undefined) return match.id;
  }
  throw failureOf('channel_not_found');
}

/** Follows Slack's cursors, for at most `most` pages. */
async function* pages<T extends { readonly next: string | undefined }>(
  web: SlackWeb,
  method: string,
  args: Readonly<Record<string, unknown>>,
  schema: z.ZodType<T>,
  most: number,
  signal: AbortSignal,
): AsyncGenerator<T, void, void> {
  let cursor: string | undefined;
  for (let count = 0; count < most; count += 1) {
    const page = await web.call(method, cursor === undefined ? args : { ...args, cursor }, schema, signal);
    yield page;
    cursor = page.next;
    if (cursor === undefined) return;
  }
}
