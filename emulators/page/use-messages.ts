import { useEffect, useState } from 'react';
import { type Message, readMessages } from './control-api.ts';

const holdSeconds = 20;
const retryMs = 1_000;

/** A message, and when it came: the number it had when this page first saw it. An edit does not raise that. */
export interface LiveMessage extends Message {
  readonly arrived: number;
}

export interface LiveMessages {
  /** Of both chats, in the order they were first posted. */
  readonly messages: readonly LiveMessage[];
  /** The number of the newest change: rises when something was posted or edited. */
  readonly newest: number;
  /** Rises when the demo was started anew, with messages of its own; 0: nothing has been read yet. */
  readonly epoch: number;
  /** Why nothing new can be seen just now. */
  readonly trouble: string | undefined;
}

interface Known {
  readonly epoch: number;
  readonly newest: number;
  readonly byId: ReadonlyMap<string, LiveMessage>;
}

/** All messages, kept up to date by one long poll while the page is visible. */
export function useMessages(): LiveMessages {
  const [known, setKnown] = useState<Known>({ epoch: 0, newest: 0, byId: new Map() });
  const [trouble, setTrouble] = useState<string>();
  const visible = useVisible();

  useEffect(() => {
    // A browser opens six connections to one host: hidden tabs must not hold them.
    if (!visible) return undefined;
    const stop = new AbortController();
    const take = (news: readonly Message[], from: 'the beginning' | 'there'): void => setKnown((before) => merged(before, news, from));
    void follow(take, setTrouble, stop.signal);
    return () => stop.abort();
  }, [visible]);

  const messages = [...known.byId.values()].toSorted(byTime);
  return { messages, newest: known.newest, epoch: known.epoch, trouble };
}

function merged(before: Known, news: readonly Message[], from: 'the beginning' | 'there'): Known {
  const newest = Math.max(0, ...news.map((one) => one.seq));
  const another = from === 'the beginning' && (before.epoch === 0 || newest < before.newest);
  if (!another && news.length === 0) return before;
  const byId = new Map(another ? [] : before.byId);
  for (const one of news) {
    if (one.deleted) byId.delete(one.id);
    else byId.set(one.id, { ...one, arrived: byId.get(one.id)?.arrived ?? one.seq });
  }
  return { epoch: another ? before.epoch + 1 : before.epoch, newest: another ? newest : Math.max(before.newest, newest), byId };
}

async function follow(
  take: (news: readonly Message[], from: 'the beginning' | 'there') => void,
  tell: (trouble: string | undefined) => void,
  signal: AbortSignal,
): Promise<void> {
  let after = 0;
  let from: 'the beginning' | 'there' = 'the beginning';
  while (!signal.aborted) {
    try {
      const news = await readMessages(after, from === 'there' ? holdSeconds : 0, signal);
      if (signal.aborted) return;
      after = Math.max(after, ...news.map((one) => one.seq));
      take(news, from);
      from = 'there';
      tell(undefined);
    } catch {
      if (signal.aborted) return;
      tell('The demo does not answer. Is it still running?');
      // It may have been started anew, with messages of its own.
      after = 0;
      from = 'the beginning';
      await new Promise((resolve) => setTimeout(resolve, retryMs));
    }
  }
}

function byTime(one: LiveMessage, other: LiveMessage): number {
  return one.at === other.at ? one.arrived - other.arrived : one.at < other.at ? -1 : 1;
}

function useVisible(): boolean {
  const [visible, setVisible] = useState(document.visibilityState === 'visible');
  useEffect(() => {
    const look = (): void => setVisible(document.visibilityState === 'visible');
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, []);
  return visible;
}
