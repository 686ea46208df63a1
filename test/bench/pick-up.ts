import type { Ledger } from '../../src/core/ledger.ts';
import { openPostgresLedger } from '../../src/stores/postgres/open.ts';
import { sampleDelivery } from '../contract/ledger-samples.ts';
import { createHandClock } from '../fakes/hand-clock.ts';
import { createLogList } from '../fakes/log.ts';
import { percentile } from './figures.ts';

/** From the moment the commit on one replica settled to the moment another had leased the delivery, in ms. */
export interface PickUp {
  readonly median: number;
  readonly p99: number;
}

/** One replica commits a delivery, another is told and leases it: so often, one after the other. */
export async function measurePickUp(url: string, times: number): Promise<PickUp> {
  const clock = createHandClock();
  const open = () => openPostgresLedger({ url, clock, log: createLogList() });
  const [one, other] = [await open(), await open()];
  const waiting = new Map<string, (at: number) => void>();
  const unlisten = other.onWork(() => {
    void take(other, clock.now(), waiting);
  });
  const pass = async (key: string, patienceMs?: number): Promise<number | undefined> => {
    const taken = new Promise<number>((resolve) => waiting.set(key, resolve));
    await one.commit({ deliveries: [sampleDelivery(key, { lane: key })] });
    const committed = performance.now();
    const at = await Promise.race([taken, ...(patienceMs === undefined ? [] : [later(patienceMs)])]);
    return at === undefined ? undefined : Math.max(0, at - committed);
  };
  try {
    // It listens a moment after it was told to.
    for (let count = 0; (await pass(`listens-${count}`, 50)) === undefined; count += 1);
    const took: number[] = [];
    for (let count = 0; count < times; count += 1) took.push((await pass(`pick-up-${count}`)) ?? Number.POSITIVE_INFINITY);
    return { median: percentile(took, 0.5), p99: percentile(took, 0.99) };
  } finally {
    unlisten();
    await Promise.all([one.close(), other.close()]);
  }
}

/** Leases what is due, says when it had it, and settles it. */
async function take(ledger: Ledger, now: number, waiting: ReadonlyMap<string, (at: number) => void>): Promise<void> {
  const leased = await ledger.lease(now, { most: 16, busy: [], pace: () => undefined });
  const at = performance.now();
  for (const { id } of leased) await ledger.settle(id, { outcome: 'done' });
  for (const { key } of leased) waiting.get(key)?.(at);
}

const later = (ms: number): Promise<undefined> => new Promise((resolve) => setTimeout(resolve, ms, undefined));
