import type { LiveMessage } from './use-messages.ts';
import type { Fresh } from './use-reading.ts';
import { dayOf } from './zone.ts';

/** What a list shows, from top to bottom. */
export type Item =
  | { readonly kind: 'day'; readonly day: string; readonly at: string }
  /** Everything below arrived since the person was last here. */
  | { readonly kind: 'new' }
  /** `follows`: it continues what its author said just before, and is drawn without name and picture. */
  | { readonly kind: 'message'; readonly message: LiveMessage; readonly follows: boolean };

/** A pause after which an author is named again. */
const longestPauseMs = 5 * 60_000;

/**
 * Groups messages by day and author. The line “New” goes above the first message of somebody else that is `fresh`.
 */
export function groupMessages(messages: readonly LiveMessage[], user: string, fresh: Fresh | undefined): readonly Item[] {
  const items: Item[] = [];
  let before: LiveMessage | undefined;
  let line: 'to be drawn' | 'none' = fresh === undefined ? 'none' : 'to be drawn';
  for (const message of messages) {
    if (before === undefined || dayOf(before.at) !== dayOf(message.at)) {
      items.push({ kind: 'day', day: dayOf(message.at), at: message.at });
      before = undefined;
    }
    if (line === 'to be drawn' && isFresh(message, fresh) && message.user !== user) {
      items.push({ kind: 'new' });
      line = 'none';
      before = undefined;
    }
    items.push({ kind: 'message', message, follows: before !== undefined && continues(before, message) });
    before = message;
  }
  return items;
}

function continues(before: LiveMessage, message: LiveMessage): boolean {
  return (
    before.user === message.user &&
    before.ephemeralTo === message.ephemeralTo &&
    Date.parse(message.at) - Date.parse(before.at) < longestPauseMs
  );
}

function isFresh({ arrived }: LiveMessage, fresh: Fresh | undefined): boolean {
  return fresh !== undefined && arrived > fresh.after && arrived <= fresh.upTo;
}
