import type { Place } from '../../src/core/model/person.ts';
import type { Log } from '../../src/core/ports.ts';
import { openedDirect } from './schema.ts';
import type { SlackWeb } from './web.ts';

/** The id of the conversation between somebody and the bot. Throws SlackFailure. */
export async function directOf(user: string | undefined, web: SlackWeb, signal: AbortSignal): Promise<string> {
  return (await web.call('conversations.open', { users: user }, openedDirect, signal)).channel.id;
}

export interface Directs {
  /** A place that is known by its person only, with the id of their conversation; any other as it is. Never throws. */
  readonly complete: (place: Place, user: string) => Promise<Place>;
}

/** It comes before Slack's acknowledgement; without an answer the person's id does, which Slack takes too. */
const patienceMs = 900;
const kept = 1_000;

/** Remembers them: a conversation never changes its id. */
export function createDirects({ web, log }: { readonly web: SlackWeb; readonly log: Log }): Directs {
  const known = new Map<string, string>();
  return {
    complete: async (place, user) => {
      if (place.channel !== user) return place;
      try {
        const channel = known.get(user) ?? (await directOf(user, web, AbortSignal.timeout(patienceMs)));
        if (known.size < kept) known.set(user, channel);
        return { ...place, channel };
      } catch (error) {
        log.warn({ user, error }, 'Slack did not say which conversation is the one with a person');
        return place;
      }
    },
  };
}
