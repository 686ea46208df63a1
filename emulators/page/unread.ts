import { isNamedIn } from './people.ts';
import type { Place } from './places.ts';
import type { LiveMessage } from './use-messages.ts';
import type { Reading } from './use-reading.ts';

export interface Unread {
  readonly count: number;
  /** How many of them name the person, or are a direct message. */
  readonly mentions: number;
}

/** The person's own words, and what is for others alone, are never unread. */
export function isForeign(message: LiveMessage, user: string): boolean {
  return message.user !== user && message.surface === 'message' && (message.ephemeralTo === null || message.ephemeralTo === user);
}

/**
 * What of a conversation arrived after `readUpTo` and is not the person's own. In Slack a reply does not mark its channel: it
 * marks its thread.
 */
export function unreadIn(
  messages: readonly LiveMessage[],
  { user, direct, readUpTo }: { readonly user: string; readonly direct: boolean; readonly readUpTo: number },
): Unread {
  const counted = messages.filter(
    (one) => one.arrived > readUpTo && isForeign(one, user) && (one.platform === 'teams' || one.thread === null),
  );
  const mentions = direct ? counted.length : counted.filter((one) => isNamedIn(one.text, user) || one.ephemeralTo === user).length;
  return { count: counted.length, mentions };
}

/** What is unread for the person in one of the places. */
export function unreadPlace(place: Place, messages: readonly LiveMessage[], user: string, reading: Reading): Unread {
  return unreadIn(
    messages.filter((one) => one.channel === place.id),
    { user, direct: place.kind === 'direct', readUpTo: reading.readUpTo(place.id) },
  );
}

/** Of all places together. */
export function unreadOf(places: readonly Unread[]): Unread {
  return {
    count: places.reduce((sum, one) => sum + one.count, 0),
    mentions: places.reduce((sum, one) => sum + one.mentions, 0),
  };
}
