import type { MessageRef } from '../../src/core/model/person.ts';
import type { Progress } from '../../src/core/ports.ts';
import { type ComposeNeeds, messageFields } from './compose.ts';
import { patiently } from './patiently.ts';
import { remark } from './render-text.ts';
import { nothing, posted } from './schema.ts';

const words = 'Working on it…';

/** A message where the command was typed; where none can be posted, nothing is shown. */
export function createProgress(needs: Pick<ComposeNeeds, 'web' | 'log'>): Progress {
  return {
    afterMs: 1_500,
    everyMs: undefined,
    show: async ({ id, origin, place, replyTo }, { signal }) => {
      // A home page shows nothing but itself, and the answer to a menu entry is for one person alone.
      if (replyTo['home'] !== undefined || origin.kind === 'shortcut') return undefined;
      const where = { channel: place.channel, ...(place.thread === undefined ? {} : { thread_ts: place.thread }) };
      const message = messageFields({ blocks: [remark(words)], text: words, attachments: [] });
      try {
        const { channel, id: ts } = await needs.web.call('chat.postMessage', { ...where, ...message }, posted, signal);
        return { platform: 'slack', channel, id: ts };
      } catch (error) {
        needs.log.debug({ error, invocation: id }, 'it could not be shown that a command is being worked on');
        return undefined;
      }
    },
  };
}

/** Takes the "working…" message away. Never throws: one that stays is no reason to lose an answer. */
export async function removeWorking(ref: MessageRef, needs: Pick<ComposeNeeds, 'web' | 'log'>, signal: AbortSignal): Promise<void> {
  try {
    await patiently(() => needs.web.call('chat.delete', { channel: ref.channel, ts: ref.id }, nothing, signal), signal);
  } catch (error) {
    needs.log.warn({ error }, 'a message that says “working” could not be taken away');
  }
}
