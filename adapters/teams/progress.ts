import type { Progress } from '../../src/core/chat.ts';
import type { Log } from '../../src/core/ports.ts';
import { answersOf } from './deliver.ts';
import { readFailure } from './errors.ts';
import { type RenderNeeds, renderDocument } from './render.ts';
import type { Sender } from './send.ts';

/** Teams shows that somebody writes for about three seconds. */
const timing = { afterMs: 300, everyMs: 3_000 };

export interface ProgressNeeds extends RenderNeeds {
  readonly sender: Pick<Sender, 'type' | 'send'>;
  readonly log: Log;
}

/** The dots that tell that the bot is writing, where its answer will stand: they leave no message behind. A command's own report is one. */
export function createProgress(needs: ProgressNeeds): Progress {
  const { sender, log } = needs;
  return {
    ...timing,
    show: async (invocation, { report, signal }) => {
      const where = answersOf(invocation);
      try {
        if (report !== undefined) return await sender.send(where, await renderDocument(report, needs, signal), signal);
        await sender.type(where, signal);
      } catch (error) {
        log.debug({ reason: readFailure(error).reason }, 'Teams did not show that an answer is being written');
      }
      return undefined;
    },
  };
}
