import type { Handlers } from './attempt.ts';
import { done, type HandlerNeeds, never, postOnce } from './post.ts';

/** An older digest than this is history: the next one tells more. */
const worthPostingMs = 6 * 3_600_000;

/** Of the 25 s of an attempt: what was not measured by then is told as such, and there is time left to post it. */
const contentMs = 12_000;

export function createDigestHandler(
  { digests, chats, speech, clock }: HandlerNeeds,
  limits: { readonly contentMs: number } = { contentMs },
): Handlers['digest'] {
  return async ({ schedule: id, due, target }, attempt) => {
    const schedule = await digests.schedule(id);
    if (schedule === undefined) return never(`the schedule ${id} was removed`);
    if (clock.now() - due > worthPostingMs) return never('it could not be posted within six hours');
    const document = async () => {
      const signal = AbortSignal.any([attempt.signal, AbortSignal.timeout(limits.contentMs)]);
      return speech.digest(await digests.content(schedule, due, signal));
    };
    const posted = await postOnce(chats, target, document, attempt);
    return posted.ok ? done : posted;
  };
}
