import type { StoredDelivery } from '../../core/model/delivery.ts';

/** Keeps lanes busy, many at a time, one delivery at a time in each. */
export interface Pump {
  /** Settles when nothing is due any more. Called during a run, it makes the run look again at once: one slow chat holds up no other. */
  readonly run: () => Promise<void>;
  /** Settles when nothing is under way; never rejects. */
  readonly idle: () => Promise<void>;
  /** Begins nothing more and settles when what is under way has ended; never rejects. What is left waits in the ledger. */
  readonly stop: () => Promise<void>;
}

export interface PumpNeeds {
  /** Gives some of what is due, passing over the lanes of what is under way; nothing: there is no more just now. */
  readonly lease: (underWay: readonly StoredDelivery[]) => Promise<readonly StoredDelivery[]>;
  readonly perform: (delivery: StoredDelivery) => Promise<void>;
  /** In how many milliseconds the next one falls due; asked while something is under way, so that nothing due waits for it. */
  readonly nextInMs: () => Promise<number | undefined>;
}

/** While a chat does not answer, what was ordered for others goes out within this time even if nobody calls. */
const lookAgainMs = 1_000;

/** A failure of `lease` or `perform` ends the run once all else has settled. */
export function createPump({ lease, perform, nextInMs }: PumpNeeds): Pump {
  let current: Promise<void> | undefined;
  let asked = 0;
  let state: 'open' | 'stopped' = 'open';
  let nudge = (): void => undefined;

  const work = async (): Promise<void> => {
    const failures: unknown[] = [];
    const keep = (error: unknown): void => void failures.push(error);
    const underWay = new Map<StoredDelivery, Promise<void>>();
    for (let answered = -1; underWay.size > 0 || (answered !== asked && failures.length === 0); ) {
      answered = asked;
      const nudged = new Promise<void>((resolve) => {
        nudge = resolve;
      });
      const closed = failures.length > 0 || state === 'stopped';
      const leased = closed ? [] : await lease([...underWay.keys()]).catch((error: unknown) => (keep(error), []));
      // There may be more than was given at once.
      if (leased.length > 0) asked += 1;
      for (const delivery of leased) {
        const settled = (): void => {
          underWay.delete(delivery);
          // What follows in this lane has become free.
          asked += 1;
        };
        underWay.set(delivery, perform(delivery).catch(keep).finally(settled));
      }
      if (underWay.size > 0 && answered === asked) {
        const waitMs = closed ? lookAgainMs : within(await nextInMs().catch(() => undefined));
        if (answered === asked) await firstOf([...underWay.values(), nudged], waitMs);
      }
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

/** What is due but was not given (its system has enough in hand) is no reason to ask without end. */
function within(ms: number | undefined): number {
  return ms === undefined || ms <= 0 ? lookAgainMs : Math.min(ms, lookAgainMs);
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
