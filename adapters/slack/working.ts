import type { Progress } from '../../src/core/chat.ts';
import type { Document } from '../../src/core/document.ts';
import type { Invocation } from '../../src/core/invocation.ts';
import type { MessageRef } from '../../src/core/model/person.ts';
import { type ComposeNeeds, messageFields } from './compose.ts';
import { findMarked, marked } from './deliver.ts';
import { toFailure } from './errors.ts';
import { surfaces } from './limits.ts';
import { unstopped } from './pause.ts';
import { renderDocument } from './render.ts';
import { remark } from './render-text.ts';
import { nothing, posted } from './schema.ts';
import { requestTimeoutMs } from './web.ts';

const words = 'Working on it…';

/** `pause`: settles after so many milliseconds of real time. */
export type WorkingNeeds = Pick<ComposeNeeds, 'web' | 'log' | 'time'> & { readonly pause?: ((ms: number) => Promise<void>) | undefined };

/** A message where the command was typed; where none can be posted, nothing is shown. */
export function createProgress(needs: WorkingNeeds): Progress {
  return {
    afterMs: 1_500,
    everyMs: undefined,
    show: async (invocation, { report, signal }) => {
      const { id, origin, replyTo } = invocation;
      // A home page shows nothing but itself, and the answer to a menu entry is for one person alone.
      if (replyTo['home'] !== undefined || origin.kind === 'shortcut') return undefined;
      try {
        return await postWorking(invocation, report, needs, signal);
      } catch (error) {
        needs.log.debug({ error, invocation: id }, 'it could not be shown that a command is being worked on');
        // It may stand there all the same, and nobody else would know of it.
        if (toFailure(error).certain === 'unknown') void takeBack(invocation, needs);
        return undefined;
      }
    },
  };
}

const markOf = (invocation: Invocation): string => `${invocation.id}:working`;

async function postWorking(
  invocation: Invocation,
  report: Document | undefined,
  { web, time }: WorkingNeeds,
  signal: AbortSignal,
): Promise<MessageRef> {
  const { channel: asked, thread } = invocation.place;
  const where = { channel: asked, ...(thread === undefined ? {} : { thread_ts: thread }), ...marked(markOf(invocation)) };
  const said =
    report === undefined
      ? { blocks: [remark(words)], text: words, attachments: [] }
      : renderDocument(report, { time, pictures: new Map(), surface: surfaces.message });
  const message = messageFields(said);
  const { channel, id } = await web.call('chat.postMessage', { ...where, ...message }, posted, signal);
  return { platform: 'slack', channel, id };
}

/** When to look: the first request may go on a while after nobody waits for it any more. */
const looksAfterMs = [0, requestTimeoutMs, 60_000];

/** What was posted although no answer came is looked for and taken away: the command's answer will stand elsewhere. Never throws. */
async function takeBack(invocation: Invocation, needs: WorkingNeeds): Promise<void> {
  const { pause = unstopped, web, log } = needs;
  const { channel, thread } = invocation.place;
  for (const waitMs of looksAfterMs) {
    await pause(waitMs);
    const signal = AbortSignal.timeout(longestLookMs);
    try {
      const ref = await findMarked({ platform: 'slack', channel, thread }, markOf(invocation), web, signal);
      if (ref !== undefined) return await removeWorking(ref, needs, signal);
    } catch (error) {
      log.debug({ error, invocation: invocation.id }, 'it is not known whether a message still says “working”');
    }
  }
}

const longestLookMs = 30_000;
const mostAttempts = 6;

/**
 * Takes the "working…" message away; when Slack does not let it now, later, without keeping anybody waiting. Never throws: one
 * that stays is no reason to lose an answer.
 */
export async function removeWorking(ref: MessageRef, needs: WorkingNeeds, signal: AbortSignal): Promise<void> {
  const again = await attempt(ref, needs, signal);
  if (again !== undefined) void keepTrying(ref, again, needs);
}

async function keepTrying(ref: MessageRef, firstMs: number, needs: WorkingNeeds): Promise<void> {
  const { pause = unstopped } = needs;
  let waitMs: number | undefined = firstMs;
  for (let count = 1; waitMs !== undefined && count < mostAttempts; count += 1) {
    await pause(waitMs);
    waitMs = await attempt(ref, needs, AbortSignal.timeout(longestLookMs));
  }
  if (waitMs !== undefined) needs.log.warn({ ref }, 'a message that says “working” could not be taken away');
}

/** undefined: it is gone, or stays for good; else after how many milliseconds to try again. */
async function attempt(ref: MessageRef, { web, log }: WorkingNeeds, signal: AbortSignal): Promise<number | undefined> {
  try {
    await web.call('chat.delete', { channel: ref.channel, ts: ref.id }, nothing, signal);
    return undefined;
  } catch (error) {
    const { code, retry } = toFailure(error);
    if (retry.when === 'later') return retry.afterMs;
    if (code !== 'message_not_found') log.warn({ error }, 'a message that says “working” could not be taken away');
    return undefined;
  }
}
