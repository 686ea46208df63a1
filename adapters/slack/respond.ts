import { code, type Document, sentence, text } from '../../src/core/document.ts';
import type { Invocation, Reply } from '../../src/core/invocation.ts';
import type { MessageRef } from '../../src/core/model/person.ts';
import type { Delivery, RespondOptions } from '../../src/core/ports.ts';
import type { ComposeNeeds } from './compose.ts';
import { postMessage, updateMessage } from './deliver.ts';
import { isOutside, toDelivery, toFailure } from './errors.ts';
import { publishHome } from './home.ts';
import { renderModal } from './modal.ts';
import { patiently } from './patiently.ts';
import { nothing } from './schema.ts';
import type { Submissions } from './submissions.ts';
import { toDirect, toSender } from './to-sender.ts';
import { removeWorking } from './working.ts';

export interface RespondNeeds extends ComposeNeeds {
  readonly submissions: Pick<Submissions, 'refuse' | 'close'>;
}

/** Answers an invocation from what it holds alone, so it also works after a restart. */
export async function respond(
  invocation: Invocation,
  reply: Reply,
  needs: RespondNeeds,
  { signal, instead }: RespondOptions,
): Promise<Delivery> {
  try {
    const ref = await answer(invocation, reply, needs, { signal, instead });
    if (instead !== undefined && ref?.id !== instead.id) await removeWorking(instead, needs, signal);
    return { ok: true, ref };
  } catch (error) {
    const delivery = toDelivery(error);
    // Nothing will come any more that could take its place.
    if (instead !== undefined && !delivery.ok && delivery.retry.when === 'never') await removeWorking(instead, needs, signal);
    return delivery;
  }
}

async function answer(invocation: Invocation, reply: Reply, needs: RespondNeeds, options: RespondOptions): Promise<MessageRef | undefined> {
  const { origin, replyTo } = invocation;
  const { signal } = options;
  if (reply.redrawnBy !== undefined && origin.kind === 'clicked') return origin.message;
  if (replyTo['home'] !== undefined && replyTo['user'] !== undefined) {
    await publishHome(replyTo['user'], reply.document, needs, signal);
    return undefined;
  }
  const document = origin.kind === 'form' ? afterForm(invocation, reply, needs) : reply.document;
  if (document === 'shown') return undefined;
  if ((await openModal(invocation, document, needs, signal)) === 'opened') return undefined;
  if (reply.audience === 'sender') return toAuthor(invocation, document, needs, options);
  if (reply.replace && origin.kind === 'clicked') return inPlace(invocation, document, needs, options);
  return toChannel(invocation, document, needs, options, reply.under);
}

/** A form that stays open shows what was wrong. One that is closed by now does not come back: what was filled in is told instead. */
function afterForm(invocation: Invocation, { outcome, document }: Reply, { submissions }: RespondNeeds): Document | 'shown' {
  if (outcome !== 'refused') {
    submissions.close(invocation.id);
    return document;
  }
  if (submissions.refuse(invocation.id, document) === 'shown') return 'shown';
  return { ...document, blocks: [...document.blocks, text('You had sent: ', code(invocation.text))] };
}

/** A trigger is good for three seconds; waiting longer for a rate limit would only let it expire. */
const triggerMs = 1_000;

/** Shows a form as a modal; 'no': the document is none, or has to go into a message. */
async function openModal(invocation: Invocation, document: Document, needs: RespondNeeds, signal: AbortSignal): Promise<'opened' | 'no'> {
  const trigger = invocation.replyTo['trigger'];
  const view = trigger === undefined ? undefined : renderModal(document, invocation, needs.time);
  if (view === undefined) return 'no';
  try {
    await patiently(() => needs.web.call('views.open', { trigger_id: trigger, view }, nothing, signal), signal, triggerMs);
    return 'opened';
  } catch (error) {
    needs.log.debug({ error, invocation: invocation.id }, 'a form is shown in a message because no modal could be opened');
    return 'no';
  }
}

/** A direct conversation has one reader anyway, and a normal message stays in it. */
async function toAuthor(
  invocation: Invocation,
  document: Document,
  needs: RespondNeeds,
  options: RespondOptions,
): Promise<MessageRef | undefined> {
  const { place, replyTo } = invocation;
  if (place.kind === 'direct' && replyTo['responseUrl'] === undefined) return toChannel(invocation, document, needs, options);
  return toSender(invocation, document, needs, options.signal);
}

async function toChannel(
  invocation: Invocation,
  document: Document,
  needs: RespondNeeds,
  { signal, instead }: RespondOptions,
  under?: Reply['under'],
): Promise<MessageRef | undefined> {
  const { origin, place, replyTo } = invocation;
  const clicked = under === 'clicked message' && origin.kind === 'clicked' ? origin.message : undefined;
  // Below a message that one person sees there is no thread.
  if (clicked !== undefined && replyTo['ephemeral'] !== undefined) return toSender(invocation, document, needs, signal);
  try {
    if (instead !== undefined && clicked === undefined) return await inPlaceOf(instead, invocation, document, needs, signal);
    return await postMessage({ ...place, thread: place.thread ?? clicked?.id }, document, invocation.id, needs, signal);
  } catch (error) {
    const explanation = explanationFor(error);
    if (explanation === undefined) throw error;
    // Nobody should have to fill in a form again, and nobody can be invited to a conversation of two: there the answer goes to who asked.
    const blocks = [...explanation.blocks, ...document.blocks];
    if (origin.kind === 'form') return toDirect(invocation, { ...document, blocks }, needs, signal);
    // Without a response URL a direct conversation that is gone leaves no way to its person.
    if (place.kind === 'direct' && replyTo['responseUrl'] === undefined) throw error;
    return toSender(invocation, place.kind === 'direct' ? document : explanation, needs, signal);
  }
}

async function inPlaceOf(
  working: MessageRef,
  invocation: Invocation,
  document: Document,
  needs: RespondNeeds,
  signal: AbortSignal,
): Promise<MessageRef> {
  try {
    return await updateMessage(working, document, needs, signal);
  } catch (error) {
    if (!goneForEditing.has(toFailure(error).code)) throw error;
    return postMessage(invocation.place, document, invocation.id, needs, signal);
  }
}

const notMember = sentence('I am not in this channel. Type ', code('/invite @Tocsin'), ', then ask again.');
const archived = sentence('This channel is archived, so nothing can be posted in it. Unarchive it, or ask in another one.');

/** What the person can do about a place that takes no answer; undefined: nothing. */
function explanationFor(error: unknown): Document | undefined {
  if (isOutside(error)) return notMember;
  return toFailure(error).code === 'is_archived' ? archived : undefined;
}

async function inPlace(
  invocation: Invocation,
  document: Document,
  needs: RespondNeeds,
  options: RespondOptions,
): Promise<MessageRef | undefined> {
  const { origin, replyTo } = invocation;
  if (origin.kind !== 'clicked') return toChannel(invocation, document, needs, options);
  // A message that only one person sees is none that chat.update knows.
  if (replyTo['ephemeral'] !== undefined) return toSender(invocation, document, needs, options.signal, 'replace');
  try {
    return await updateMessage(origin.message, document, needs, options.signal);
  } catch (error) {
    if (!goneForEditing.has(toFailure(error).code)) throw error;
    return toChannel(invocation, document, needs, options);
  }
}

const goneForEditing = new Set(['message_not_found', 'cant_update_message', 'edit_window_closed']);
