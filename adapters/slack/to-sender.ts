import type { RespondOptions } from '../../src/core/chat.ts';
import { type Document, sentence } from '../../src/core/document.ts';
import type { Invocation } from '../../src/core/invocation.ts';
import type { MessageRef } from '../../src/core/model/person.ts';
import { type Composed, type ComposeNeeds, compose, messageFields, type Sent, sendComposed, shareAttachments } from './compose.ts';
import { postComposed } from './deliver.ts';
import { directOf } from './directs.ts';
import { failureOf, isOutside, isTokenFault, toFailure } from './errors.ts';
import { surfaces } from './limits.ts';
import { nothing } from './schema.ts';

/**
 * Seen by its author alone: by the response URL (which also works where the bot is no member), as an ephemeral message, or,
 * where neither reaches them, in their own conversation with the bot. Throws SlackFailure.
 */
export async function toSender(
  invocation: Invocation,
  document: Document,
  needs: ComposeNeeds,
  { signal, instead }: RespondOptions,
  clicked: 'keep' | 'replace' = 'keep',
): Promise<MessageRef | undefined> {
  const { place, replyTo } = invocation;
  const composed = await compose(document, needs, signal, surfaces.ephemeral);
  await instead?.();
  const byUrl = (): Promise<Sent<void>> => answerByUrl(composed, replyTo['responseUrl'], clicked, needs, signal);
  const byPost = (): Promise<Sent<unknown>> => postEphemeral(composed, invocation, needs, signal);
  // In a thread only the post knows where it belongs; but in one that nobody has begun, it would not be seen.
  const threadKnown = place.thread !== undefined && replyTo['thread'] === undefined;
  const [first, second] = threadKnown && clicked === 'keep' ? [byPost, byUrl] : [byUrl, byPost];
  let unheard = false;
  for (const attempt of [first, second]) {
    try {
      const { attachments } = await attempt();
      const missing = await attachForSender(attachments, invocation, needs, signal);
      if (missing.length > 0) await sayMissing(missing, invocation, needs, signal);
      return undefined;
    } catch (error) {
      const failure = toFailure(error);
      unheard ||= isOutside(failure) || (attempt === byPost && failure.retry.when === 'never' && !isTokenFault(failure));
      if (failure.certain === 'unknown' || (attempt === second && !unheard)) throw error;
    }
  }
  return direct(invocation, composed, needs, signal);
}

/** To the author's own conversation with the bot. Throws SlackFailure. */
export async function toDirect(
  invocation: Invocation,
  document: Document,
  needs: ComposeNeeds,
  { signal, instead }: RespondOptions,
): Promise<MessageRef> {
  const composed = await compose(document, needs, signal);
  await instead?.();
  return direct(invocation, composed, needs, signal);
}

async function direct(invocation: Invocation, composed: Composed, needs: ComposeNeeds, signal: AbortSignal): Promise<MessageRef> {
  const channel = await directOf(invocation.replyTo['user'], needs.web, signal);
  return postComposed({ platform: 'slack', channel }, composed, invocation.id, needs, signal);
}

async function answerByUrl(
  composed: Composed,
  url: string | undefined,
  clicked: 'keep' | 'replace',
  needs: ComposeNeeds,
  signal: AbortSignal,
): Promise<Sent<void>> {
  if (url === undefined) throw failureOf('no_response_url');
  const envelope = { response_type: 'ephemeral', replace_original: clicked === 'replace' };
  return sendComposed(
    composed,
    (rendered) => needs.web.answer(url, { ...envelope, ...messageFields(rendered) }, signal),
    needs.log,
    signal,
  );
}

async function postEphemeral(
  composed: Composed,
  { place, replyTo }: Invocation,
  needs: ComposeNeeds,
  signal: AbortSignal,
): Promise<Sent<unknown>> {
  const where = { channel: place.channel, user: replyTo['user'], ...(place.thread === undefined ? {} : { thread_ts: place.thread }) };
  return sendComposed(
    composed,
    (rendered) => needs.web.call('chat.postEphemeral', { ...where, ...messageFields(rendered) }, nothing, signal),
    needs.log,
    signal,
  );
}

/** Files cannot be ephemeral: they go to the person's own conversation with the bot. Gives back the names of those that may not be there. */
async function attachForSender(
  attachments: Composed['attachments'],
  invocation: Invocation,
  needs: ComposeNeeds,
  signal: AbortSignal,
): Promise<readonly string[]> {
  if (attachments.length === 0) return [];
  try {
    const channel = await directOf(invocation.replyTo['user'], needs.web, signal);
    return await shareAttachments(attachments, { channel, thread: undefined }, needs, signal);
  } catch (error) {
    needs.log.warn({ error }, 'the files of a private answer could not be sent');
    return attachments.map(({ name }) => name);
  }
}

/** The answer has said that they were sent. Never throws: it stands, and must not be sent again. */
async function sayMissing(names: readonly string[], invocation: Invocation, needs: ComposeNeeds, signal: AbortSignal): Promise<void> {
  const words = `I cannot tell whether ${names.join(' and ')} got through to you. If it is not in our own conversation, please ask again.`;
  try {
    const composed = await compose(sentence(words), needs, signal, surfaces.ephemeral);
    const url = invocation.replyTo['responseUrl'];
    if (url === undefined) await postEphemeral(composed, invocation, needs, signal);
    else await answerByUrl(composed, url, 'keep', needs, signal);
  } catch (error) {
    needs.log.warn({ error, names }, 'nobody could be told that the files of a private answer are missing');
  }
}
