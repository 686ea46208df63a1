import { useEffect, useRef, useState } from 'react';
import { titleOf } from './chat.ts';
import { isForeign } from './unread.ts';
import type { LiveMessage } from './use-messages.ts';

/** What to tell a screen reader of messages that arrive elsewhere; those of the open conversation are told by its own log. */
export function useAnnouncements(messages: readonly LiveMessage[], open: string | undefined, user: string): string {
  const [said, setSaid] = useState('');
  const told = useRef<number>(undefined);
  const newest = Math.max(0, ...messages.map((one) => one.arrived));
  useEffect(() => {
    const before = told.current;
    told.current = newest;
    // What was there when the page was opened is no news.
    if (before === undefined || before === 0) return;
    const elsewhere = messages.filter((one) => one.arrived > before && one.channel !== open && isForeign(one, user));
    const last = elsewhere.at(-1);
    if (last !== undefined) setSaid(`New message from ${titleOf([], last.user)}: ${last.text.slice(0, 100)}`);
  }, [messages, newest, open, user]);
  return said;
}
