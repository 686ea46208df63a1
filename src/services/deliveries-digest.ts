import type { Handlers } from './deliveries.ts';
import { done, type HandlerNeeds, never, postOnce } from './deliveries-post.ts';

/** An older digest than this is history: the next one tells more. */
const worthPostingMs = 6 * 3_600_000;

export function createDigestHandler({ digests, chats, speech, clock }: HandlerNeeds): Handlers['digest'] {
  return async ({ schedule: id, due, target }, attempt) => {
    const schedule = await digests.schedule(id);
    if (schedule === undefined) return never(`the schedule ${id} was removed`);
    if (clock.now() - due > worthPostingMs) return never('it could not be posted within six hours');
    const document = async () => speech.digest(await digests.content(schedule, due, attempt.signal));
    const posted = await postOnce(chats, target, document, attempt);
    return posted.ok ? done : posted;
  };
}
