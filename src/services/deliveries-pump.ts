import type { StoredDelivery } from '../core/model/delivery.ts';

/** Keeps destinations busy, several at a time, one delivery at a time for each. */
export interface Pump {
  /** Settles when nothing is due any more. Called during a run, it makes the run look again at once: one slow chat holds up no other. */
  readonly run: () => Promise<void>;
  /** Settles when nothing is under way; never rejects. */
  readonly idle: () => Promise<void>;
}

/** `lease` gives what is due, passing over the busy destinations. A failure of it or of `perform` ends the run once all else has settled. */
export function createPump(
  lease: (busy: readonly string[]) => Promise<readonly StoredDelivery[]>,
  perform: (delivery: StoredDelivery) => Promise<void>,
): Pump {
  let current: Promise<void> | undefined;
  let asked = 0;
  let nudge = (): void => undefined;

  const work = async (): Promise<void> => {
    const failures: unknown[] = [];
    const keep = (error: unknown): void => void failures.push(error);
    const busy = new Map<string, Promise<void>>();
    for (let answered = -1; busy.size > 0 || (answered !== asked && failures.length === 0); ) {
      answered = asked;
      const nudged = new Promise<void>((resolve) => {
        nudge = resolve;
      });
      const leased = failures.length > 0 ? [] : await lease([...busy.keys()]).catch((error: unknown) => (keep(error), []));
      for (const delivery of leased) {
        const settled = (): void => {
          busy.delete(delivery.destination);
          // What follows in this destination has become free.
          asked += 1;
        };
        busy.set(delivery.destination, perform(delivery).catch(keep).finally(settled));
      }
      if (busy.size > 0 && answered === asked) await Promise.race([...busy.values(), nudged]);
    }
    // In the same step as the loop's last look at `asked`, so that no call falls between the two.
    current = undefined;
    if (failures.length > 0) throw failures[0];
  };

  return {
    run: () => {
      asked += 1;
      nudge();
      current ??= work();
      return current;
    },
    idle: async () => {
      while (current !== undefined) await Promise.allSettled([current]);
    },
  };
}
