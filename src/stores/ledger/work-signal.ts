import type { Work } from '../../core/ledger.ts';
import type { WorkSignal } from './dialect.ts';

/** Tells the listeners of this process, once for all of a kind that was stored in the same moment. */
export function createWorkSignal(): WorkSignal {
  const listeners = new Set<(work: Work) => void>();
  const works = new Set<Work>();
  let pending: NodeJS.Immediate | undefined;
  const tell = (): void => {
    pending = undefined;
    const stored = [...works];
    works.clear();
    for (const work of stored) for (const listener of listeners) listener(work);
  };
  return {
    onWork: (listener) => {
      // Wrapped, so that one who listens twice is told twice and each can stop by itself.
      const told = (work: Work): void => listener(work);
      listeners.add(told);
      return () => void listeners.delete(told);
    },
    told: (work) => {
      works.add(work);
      if (listeners.size > 0) pending ??= setImmediate(tell);
    },
    close: async () => {
      listeners.clear();
      clearImmediate(pending);
    },
  };
}
