import { useEffect, useState } from 'react';
import type { LiveMessages } from './use-messages.ts';

export interface Reading {
  /** Up to which arrival this person has read this conversation (a channel, or a thread by its root's id). */
  readonly readUpTo: (conversation: string) => number;
  /** What was unread in the open conversation when it was opened: the line “New” stands above it. */
  readonly fresh: Fresh | undefined;
}

/** What arrived after the one and not after the other. */
export interface Fresh {
  readonly after: number;
  readonly upTo: number;
}

interface Marks {
  readonly epoch: number;
  /** What was there when the page was opened counts as read by everybody. */
  readonly start: number;
  readonly read: ReadonlyMap<string, number>;
  readonly open: string | undefined;
  readonly fresh: Fresh | undefined;
}

const nothing: Marks = { epoch: 0, start: 0, read: new Map(), open: undefined, fresh: undefined };

/** What each person has read of each conversation, for as long as the page is open. `open`: the conversations that can be seen now, the channel first. */
export function useReading({ epoch, newest }: Pick<LiveMessages, 'epoch' | 'newest'>, user: string, open: readonly string[]): Reading {
  const [marks, setMarks] = useState(nothing);
  const key = (conversation: string): string => `${user} ${conversation}`;
  const keys = open.map(key).join('\n');

  useEffect(() => {
    if (epoch === 0) return;
    setMarks((before) => {
      const marks = before.epoch === epoch ? before : { ...nothing, epoch, start: newest };
      const seen = keys === '' ? [] : keys.split('\n');
      const channel = seen[0];
      const until = marks.read.get(channel ?? '') ?? marks.start;
      return {
        ...marks,
        read: new Map([...marks.read, ...seen.map((one) => [one, newest] as const)]),
        open: channel,
        fresh: channel === marks.open ? marks.fresh : { after: until, upTo: newest },
      };
    });
  }, [epoch, newest, keys]);

  return {
    readUpTo: (conversation) => (marks.epoch === 0 ? Number.POSITIVE_INFINITY : (marks.read.get(key(conversation)) ?? marks.start)),
    fresh: marks.open === keys.split('\n')[0] ? marks.fresh : undefined,
  };
}
