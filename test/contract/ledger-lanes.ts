import { describe, expect, it, onTestFinished } from 'vitest';
import type { Ledger } from '../../src/core/ledger.ts';
import type { NewDelivery, Pace } from '../../src/core/model/delivery.ts';
import { beginLedger, type LedgerPlace } from './ledger-begin.ts';
import { morning, sampleDelivery, sampleIncident, sampleNewEntry, sampleRoot, unpaced } from './ledger-samples.ts';

/** How deliveries share the way out: lanes, paces, turns; and what becomes of those that were given up. */
export function describeLanes(name: string, newPlace: () => Promise<LedgerPlace>): void {
  const begin = async (deliveries: readonly NewDelivery[]) => {
    const begun = await beginLedger(newPlace);
    await begun.ledger.commit({ deliveries });
    return begun;
  };
  const each = (count: number, more: Partial<NewDelivery> = {}): readonly NewDelivery[] =>
    Array.from({ length: count }, (_, at) =>
      sampleDelivery(`${more.owner ?? ''}${at}`, { lane: `${more.owner ?? ''} lane ${at}`, ...more }),
    );
  const keys = async (ledger: Ledger, now: number, pace?: Pace | 'closed', most = 10) =>
    (await ledger.lease(now, { most, busy: [], pace: () => pace })).map((one) => one.key);

  describe(`the ledger in ${name}: the way out`, () => {
    it('lets the lanes of one destination go at their own speed', async () => {
      const { ledger } = await begin([
        sampleDelivery('a1', { lane: 'a' }),
        sampleDelivery('a2', { lane: 'a' }),
        sampleDelivery('b1', { lane: 'b' }),
      ]);
      expect(await keys(ledger, morning)).toEqual(['a1', 'b1']);
      expect(await keys(ledger, morning)).toEqual([]);
    });

    it('gives a destination a burst and then no more than its pace, however many ask', async () => {
      const { ledger, place, clock } = await begin([...each(6), sampleDelivery('other', { destination: 'teams:x' })]);
      const replica = await place.open(clock);
      onTestFinished(() => replica.close());
      const pace = (destination: string) => (destination === 'slack:#ops' ? { everyMs: 1_000, burst: 2 } : undefined);
      const lease = async (now: number, from: Ledger) => (await from.lease(now, { ...unpaced, pace })).map((one) => one.key);
      expect(await lease(morning, ledger)).toEqual(['0', 'other', '1']);
      expect(await ledger.nextDeliveryDue()).toBe(morning + 1_000);
      expect(await lease(morning + 999, replica)).toEqual([]);
      expect(await lease(morning + 1_000, replica)).toEqual(['2']);
      expect(await lease(morning + 1_000, ledger)).toEqual([]);
      expect(await lease(morning + 20_000, ledger)).toEqual(['3', '4']);
    });

    it('gives one at a time to who has no more than one in hand, whatever burst there is', async () => {
      const { ledger } = await begin(each(3));
      const pace = { everyMs: 1_000, burst: 2, atOnce: 1 } as const;
      expect(await keys(ledger, morning, pace)).toEqual(['0']);
      expect(await keys(ledger, morning, pace)).toEqual(['1']);
      expect(await keys(ledger, morning, pace)).toEqual([]);
    });

    it('is not stopped by a clock that was ahead', async () => {
      const { ledger, clock } = await begin(each(3));
      const pace = { everyMs: 1_000, burst: 1 };
      expect(await keys(ledger, morning + 3_600_000, pace)).toEqual(['0']);
      clock.set(morning);
      expect(await ledger.nextDeliveryDue()).toBe(morning);
      expect(await keys(ledger, morning, pace)).toEqual(['1']);
      expect(await keys(ledger, morning + 999, pace)).toEqual([]);
      expect(await keys(ledger, morning + 1_000, pace)).toEqual(['2']);
    });

    it('leaves a destination alone that is closed or asked for a pause, in every lane', async () => {
      const { ledger } = await begin(each(3));
      expect(await keys(ledger, morning, 'closed')).toEqual([]);
      const [first] = await ledger.lease(morning, { ...unpaced, most: 1 });
      const retry = { outcome: 'retry', dueAt: morning + 1_000, reason: 'rate limited' } as const;
      await ledger.settle(first?.id ?? 0, { ...retry, pauseUntil: morning + 30_000 });
      expect(await keys(ledger, morning + 29_999)).toEqual([]);
      expect(await ledger.nextDeliveryDue()).toBe(morning + 30_000);
      const [again] = await ledger.lease(morning + 30_000, { ...unpaced, most: 1 });
      await ledger.settle(again?.id ?? 0, { ...retry, pauseUntil: morning + 10_000 });
      expect(await keys(ledger, morning + 30_000)).toEqual(['2', '0', '1']);
    });

    it('serves the owners in turn: one delivery is not kept back by two hundred', async () => {
      const { ledger } = await begin([...each(200, { owner: 'loud' }), ...each(2, { owner: 'quiet', dueAt: morning + 5 })]);
      const now = morning + 5;
      const pace = { everyMs: 1_000, burst: 1 };
      expect(await keys(ledger, now, pace)).toEqual(['loud0']);
      expect(await keys(ledger, now + 1_000, pace)).toEqual(['quiet0']);
      expect(await keys(ledger, now + 2_000, undefined, 4)).toEqual(['loud1', 'quiet1', 'loud2', 'loud3']);
    });

    it('8 serves the most urgent first, whoever and whenever; what is more urgent brings along what is before it in its lane', async () => {
      const orders = ['redraw', 'news', 'act', 'root', 'P1', 'P0'] as const;
      const { ledger } = await begin([
        sampleDelivery('a redraw', { lane: 'a', owner: 'quiet', urgency: 'redraw' }),
        ...orders.map((urgency, at) => sampleDelivery(urgency, { lane: urgency, urgency, dueAt: morning + at })),
        sampleDelivery('a line', { lane: 'a', owner: 'quiet', urgency: 'P1', dueAt: morning + 9 }),
      ]);
      const sent: string[] = [];
      for (let now = morning + 9; ; now += 1) {
        const [one] = await ledger.lease(now, { ...unpaced, most: 1 });
        if (one === undefined) break;
        sent.push(one.key);
        await ledger.settle(one.id, { outcome: 'done' });
      }
      expect(sent).toEqual(['P0', 'a redraw', 'P1', 'a line', 'root', 'act', 'news', 'redraw']);
    });

    it('8 makes nothing wait for ever: each half minute counts, but never before a first message', async () => {
      const later = (urgency: 'news' | 'redraw' | 'root', dueAt: number) =>
        sampleDelivery(`${urgency} ${dueAt}`, { lane: `${urgency} ${dueAt}`, urgency, dueAt: morning + dueAt });
      const { ledger } = await begin([
        later('redraw', 0),
        later('news', 29_999),
        later('redraw', 30_001),
        later('root', 60_000),
        later('news', 60_000),
      ]);
      const [first] = await ledger.lease(morning + 29_999, { ...unpaced, most: 1 });
      expect(first?.key).toBe('news 29999');
      await ledger.settle(first?.id ?? 0, { outcome: 'done' });
      expect(await keys(ledger, morning + 60_000, undefined, 4)).toEqual(['root 60000', 'redraw 0', 'news 60000', 'redraw 30001']);
    });

    it('8 raises what waits, also where it was tried before, and never lowers it', async () => {
      const { ledger, clock } = await begin([sampleRoot('INC-1')]);
      await ledger.commit({ incidents: [sampleIncident(1)], entries: [sampleNewEntry('joined', { urgency: 'news' })] });
      const [root] = await ledger.lease(morning, unpaced);
      await ledger.settle(root?.id ?? 0, { outcome: 'retry', dueAt: morning + 1_000, reason: 'timeout' });
      for (const urgency of ['P0', 'redraw'] as const)
        await ledger.commit({ deliveries: [sampleRoot('INC-1', { urgency })], entries: [sampleNewEntry('raised', { urgency })] });
      clock.set(morning + 1_000);
      const [again] = await ledger.lease(morning + 1_000, unpaced);
      expect(again).toMatchObject({ id: root?.id, urgency: 'P0', dueAt: morning + 1_000 });
      await ledger.settle(again?.id ?? 0, { outcome: 'done' });
      expect(await ledger.lease(morning + 1_000, unpaced)).toMatchObject([{ urgency: 'P0', effect: { kind: 'incident-thread' } }]);
    });

    it('takes turns between destinations when only few are asked for', async () => {
      const { ledger } = await begin([...each(3), sampleDelivery('jira', { destination: 'jira', dueAt: morning + 1 })]);
      expect(await keys(ledger, morning + 1, undefined, 2)).toEqual(['0', 'jira']);
    });
  });

  describe(`the ledger in ${name}: receipts`, () => {
    it('shows what became of a delivery, by its key and by its incident', async () => {
      const { ledger, clock } = await begin([sampleRoot('INC-1'), sampleRoot('INC-2')]);
      const [root] = await ledger.lease(morning, unpaced);
      const receipt = { id: root?.id, key: root?.key, destination: 'slack:#ops', kind: 'incident-root', attempts: 1 };
      await ledger.settle(root?.id ?? 0, { outcome: 'retry', dueAt: morning + 50, reason: 'timeout' });
      expect(await ledger.receipts('INC-1')).toEqual([{ ...receipt, state: 'waiting', dueAt: morning + 50, reason: 'timeout' }]);
      clock.set(morning + 60);
      await ledger.lease(morning + 60, unpaced);
      await ledger.settle(root?.id ?? 0, { outcome: 'done' });
      expect(await ledger.delivery(root?.key ?? '')).toEqual({
        ...receipt,
        attempts: 2,
        state: 'done',
        dueAt: morning + 50,
        settledAt: morning + 60,
      });
      expect(await ledger.delivery('unknown')).toBeUndefined();
    });

    it('lists what was given up, newest first, and sends it again behind what waits in its lane', async () => {
      const { ledger, clock } = await begin([sampleDelivery('a'), sampleDelivery('b'), sampleDelivery('c')]);
      for (const _ of [1, 2]) {
        const [one] = await ledger.lease(clock.now(), unpaced);
        clock.move(1_000);
        await ledger.settle(one?.id ?? 0, { outcome: 'dead', reason: `${one?.key} is archived` });
      }
      const failed = await ledger.failedDeliveries(10);
      expect(failed.map((one) => one.key)).toEqual(['b', 'a']);
      expect(failed[1]).toEqual({
        ...sampleDelivery('a'),
        id: expect.any(Number),
        attempts: 1,
        reason: 'a is archived',
        failedAt: morning + 1_000,
      });
      const now = clock.now();
      expect(await ledger.retryDelivery(failed[1]?.id ?? 0, now)).toBe('ordered');
      expect(await ledger.retryDelivery(failed[1]?.id ?? 0, now)).toBe('absent');
      expect(await ledger.retryDelivery(4_711, now)).toBe('absent');
      await ledger.commit({ deliveries: [sampleDelivery('d')] });
      const order: string[] = [];
      for (;;) {
        const [one] = await ledger.lease(now, unpaced);
        if (one === undefined) break;
        order.push(`${one.key} after ${one.attempts}`);
        await ledger.settle(one.id, { outcome: 'done' });
      }
      expect(order).toEqual(['c after 0', 'a after 1', 'd after 0']);
    });
  });

  describe(`the ledger in ${name}: news of work`, () => {
    it('tells those who listen that there is something to do, and nobody who stopped', async () => {
      const { ledger } = await begin([]);
      const news = Promise.withResolvers<void>();
      let told = 0;
      let late = 0;
      const stopped = ledger.onWork(() => (late += 1));
      stopped();
      // Over a network it takes a moment until anything is heard; then who listens is told once of what may have been before it.
      const stop = ledger.onWork(() => (told += 1) > 1 && news.resolve());
      for (let more = true, count = 0; more; count += 1) {
        await ledger.commit({ deliveries: [sampleDelivery(`work ${count}`)] });
        more = await Promise.race([news.promise.then(() => false), new Promise<boolean>((resolve) => setTimeout(() => resolve(true), 5))]);
      }
      stop();
      expect(late).toBe(0);
    });
  });
}
