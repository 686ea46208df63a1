import type { StoredDelivery } from '../core/model/delivery.ts';

/** Keeps destinations busy, several at a time, one delivery at a time for each. */
export interface Pump {
  /** Settles when nothing is due any more. Called during a run, it makes the run look again at once: one slow chat holds up no other. */
  readonly run: () => Promise<void>;
  /** Settles when nothing is under way; never rejects. */
  readonly idle: () => Promise<void>;
  /** Begins nothing more and settles when what is under way has ended; never rejects. What is left waits in the ledger. */
  readonly stop: () => Promise<void>;
}

/** While a destination does not answer, what was ordered for others goes out within this time even if nobody calls. */
const lookAgainMs = 1_000;

/** `lease` gives what is due, passing over the busy destinations. A failure of it or of `perform` ends the run once all else has settled. */
export function createPump(
  lease: (busy: readonly string[]) => Promise<readonly StoredDelivery[]>,
  perform: (delivery: StoredDelivery) => Promise<void>,
): Pump {
  let current: Promise<void> | undefined;
  let asked = 0;
  let state: 'open' | 'stopped' = 'open';
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
      const leased =
        failures.length > 0 || state === 'stopped' ? [] : await lease([...busy.keys()]).catch((error: unknown) => (keep(error), []));
      for (const delivery of leased) {
        const settled = (): void => {
          busy.delete(delivery.destination);
          // What follows in this destination has become free.
          asked += 1;
        };
        busy.set(delivery.destination, perform(delivery).catch(keep).finally(settled));
      }
      if (busy.size > 0 && answered === asked) await firstOf([...busy.values(), nudged], lookAgainMs);
    }
    // In the same step as the loop's last look at `asked`, so that no call falls between the two.
    current = undefined;
    if (failures.length > 0) throw failures[0];
  };

  const idle = async (): Promise<void> => {
    for (let run = current; run !== undefined; run = current) await Promise.allSettled([run]);
  };

  return {
    run: () => {
      asked += 1;
      nudge();
      current ??= work();
      return current;
    },
    idle,
    stop: async () => {
      state = 'stopped';
      await idle();
    },
  };
}

/** Settles with the first of them, or after `ms` of real time. */
async function firstOf(several: readonly Promise<void>[], ms: number): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const elapsed = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  try {
    await Promise.race([...several, elapsed]);
  } finally {
    clearTimeout(timer);
  }
}
