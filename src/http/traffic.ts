import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';

/**
 * Lets what can wait give way to webhooks: their senders wait for an answer, and what is stored is not lost. All of it shares one
 * thread, so what does not give way would take half of it from a flood that has to be stored.
 */
export interface Traffic {
  /** A webhook has arrived; the returned function says that it is answered. */
  readonly begin: () => () => void;
  /** For work in small steps, between two of them: settles at once when no webhooks come, and otherwise soon. */
  readonly giveWay: () => Promise<void>;
}

/** Whoever posts one after the other has the next on its way. */
const quietMs = 2;
/** So much later than it could the work goes on, however many come. */
const mostMs = 25;

/** `now`: real time in milliseconds, from any beginning. */
export function createTraffic({
  now = () => performance.now(),
  pause = wait,
}: {
  readonly now?: (() => number) | undefined;
  readonly pause?: ((ms: number) => Promise<unknown>) | undefined;
} = {}): Traffic {
  let underWay = 0;
  let lastAt = Number.NEGATIVE_INFINITY;
  const isBusy = (): boolean => underWay > 0 || now() - lastAt < quietMs;
  return {
    begin: () => {
      underWay += 1;
      return () => {
        underWay -= 1;
        lastAt = now();
      };
    },
    giveWay: async () => {
      const end = now() + mostMs;
      // What is on its way in is only seen once the loop has turned.
      await nextTurn();
      while (now() < end && isBusy()) await pause(1);
    },
  };
}
