import type { Ledger } from '../../core/ledger.ts';
import type { Receipt, Settlement } from '../../core/model/delivery.ts';

export interface Waiters {
  /** An attempt of this process ended so. */
  readonly tell: (key: string, settlement: Settlement) => void;
  /** As Deliveries.whenSettled. */
  readonly wait: (key: string, waitMs: number) => Promise<Settlement | undefined>;
}

export interface WaitersNeeds {
  readonly ledger: Pick<Ledger, 'delivery'>;
  /** Settles after so many milliseconds of real time, or rejects when the signal is aborted. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

/** People wait for it, so what another process did is noticed soon; each look is one read by key. */
const lookEveryMs = 250;

/** Waits for deliveries: this process tells of its own, and the ledger is asked now and then for those another one took. */
export function createWaiters({ ledger, pause }: WaitersNeeds): Waiters {
  const waiting = new Map<string, Set<(settlement: Settlement) => void>>();
  return {
    tell: (key, settlement) => {
      for (const tell of waiting.get(key) ?? []) tell(settlement);
    },
    wait: async (key, waitMs) => {
      const told = Promise.withResolvers<Settlement>();
      const listeners = waiting.get(key) ?? new Set();
      waiting.set(key, listeners.add(told.resolve));
      const ended = new AbortController();
      try {
        return await Promise.race([
          told.promise,
          lookUntilSettled({ ledger, pause }, key, ended.signal),
          pause(waitMs, ended.signal).then(() => undefined),
        ]);
      } finally {
        ended.abort();
        listeners.delete(told.resolve);
        if (listeners.size === 0) waiting.delete(key);
      }
    },
  };
}

/** Never settles unless another process settled it for good; a look that fails is no outcome. */
async function lookUntilSettled({ ledger, pause }: WaitersNeeds, key: string, ended: AbortSignal): Promise<Settlement> {
  while (!ended.aborted) {
    await pause(lookEveryMs, ended).catch(() => undefined);
    const receipt = ended.aborted ? undefined : await ledger.delivery(key).catch(() => undefined);
    const settlement = receipt && settlementIn(receipt);
    if (settlement !== undefined) return settlement;
  }
  return new Promise(() => undefined);
}

function settlementIn({ state, reason }: Receipt): Settlement | undefined {
  switch (state) {
    case 'done':
      return { outcome: 'done' };
    case 'dead':
      return { outcome: 'dead', reason: reason ?? 'no reason was kept' };
    case 'waiting':
      return undefined;
  }
}
