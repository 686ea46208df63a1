import { code, type Document, text } from '../../src/core/document.ts';
import type { Invocation, Reply } from '../../src/core/invocation.ts';
import type { Delivery } from '../../src/core/ports.ts';
import { type Composed, type ComposeNeeds, compose, messageFields, sendComposed, shareAttachments } from './compose.ts';
import { postMessage, updateMessage } from './deliver.ts';
import { failureOf, toDelivery, toFailure } from './errors.ts';
import { nothing, openedDirect } from './schema.ts';

/** Answers an invocation from what it holds alone, so it also works after a restart. */
export async function respond(invocation: Invocation, reply: Reply, needs: ComposeNeeds, signal: AbortSignal): Promise<Delivery> {
  try {
    if (reply.redrawnBy !== undefined && invocation.origin.kind === 'clicked') return { ok: true, ref: invocation.origin.message };
    if (reply.audience === 'sender') return await toSender(invocation, reply.document, needs, signal);
    if (reply.replace && invocation.origin.kind === 'clicked') return await inPlace(invocation, reply.document, needs, signal);
    return await toChannel(invocation, reply.document, needs, signal);
  } catch (error) {
    return toDelivery(error);
  }
}

async function toChannel(invocation: Invocation, document: Document, needs: ComposeNeeds, signal: AbortSignal): Promise<Delivery> {
  const { channel, thread } = invocation.place;
  try {
    const target = { platform: 'slack', channel, thread };
    return { ok: true, ref: await postMessage(target, document, invocation.id, needs, signal) };
  } catch (error) {
    // Without a response URL a direct conversation that is gone leaves no way to its person.
    const reachable = invocation.place.kind !== 'direct' || invocation.replyTo['responseUrl'] !== undefined;
    if (!isOutside(error) || !reachable) throw error;
    // Nobody can be invited to a conversation of two: there the answer goes to who asked.
    return toSender(invocation, invocation.place.kind === 'direct' ? document : invitation, needs, signal);
  }
}

const invitation: Document = {
  summary: 'I am not in this channel. Type /invite @Tocsin, then ask again.',
  blocks: [text('I am not in this channel. Type ', code('/invite @Tocsin'), ', then ask again.')],
};

async function inPlace(invocation: Invocation, document: Document, needs: ComposeNeeds, signal: AbortSignal): Promise<Delivery> {
  const { origin, replyTo } = invocation;
  if (origin.kind !== 'clicked') return toChannel(invocation, document, needs, signal);
  // A message that only one person sees is none that chat.update knows.
  if (replyTo['ephemeral'] !== undefined) return toSender(invocation, document, needs, signal, 'replace');
  try {
    return { ok: true, ref: await updateMessage(origin.message, document, needs, signal) };
  } catch (error) {
    if (!goneForEditing.has(toFailure(error).code)) throw error;
    return toChannel(invocation, document, needs, signal);
  }
}

const goneForEditing = new Set(['message_not_found', 'cant_update_message', 'edit_window_closed']);

/** Seen by its author alone: by the response URL (which also works where the bot is no member), else as an ephemeral message. */
async function toSender(
  invocation: Invocation,
  document: Document,
  needs: ComposeNeeds,
  signal: AbortSignal,
  clicked: 'keep' | 'replace' = 'keep',
): Promise<Delivery> {
  const { place, replyTo } = invocation;
  // A direct conversation has one reader anyway, and a normal message stays in it.
  if (place.kind === 'direct' && replyTo['responseUrl'] === undefined) return toChannel(invocation, document, needs, signal);
  const composed = await compose(document, needs, signal);
  const byUrl = async (): Promise<void> => answerByUrl(composed, replyTo['responseUrl'], clicked, needs, signal);
  const byPost = async (): Promise<void> => postEphemeral(composed, invocation, needs, signal);
  // In a thread only the post knows where it belongs.
  const [first, second] = place.thread === undefined || clicked === 'replace' ? [byUrl, byPost] : [byPost, byUrl];
  try {
    await first();
  } catch (error) {
    if (toFailure(error).certain === 'unknown') throw error;
    await second();
  }
  await attachForSender(composed, invocation, needs, signal);
  return { ok: true, ref: undefined };
}

async function answerByUrl(
  composed: Composed,
  url: string | undefined,
  clicked: 'keep' | 'replace',
  needs: ComposeNeeds,
  signal: AbortSignal,
): Promise<void> {
  if (url === undefined) throw failureOf('no_response_url');
  const envelope = { response_type: 'ephemeral', replace_original: clicked === 'replace' };
  await sendComposed(composed, (rendered) => needs.web.answer(url, { ...envelope, ...messageFields(rendered) }, signal), signal);
}

async function postEphemeral(composed: Composed, { place, replyTo }: Invocation, needs: ComposeNeeds, signal: AbortSignal): Promise<void> {
  const where = { channel: place.channel, user: replyTo['user'], ...(place.thread === undefined ? {} : { thread_ts: place.thread }) };
  await sendComposed(
    composed,
    (rendered) => needs.web.call('chat.postEphemeral', { ...where, ...messageFields(rendered) }, nothing, signal),
    signal,
  );
}

/** Files cannot be ephemeral: they go to the person's own conversation with the bot. */
async function attachForSender(composed: Composed, invocation: Invocation, needs: ComposeNeeds, signal: AbortSignal): Promise<void> {
  if (composed.attachments.length === 0) return;
  try {
    const opened = await needs.web.call('conversations.open', { users: invocation.replyTo['user'] }, openedDirect, signal);
    await shareAttachments(composed.attachments, { channel: opened.channel.id, thread: undefined }, needs, signal);
  } catch (error) {
    needs.log.warn({ error }, 'the files of a private answer could not be sent');
  }
}

function isOutside(error: unknown): boolean {
  const { code: reason } = toFailure(error);
  return reason === 'not_in_channel' || reason === 'channel_not_found';
}
