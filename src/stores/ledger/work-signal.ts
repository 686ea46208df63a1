import type { WorkSignal } from './dialect.ts';

/** Tells the listeners of this process, once for all that was stored in the same moment. */
export function createWorkSignal(): WorkSignal {
  const listeners = new Set<() => void>();
  let pending: NodeJS.Immediate | undefined;
  const tell = (): void => {
    pending = undefined;
    for (const listener of listeners) listener();
  };
  return {
    onWork: (listener) => {
      // Wrapped, so that one who listens twice is told twice and each can stop by itself.
      const told = (): void => listener();
      listeners.add(told);
      return () => void listeners.delete(told);
    },
    told: () => {
      if (listeners.size > 0) pending ??= setImmediate(tell);
    },
    close: async () => {
      listeners.clear();
      clearImmediate(pending);
    },
  };
}
