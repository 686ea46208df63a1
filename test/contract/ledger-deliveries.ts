import { describe, expect, it, onTestFinished } from 'vitest';
import type { Ledger } from '../../src/core/ledger.ts';
import type { NewDelivery } from '../../src/core/model/delivery.ts';
import { createHandClock } from '../fakes/hand-clock.ts';
import type { LedgerPlace } from './ledger-begin.ts';
import { morning, sampleDelivery, unpaced } from './ledger-samples.ts';

/** How every ledger hands out what has to be delivered. */
export function describeDeliveries(name: string, newPlace: () => Promise<LedgerPlace>): void {
  const begin = async (deliveries: readonly NewDelivery[]): Promise<Ledger> => {
    const place = await newPlace();
    const ledger = await place.open(createHandClock(morning));
    onTestFinished(() => ledger.close());
    await ledger.commit({ deliveries });
    return ledger;
  };
  const keys = async (ledger: Ledger, now = morning, busy: readonly string[] = [], most = 10) =>
    (await ledger.lease(now, { ...unpaced, most, busy })).map((one) => one.key);
  const idOf = async (ledger: Ledger, key: string, now = morning) => {
    const found = (await ledger.lease(now, unpaced)).find((one) => one.key === key);
    if (found === undefined) throw new Error(`${key} is not due`);
    return found.id;
  };

  describe(`the ledger in ${name}: deliveries`, () => {
    it('hands out each due delivery to one caller, and stores a key once', async () => {
      const ledger = await begin([sampleDelivery('a'), sampleDelivery('a'), sampleDelivery('b', { destination: 'jira' })]);
      const both = await Promise.all([keys(ledger), keys(ledger)]);
      expect(both.flat().toSorted()).toEqual(['a', 'b']);
    });

    it('gives the delivery back as it was stored', async () => {
      const stored = sampleDelivery('a', { dueAt: morning - 5 });
      const ledger = await begin([stored]);
      expect(await ledger.lease(morning, unpaced)).toEqual([{ ...stored, id: expect.any(Number), attempts: 0 }]);
    });

    it('12: keeps the order of one lane: nothing overtakes what is in hand or waits for its retry', async () => {
      const ledger = await begin([sampleDelivery('first'), sampleDelivery('second'), sampleDelivery('other', { destination: 'teams:x' })]);
      const first = await idOf(ledger, 'first');
      expect(await keys(ledger)).toEqual([]);
      await ledger.settle(first, { outcome: 'retry', dueAt: morning + 60_000, reason: 'rate limited' });
      expect(await keys(ledger, morning + 1_000)).toEqual([]);
      expect(await keys(ledger, morning + 60_000)).toEqual(['other', 'first']);
      await ledger.settle(first, { outcome: 'done' });
      expect(await keys(ledger, morning + 60_000)).toEqual(['second']);
    });

    it('14: does not let a failing destination hold up another', async () => {
      const ledger = await begin([
        sampleDelivery('a'),
        sampleDelivery('b', { destination: 'teams:x' }),
        sampleDelivery('c', { destination: 'teams:x' }),
      ]);
      await ledger.settle(await idOf(ledger, 'a'), { outcome: 'retry', dueAt: morning + 600_000, reason: 'out of reach' });
      await ledger.releaseLeases();
      await ledger.settle(await idOf(ledger, 'b'), { outcome: 'done' });
      expect(await keys(ledger)).toEqual(['c']);
    });

    it('goes on behind a delivery that was given up', async () => {
      const ledger = await begin([sampleDelivery('a'), sampleDelivery('b')]);
      await ledger.settle(await idOf(ledger, 'a'), { outcome: 'dead', reason: 'the channel is archived' });
      expect(await keys(ledger)).toEqual(['b']);
    });

    it('passes over busy lanes and hands out no more than asked for', async () => {
      const ledger = await begin([
        sampleDelivery('a'),
        sampleDelivery('b', { destination: 'jira' }),
        sampleDelivery('c', { destination: 'teams:x' }),
      ]);
      expect(await keys(ledger, morning, ['slack:#ops'], 1)).toEqual(['b']);
      expect(await keys(ledger, morning, ['slack:#ops'])).toEqual(['c']);
      expect(await keys(ledger)).toEqual(['a']);
    });

    it('9: takes over after 30 s what a dead worker had in hand, and tells that it was begun before', async () => {
      const ledger = await begin([sampleDelivery('a')]);
      await ledger.lease(morning, unpaced);
      expect(await keys(ledger, morning + 29_999)).toEqual([]);
      expect((await ledger.lease(morning + 30_000, unpaced)).map((one) => one.attempts)).toEqual([1]);
    });

    it('hands everything out again at once when the leases are released at a start', async () => {
      const ledger = await begin([sampleDelivery('a')]);
      await ledger.lease(morning, unpaced);
      await ledger.releaseLeases();
      expect((await ledger.lease(morning, unpaced)).map((one) => one.attempts)).toEqual([1]);
    });

    it('tells when the next delivery falls due: none, waiting, in hand, after its retry', async () => {
      const ledger = await begin([]);
      expect(await ledger.nextDeliveryDue()).toBeUndefined();
      await ledger.commit({ deliveries: [sampleDelivery('a', { dueAt: morning + 10_000 }), sampleDelivery('b', { dueAt: morning })] });
      // "b" waits behind "a": what is due first is not what can go first.
      expect(await ledger.nextDeliveryDue()).toBe(morning + 10_000);
      expect(await keys(ledger, morning + 9_999)).toEqual([]);
      const id = await idOf(ledger, 'a', morning + 10_000);
      expect(await ledger.nextDeliveryDue()).toBe(morning + 40_000);
      await ledger.settle(id, { outcome: 'retry', dueAt: morning + 15_000, reason: 'timeout' });
      expect(await ledger.nextDeliveryDue()).toBe(morning + 15_000);
      await ledger.settle(id, { outcome: 'done' });
      expect(await ledger.nextDeliveryDue()).toBe(morning);
    });

    it('keeps what is settled settled, also when a late worker reports again', async () => {
      const ledger = await begin([sampleDelivery('a')]);
      const id = await idOf(ledger, 'a');
      await ledger.settle(id, { outcome: 'done' });
      await ledger.settle(id, { outcome: 'retry', dueAt: morning, reason: 'late' });
      expect(await keys(ledger, morning + 60_000)).toEqual([]);
      await ledger.commit({ deliveries: [sampleDelivery('a')] });
      expect(await keys(ledger, morning + 60_000)).toEqual([]);
    });
  });
}
