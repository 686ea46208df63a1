import { useEffect, useState } from 'react';
import { type Message, type Platform, readMessages } from './control-api.ts';

const holdSeconds = 20;
const retryMs = 1_000;

export interface LiveMessages {
  /** In the order they were first posted. */
  readonly messages: readonly Message[];
  /** The number of the newest change: rises when something was posted or edited. */
  readonly newest: number;
  /** Why nothing new can be seen just now. */
  readonly trouble: string | undefined;
}

/** All messages of a chat, kept up to date by long polling while the page is visible. */
export function useMessages(platform: Platform): LiveMessages {
  const [known, setKnown] = useState<ReadonlyMap<string, Message>>(new Map());
  const [trouble, setTrouble] = useState<string>();
  const visible = useVisible();

  useEffect(() => setKnown(new Map()), [platform]);

  useEffect(() => {
    // A browser opens six connections to one host: hidden tabs must not hold them.
    if (!visible) return undefined;
    const stop = new AbortController();
    const take = (news: readonly Message[]): void => {
      if (news.length > 0) setKnown((before) => new Map([...before, ...news.map((one) => [one.id, one] as const)]));
    };
    void follow(platform, take, setTrouble, stop.signal);
    return () => stop.abort();
  }, [platform, visible]);

  const messages = [...known.values()];
  return { messages: messages.toSorted(byTime), newest: Math.max(0, ...messages.map((one) => one.seq)), trouble };
}

async function follow(
  platform: Platform,
  take: (news: readonly Message[]) => void,
  tell: (trouble: string | undefined) => void,
  signal: AbortSignal,
): Promise<void> {
  let after = 0;
  while (!signal.aborted) {
    try {
      const news = await readMessages(platform, after, holdSeconds, signal);
      if (signal.aborted) return;
      after = Math.max(after, ...news.map((one) => one.seq));
      take(news);
      tell(undefined);
    } catch {
      if (signal.aborted) return;
      tell('The demo does not answer. Is it still running?');
      // It may have been started anew, with messages of its own.
      after = 0;
      await new Promise((resolve) => setTimeout(resolve, retryMs));
    }
  }
}

function byTime(one: Message, other: Message): number {
  return one.at === other.at ? one.seq - other.seq : one.at < other.at ? -1 : 1;
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
