import { type AdaptiveCard, cardType } from './card.ts';

/** What an `adaptiveCard/action` invoke is answered with. */
export interface ClickAnswer {
  readonly statusCode: 200;
  readonly type: string;
  readonly value: AdaptiveCard | string;
}

export const withCard = (card: AdaptiveCard): ClickAnswer => ({ statusCode: 200, type: cardType, value: card });
export const withWords = (words: string): ClickAnswer => ({
  statusCode: 200,
  type: 'application/vnd.microsoft.activity.message',
  value: words,
});

export interface Clicks {
  /** The answer if there is one within a few seconds, else a word that it is on its way. */
  readonly wait: (id: string) => Promise<ClickAnswer>;
  /** Whether the person sees it; 'too late': nobody waits any more. */
  readonly answer: (id: string, answer: ClickAnswer) => 'shown' | 'too late';
  readonly stop: () => void;
}

interface Waiting {
  readonly answered: Promise<ClickAnswer>;
  readonly settle: (answer: ClickAnswer) => void;
}

/** Teams gives up on a click after about 10 s, and people do so sooner. */
const patienceMs = 4_000;

export function createClicks(): Clicks {
  const waiting = new Map<string, Waiting>();
  const begin = (id: string): Waiting => {
    const { promise, resolve } = Promise.withResolvers<ClickAnswer>();
    const settle = (answer: ClickAnswer): void => {
      clearTimeout(timer);
      waiting.delete(id);
      resolve(answer);
    };
    const timer = setTimeout(() => settle(withWords('On it. The answer follows here.')), patienceMs);
    const begun = { answered: promise, settle };
    waiting.set(id, begun);
    return begun;
  };
  return {
    // Teams may ask twice for the same click: both are given the one answer there will be.
    wait: (id) => (waiting.get(id) ?? begin(id)).answered,
    answer: (id, answer) => {
      const found = waiting.get(id);
      found?.settle(answer);
      return found === undefined ? 'too late' : 'shown';
    },
    stop: () => {
      for (const { settle } of waiting.values()) settle(withWords('I am being restarted. Try again in a moment.'));
    },
  };
}
