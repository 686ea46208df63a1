import type { Document } from '../../src/core/document.ts';
import { unstopped } from './pause.ts';

/** What becomes of a modal that was sent. */
export type Outcome = { readonly kind: 'closes' } | { readonly kind: 'stays'; readonly refusal: Document };

/** Modals whose senders are still looking at them. */
export interface Submissions {
  /** The outcome if it is known within a moment, else that the modal closes: its answer then stands in the chat. */
  readonly wait: (id: string) => Promise<Outcome>;
  /** 'too late': nobody looks at the modal any more. */
  readonly refuse: (id: string, refusal: Document) => 'shown' | 'too late';
  /** It was understood: nobody needs to look at the modal any more. */
  readonly close: (id: string) => void;
  readonly stop: () => void;
}

/** Slack gives up after three seconds, of which looking up the sender may take a part. */
const patienceMs = 2_000;

export function createSubmissions(pause: (ms: number) => Promise<void> = unstopped): Submissions {
  const open = new Map<string, PromiseWithResolvers<Outcome>>();
  const settle = (id: string, outcome: Outcome): 'shown' | 'too late' => {
    const waiting = open.get(id);
    open.delete(id);
    waiting?.resolve(outcome);
    return waiting === undefined ? 'too late' : 'shown';
  };
  return {
    wait: (id) => {
      const present = open.get(id);
      // Slack sent it twice: both are told the same.
      if (present !== undefined) return present.promise;
      const waiting = Promise.withResolvers<Outcome>();
      open.set(id, waiting);
      void pause(patienceMs).then(() => (open.get(id) === waiting ? settle(id, { kind: 'closes' }) : undefined));
      return waiting.promise;
    },
    refuse: (id, refusal) => settle(id, { kind: 'stays', refusal }),
    close: (id) => void settle(id, { kind: 'closes' }),
    stop: () => {
      for (const id of open.keys()) settle(id, { kind: 'closes' });
    },
  };
}
