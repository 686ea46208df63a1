import { describe, expect, it } from 'vitest';
import type { Ledger } from '../../src/core/ledger.ts';
import type { StoredDelivery } from '../../src/core/model/delivery.ts';
import { beginLedger, type LedgerPlace } from './ledger-begin.ts';
import { morning, sampleIncident, sampleNewEntry, sampleRoot, slackOps, teamsOps, unpaced } from './ledger-samples.ts';

const minute = 60_000;

/** How the story of an incident gets into its thread. */
export function describeThread(name: string, newPlace: () => Promise<LedgerPlace>): void {
  const begin = async () => {
    const begun = await beginLedger(newPlace);
    await begun.ledger.commit({ incidents: [sampleIncident(1)] });
    return begun;
  };
  const take = async (ledger: Ledger, now: number): Promise<readonly StoredDelivery[]> => ledger.lease(now, unpaced);
  const told = async (ledger: Ledger, delivery: StoredDelivery | undefined): Promise<readonly string[]> =>
    delivery?.effect.kind === 'incident-thread' ? (await ledger.threadEntries(delivery.effect)).map((one) => one.text) : [];

  describe(`the ledger in ${name}: the thread of an incident`, () => {
    it('tells each line in every room after the root message, once', async () => {
      const { ledger } = await begin();
      await ledger.commit({ deliveries: [sampleRoot('INC-1')], entries: [sampleNewEntry('first', { announceTo: [slackOps, teamsOps] })] });
      const [first] = await ledger.timeline('INC-1');
      const leased = await take(ledger, morning);
      expect(leased.map((one) => one.key)).toEqual([
        'incident-root:INC-1:slack:#ops',
        `thread:INC-1:teams:19:ops@thread.tacv2:${first?.id}`,
      ]);
      expect(leased[1]).toMatchObject({
        lane: 'teams:19:ops@thread.tacv2 INC-1',
        destination: 'teams:19:ops@thread.tacv2',
        owner: 'checkout',
        effect: { kind: 'incident-thread', incident: 'INC-1', target: teamsOps, first: first?.id },
      });
      await ledger.settle(leased[0]?.id ?? 0, { outcome: 'done' });
      expect(await told(ledger, (await take(ledger, morning))[0])).toEqual(['first']);
    });

    it('takes along what is added before it goes out, and no more once it was begun', async () => {
      const { ledger } = await begin();
      await ledger.commit({
        entries: [
          sampleNewEntry('one'),
          sampleNewEntry('silent', { announceTo: [] }),
          sampleNewEntry('elsewhere', { announceTo: [teamsOps] }),
        ],
      });
      await ledger.commit({ entries: [sampleNewEntry('two')] });
      const slack = (await take(ledger, morning)).find((one) => one.destination === 'slack:#ops');
      expect(await told(ledger, slack)).toEqual(['one', 'two']);
      await ledger.commit({ entries: [sampleNewEntry('three'), sampleNewEntry('four')] });
      expect(await told(ledger, slack)).toEqual(['one', 'two']);
      await ledger.settle(slack?.id ?? 0, { outcome: 'retry', dueAt: morning + minute, reason: 'timeout' });
      await ledger.commit({ entries: [sampleNewEntry('five')] });
      const again = (await take(ledger, morning + minute)).find((one) => one.destination === 'slack:#ops');
      expect([again?.id, await told(ledger, again)]).toEqual([slack?.id, ['one', 'two']]);
      await ledger.settle(again?.id ?? 0, { outcome: 'done' });
      expect(await told(ledger, (await take(ledger, morning + minute))[0])).toEqual(['three', 'four', 'five']);
    });

    it('puts what waited for company at the head of the first message there, and sends none for it alone', async () => {
      const { ledger } = await begin();
      const both = { announceTo: [slackOps, teamsOps] };
      await ledger.commit({ entries: [sampleNewEntry('opened', { ...both, waits: 'for company' })] });
      expect([await take(ledger, morning), await ledger.nextDeliveryDue()]).toEqual([[], undefined]);
      await ledger.commit({ entries: [sampleNewEntry('joined')] });
      const [slack] = await take(ledger, morning);
      expect(await told(ledger, slack)).toEqual(['opened', 'joined']);
      await ledger.settle(slack?.id ?? 0, { outcome: 'done' });
      await ledger.commit({ entries: [sampleNewEntry('resolved', both)] });
      const later = await take(ledger, morning);
      expect(await Promise.all(later.map((one) => told(ledger, one)))).toEqual([['resolved'], ['opened', 'resolved']]);
      expect(await told(ledger, slack)).toEqual(['opened', 'joined']);
    });

    it('begins the thread of a room that came later with how the incident was opened, and with nothing else that was told elsewhere', async () => {
      const { ledger } = await begin();
      await ledger.commit({ entries: [sampleNewEntry('opened', { kind: 'opened', waits: 'for company' }), sampleNewEntry('joined')] });
      const [slack] = await take(ledger, morning);
      expect(await told(ledger, slack)).toEqual(['opened', 'joined']);
      await ledger.settle(slack?.id ?? 0, { outcome: 'done' });
      await ledger.commit({ entries: [sampleNewEntry('raised', { kind: 'severity', announceTo: [slackOps, teamsOps] })] });
      const raised = await take(ledger, morning);
      expect(await Promise.all(raised.map((one) => told(ledger, one)))).toEqual([['raised'], ['opened', 'raised']]);
      for (const one of raised) await ledger.settle(one.id, { outcome: 'done' });
      await ledger.commit({ entries: [sampleNewEntry('resolved', { announceTo: [teamsOps] })] });
      expect(await told(ledger, (await take(ledger, morning))[0])).toEqual(['resolved']);
    });

    it('22: keeps its distance from the last message there, root or thread, and forgets it for what is urgent', async () => {
      const { ledger, clock } = await begin();
      await ledger.commit({ deliveries: [sampleRoot('INC-1')] });
      const [root] = await take(ledger, morning);
      // It is decided while the root is on its way: the distance is from when that arrived.
      await ledger.commit({ entries: [sampleNewEntry('joined', { gapMs: 5 * minute })] });
      clock.set(morning + 2_000);
      await ledger.settle(root?.id ?? 0, { outcome: 'done' });
      expect(await ledger.nextDeliveryDue()).toBe(morning + 2_000 + 5 * minute);
      expect(await take(ledger, morning + 2_000 + 5 * minute - 1)).toEqual([]);
      await ledger.commit({ entries: [sampleNewEntry('acknowledged', { at: morning + minute })] });
      const [thread] = await take(ledger, morning + minute);
      expect(await told(ledger, thread)).toEqual(['joined', 'acknowledged']);
      clock.set(morning + minute);
      await ledger.settle(thread?.id ?? 0, { outcome: 'done' });
      await ledger.commit({ entries: [sampleNewEntry('resolved', { at: morning + minute + 1, gapMs: 10_000 })] });
      await ledger.commit({ entries: [sampleNewEntry('joined too', { at: morning + minute + 2, gapMs: 5 * minute })] });
      expect(await ledger.nextDeliveryDue()).toBe(morning + minute + 10_000);
    });

    it('counts no message that was given up', async () => {
      const { ledger } = await begin();
      await ledger.commit({ deliveries: [sampleRoot('INC-1')] });
      const [root] = await take(ledger, morning);
      await ledger.settle(root?.id ?? 0, { outcome: 'dead', reason: 'archived' });
      await ledger.commit({ entries: [sampleNewEntry('joined', { gapMs: minute })] });
      expect(await ledger.nextDeliveryDue()).toBe(morning);
    });

    it('redraws once for all changes that wait, and not at all while the root itself waits', async () => {
      const { ledger } = await begin();
      const edit = (version: number, dueAt = morning) => sampleRoot('INC-1', { kind: 'incident-edit', key: `edit:${version}`, dueAt });
      await ledger.commit({ deliveries: [sampleRoot('INC-1', { dueAt: morning + minute }), edit(1)] });
      expect(await ledger.nextDeliveryDue()).toBe(morning + minute);
      const [root] = await take(ledger, morning + minute);
      // From here on the root may have been drawn already.
      await ledger.commit({ deliveries: [edit(2, morning + 2 * minute)] });
      await ledger.commit({ deliveries: [edit(3, morning + minute)] });
      await ledger.settle(root?.id ?? 0, { outcome: 'done' });
      const [redraw] = await take(ledger, morning + minute);
      expect(redraw?.key).toBe('edit:2');
      await ledger.commit({ deliveries: [edit(4)] });
      await ledger.settle(redraw?.id ?? 0, { outcome: 'done' });
      expect((await take(ledger, morning + minute)).map((one) => one.key)).toEqual(['edit:4']);
      expect((await ledger.receipts('INC-1')).map((one) => one.key)).toEqual(['incident-root:INC-1:slack:#ops', 'edit:2', 'edit:4']);
    });

    it('21 redraws at once while a line is put off, after the root, and one at a time', async () => {
      const { ledger, clock } = await begin();
      await ledger.commit({ deliveries: [sampleRoot('INC-1', { dueAt: morning + minute })] });
      const putOff = sampleNewEntry('flaps', { at: morning + 5 * minute, urgency: 'news' });
      const edit = (version: number) => sampleRoot('INC-1', { kind: 'incident-edit', key: `edit:${version}`, dueAt: morning + minute });
      await ledger.commit({ entries: [putOff] });
      const [root] = await take(ledger, morning + minute);
      await ledger.commit({ deliveries: [edit(2)] });
      // The root is under way: nothing of its lane goes beside it.
      expect(await take(ledger, morning + minute)).toEqual([]);
      await ledger.settle(root?.id ?? 0, { outcome: 'done' });
      clock.set(morning + minute);
      expect(await ledger.nextDeliveryDue()).toBe(morning + minute);
      const late = morning + 5 * minute - 1;
      expect((await take(ledger, late)).map((one) => one.key)).toEqual(['edit:2']);
      // The line falls due while the redraw is under way.
      clock.set(late + 1);
      expect([await take(ledger, late + 1), await ledger.nextDeliveryDue()]).toEqual([[], late + 30_000]);
    });

    it('21 redraws after a line that is due, or that was begun and is tried again', async () => {
      const { ledger } = await begin();
      const edit = (version: number) => sampleRoot('INC-1', { kind: 'incident-edit', key: `edit:${version}` });
      await ledger.commit({ entries: [sampleNewEntry('joined')] });
      await ledger.commit({ deliveries: [edit(2)] });
      const [line] = await take(ledger, morning);
      expect(line?.effect.kind).toBe('incident-thread');
      await ledger.settle(line?.id ?? 0, { outcome: 'retry', dueAt: morning + minute, reason: 'timeout' });
      expect(await take(ledger, morning)).toEqual([]);
      expect((await take(ledger, morning + minute)).map((one) => one.id)).toEqual([line?.id]);
      await ledger.settle(line?.id ?? 0, { outcome: 'done' });
      expect((await take(ledger, morning + minute)).map((one) => one.key)).toEqual(['edit:2']);
    });

    it('brings a root forward that waits, and never puts it off', async () => {
      const { ledger } = await begin();
      await ledger.commit({ deliveries: [sampleRoot('INC-1', { dueAt: morning + minute })] });
      await ledger.commit({ deliveries: [sampleRoot('INC-1', { dueAt: morning + 10_000 })] });
      await ledger.commit({ deliveries: [sampleRoot('INC-1', { dueAt: morning + 50_000 })] });
      expect(await ledger.nextDeliveryDue()).toBe(morning + 10_000);
      const [root] = await take(ledger, morning + 10_000);
      await ledger.settle(root?.id ?? 0, { outcome: 'retry', dueAt: morning + 40_000, reason: 'rate limited' });
      await ledger.commit({ deliveries: [sampleRoot('INC-1')] });
      expect(await ledger.nextDeliveryDue()).toBe(morning + 40_000);
    });
  });
}
