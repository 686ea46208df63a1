import type { Progress } from '../../src/core/chat.ts';
import type { Log } from '../../src/core/ports.ts';
import { answersOf } from './deliver.ts';
import { readFailure } from './errors.ts';
import type { Sender } from './send.ts';

/** Teams shows that somebody writes for about three seconds. */
const timing = { afterMs: 300, everyMs: 3_000 };

/** The dots that tell that the bot is writing, where its answer will stand. They leave no message behind. */
export function createProgress({ sender, log }: { readonly sender: Pick<Sender, 'type'>; readonly log: Log }): Progress {
  return {
    ...timing,
    show: async (invocation, { signal }) => {
      try {
        await sender.type(answersOf(invocation), signal);
      } catch (error) {
        log.debug({ reason: readFailure(error).reason }, 'Teams did not show that an answer is being written');
      }
      return undefined;
    },
  };
}
