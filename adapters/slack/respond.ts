import type { Delivery, RespondOptions } from '../../src/core/chat.ts';
import { code, type Document, text } from '../../src/core/document.ts';
import type { Invocation, Reply } from '../../src/core/invocation.ts';
import type { MessageRef } from '../../src/core/model/person.ts';
import { type Composed, type ComposeNeeds, compose } from './compose.ts';
import { postComposed, updateComposed } from './deliver.ts';
import { isOutside, toDelivery, toFailure } from './errors.ts';
import { explanationFor } from './explain.ts';
import type { Homes } from './home.ts';
import { renderModal } from './modal.ts';
import { patiently } from './patiently.ts';
import { nothing } from './schema.ts';
import type { Submissions } from './submissions.ts';
import { toDirect, toSender } from './to-sender.ts';
import { removeWorking } from './working.ts';

export interface RespondNeeds extends ComposeNeeds {
  readonly submissions: Pick<Submissions, 'refuse' | 'close'>;
  readonly homes: Homes;
}

/** Answers an invocation from what it holds alone, so it also works after a restart. */
export async function respond(invocation: Invocation, reply: Reply, needs: RespondNeeds, options: RespondOptions): Promise<Delivery> {
  try {
    const ref = await answer(invocation, reply, needs, options);
    const working = await options.instead?.();
    if (working !== undefined && ref?.id !== working.id) await removeWorking(working, needs, options.signal);
    return { ok: true, ref };
  } catch (error) {
    return toDelivery(error);
  }
}

async function answer(invocation: Invocation, reply: Reply, needs: RespondNeeds, options: RespondOptions): Promise<MessageRef | undefined> {
  const { origin, replyTo } = invocation;
  const { signal } = options;
  if (reply.redrawnBy !== undefined && origin.kind === 'clicked') return origin.message;
  if (replyTo['home'] !== undefined && replyTo['user'] !== undefined) {
    await needs.homes.publish({ user: replyTo['user'], askedAt: invocation.receivedAt, document: reply.document }, signal);
    return undefined;
  }
  // What is for the sender is read by nobody else here: an ephemeral message, a modal, their own conversation.
  const told = reply.alone === undefined ? reply : { ...reply, document: reply.alone };
  const document = origin.kind === 'form' ? afterForm(invocation, told, needs) : told.document;
  if (document === 'shown') return undefined;
  if ((await openModal(invocation, document, needs, signal)) === 'opened') return undefined;
  if (reply.audience === 'sender') return toAuthor(invocation, document, needs, options);
  try {
    return await toEverybody(invocation, reply, document, needs, options);
  } catch (error) {
    return elsewhere(error, invocation, document, needs, options);
  }
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
    const open = (): Promise<object> => needs.web.call('views.open', { trigger_id: trigger, view }, nothing, signal);
    await patiently(open, signal, { most: triggerMs });
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
  if (place.kind !== 'direct' || replyTo['responseUrl'] !== undefined) return toSender(invocation, document, needs, options);
  return post(invocation, undefined, await compose(document, needs, options.signal), needs, options);
}

async function toEverybody(
  invocation: Invocation,
  reply: Reply,
  document: Document,
  needs: RespondNeeds,
  options: RespondOptions,
): Promise<MessageRef | undefined> {
  const { origin, replyTo } = invocation;
  const clicked = origin.kind === 'clicked' ? origin.message : undefined;
  const under = reply.under === 'clicked message' ? clicked : undefined;
  const redrawn = reply.replace ? clicked : undefined;
  if (replyTo['ephemeral'] !== undefined) {
    // Below a message that one person sees there is no thread, and it is none that chat.update knows.
    if (under !== undefined) return toSender(invocation, document, needs, options);
    if (redrawn !== undefined) return toSender(invocation, document, needs, options, 'replace');
  }
  const composed = await compose(document, needs, options.signal);
  const taken = redrawn === undefined ? undefined : await redraw(redrawn, undefined, composed, needs, options.signal);
  return taken ?? post(invocation, under, composed, needs, options);
}

/** In place of the message that says “working”, where there is one. */
async function post(
  { id, place }: Invocation,
  under: MessageRef | undefined,
  composed: Composed,
  needs: RespondNeeds,
  { signal, instead }: RespondOptions,
): Promise<MessageRef> {
  const working = await instead?.();
  const taken = working === undefined ? undefined : await redraw(working, id, composed, needs, signal);
  return taken ?? postComposed({ ...place, thread: place.thread ?? under?.id }, composed, id, needs, signal);
}

const goneForEditing = new Set(['message_not_found', 'cant_update_message', 'edit_window_closed']);

/** undefined: it cannot be redrawn any more. */
async function redraw(
  message: MessageRef,
  mark: string | undefined,
  composed: Composed,
  needs: RespondNeeds,
  signal: AbortSignal,
): Promise<MessageRef | undefined> {
  try {
    return await updateComposed(message, composed, mark, needs, signal);
  } catch (error) {
    if (!goneForEditing.has(toFailure(error).code)) throw error;
    return undefined;
  }
}

/**
 * What the place will not take goes to who asked, and says why: it was worked on, and may have changed something. Throws
 * SlackFailure: the one given, where it may pass by itself.
 */
async function elsewhere(
  error: unknown,
  invocation: Invocation,
  document: Document,
  needs: RespondNeeds,
  options: RespondOptions,
): Promise<MessageRef | undefined> {
  const { origin, place, replyTo } = invocation;
  const explanation = explanationFor(error);
  if (explanation === undefined) throw error;
  if (place.kind === 'direct' && isOutside(error)) {
    // Nobody can be invited to a conversation of two, and without a response URL one that is gone leaves no way to its person.
    if (replyTo['responseUrl'] === undefined) throw error;
    return toSender(invocation, document, needs, options);
  }
  const explained = { ...document, blocks: [...document.blocks, ...explanation.blocks] };
  // Nobody should have to fill in a form again: there it can be read for longer.
  if (origin.kind === 'form' && isOutside(error)) return toDirect(invocation, explained, needs, options);
  try {
    return await toSender(invocation, explained, needs, options);
  } catch (again) {
    if (toFailure(again).retry.when === 'later') throw again;
    return toSender(invocation, explanation, needs, options);
  }
}
