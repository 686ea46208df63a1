import { describe, expect, it } from 'vitest';
import type { Ledger } from '../../src/core/ledger.ts';
import { alertId } from '../../src/core/model/alert.ts';
import type { DecisionRecord } from '../../src/core/model/decision.ts';
import { serviceMark } from '../../src/core/model/incident.ts';
import { beginLedger, type LedgerPlace } from './ledger-begin.ts';
import { ana, morning, sampleAlert, sampleEvent, sampleIncident } from './ledger-samples.ts';

const decision = (reason: string, more: Partial<DecisionRecord> = {}): DecisionRecord => ({
  at: morning,
  name: 'joined',
  reason,
  steps: [{ station: 'silence', reason: 'no silence matches', rule: { path: 'incidents.silences[0]', line: 3 } }],
  ...more,
});

/** What triage decides from, and what it leaves behind. */
export function describeTriage(name: string, newPlace: () => Promise<LedgerPlace>): void {
  const begin = () => beginLedger(newPlace);

  describe(`the ledger in ${name}: turns`, () => {
    it('lets a change with a turn through only when no other has been since', async () => {
      const { ledger } = await begin();
      const turn = await ledger.triageTurn();
      expect(await ledger.commit({ incidents: [sampleIncident(8)] })).toBe('committed');
      expect(await ledger.triageTurn()).toBe(turn);
      expect(await ledger.commit({ turn, incidents: [sampleIncident(1)] })).toBe('committed');
      expect(await ledger.commit({ turn, incidents: [sampleIncident(2)], alerts: [sampleAlert('late')] })).toBe('conflict');
      expect(await ledger.incident('INC-2')).toBeUndefined();
      expect(await ledger.alert('late')).toBeUndefined();
      expect(await ledger.commit({ turn: await ledger.triageTurn(), incidents: [sampleIncident(2)] })).toBe('committed');
    });

    it('does not use up the turn of a change that was refused for another reason', async () => {
      const { ledger } = await begin();
      const turn = await ledger.triageTurn();
      expect(await ledger.commit({ turn, incidents: [sampleIncident(1, { version: 4 })] })).toBe('conflict');
      expect(await ledger.triageTurn()).toBe(turn);
    });

    it('triages several events in one change or none of them', async () => {
      const { ledger } = await begin();
      for (const identity of ['a', 'b', 'c']) await ledger.storeEvent(sampleEvent(identity));
      const events = await ledger.untriaged(10);
      const triaged = events.map((event) => ({ event: event.id, decision: 'opened', reason: `because of ${event.identity}` }));
      expect(await ledger.commit({ triaged: triaged.slice(0, 2) })).toBe('committed');
      expect(await ledger.commit({ triaged: triaged.slice(1) })).toBe('conflict');
      expect((await ledger.untriaged(10)).map((event) => event.identity)).toEqual(['c']);
    });
  });

  describe(`the ledger in ${name}: alerts and decisions`, () => {
    const keys = async (ledger: Ledger, filter: Omit<Parameters<Ledger['alerts']>[0], 'most'>) =>
      (await ledger.alerts({ ...filter, most: 10 })).map((one) => one.key);

    it('finds alerts by their state, service, what they wait for, when they end and what people call them by', async () => {
      const { ledger } = await begin();
      const held = { kind: 'held', since: morning + 1, seen: [morning], times: 3, withinMs: 60_000 } as const;
      const alerts = [
        sampleAlert('a', { service: 'checkout', lastEventAt: morning + 1 }),
        sampleAlert('b', { state: 'resolved', service: 'checkout', lastEventAt: morning + 2, endsAt: morning }),
        sampleAlert('c', { waiting: held, lastEventAt: morning + 3, endsAt: morning + 60 }),
        sampleAlert('e', { waiting: held, lastEventAt: morning }),
        sampleAlert('d', { waiting: { kind: 'silenced', silence: 'S-1', until: morning }, lastEventAt: morning + 4 }),
      ];
      await ledger.commit({ alerts });
      expect(await keys(ledger, {})).toEqual(['d', 'c', 'b', 'a', 'e']);
      expect(await keys(ledger, { state: 'fired' })).toEqual(['d', 'c', 'a', 'e']);
      expect(await keys(ledger, { service: 'checkout' })).toEqual(['b', 'a']);
      expect(await keys(ledger, { service: 'unassigned', state: 'fired' })).toEqual(['d', 'c', 'e']);
      expect(await keys(ledger, { waiting: 'held' })).toEqual(['c', 'e']);
      expect(await keys(ledger, { waiting: 'inhibited' })).toEqual([]);
      expect(await keys(ledger, { dueBy: morning + 59 })).toEqual([]);
      expect(await keys(ledger, { dueBy: morning + 60 })).toEqual(['c']);
      // A weak signal that fires for as long as its rule looks back is due, too.
      expect(await keys(ledger, { dueBy: morning + 60_001 })).toEqual(['c', 'e']);
      expect(await keys(ledger, { id: alertId('d') })).toEqual(['d']);
      expect(await ledger.alerts({ most: 1 })).toEqual(alerts.filter(({ key }) => key === 'd'));
      await ledger.commit({ alerts: [sampleAlert('c', { service: 'search', lastEventAt: morning + 9 })] });
      expect(await keys(ledger, { waiting: 'held' })).toEqual(['e']);
      expect(await keys(ledger, { service: 'search' })).toEqual(['c']);
    });

    it('finds the most severe however long ago they were told, and before what waits', async () => {
      const { ledger } = await begin();
      const alerts = [
        sampleAlert('old', { severity: 'P0', title: 'nothing\u0000 \ud800 "severity":"P3"', labels: { severity: 'P3' } }),
        sampleAlert('silent', { severity: 'P1', lastEventAt: morning + 3, waiting: { kind: 'silenced', silence: 'S-1', until: morning } }),
        sampleAlert('loud', { severity: 'P1', lastEventAt: morning + 2 }),
        sampleAlert('new', { severity: 'P3', lastEventAt: morning + 4, labels: { severity: 'P0' } }),
        sampleAlert('newer', { severity: 'P3', lastEventAt: morning + 5 }),
      ];
      await ledger.commit({ alerts });
      expect(await keys(ledger, { state: 'fired', order: 'most severe first' })).toEqual(['old', 'loud', 'silent', 'newer', 'new']);
    });

    it('knows an alert by its present or last firing, and keeps the last of two states in one change', async () => {
      const { ledger } = await begin();
      await ledger.commit({ alerts: [sampleAlert('a', { firing: 'f1' }), sampleAlert('a', { firing: 'f2' }), sampleAlert('b')] });
      expect((await ledger.alertOfFiring('azure', 'f2'))?.key).toBe('a');
      expect(await ledger.alertOfFiring('azure', 'f1')).toBeUndefined();
      expect(await ledger.alertOfFiring('sentry', 'f2')).toBeUndefined();
    });

    it('keeps every decision with its steps, newest first, by alert and by incident', async () => {
      const { ledger } = await begin();
      const all = [
        decision('one', { event: 1, alert: 'a', incident: 'INC-1' }),
        decision('two', { alert: 'b', incident: 'INC-1', at: morning + 5 }),
        decision('three', { name: 'rejected', at: morning + 9 }),
      ];
      await ledger.commit({ decisions: all.slice(0, 1) });
      await ledger.commit({ decisions: all.slice(1) });
      expect(await ledger.decisions({ most: 10 })).toEqual(all.toReversed());
      expect(await ledger.decisions({ alert: 'a', most: 10 })).toEqual([all[0]]);
      expect(await ledger.decisions({ incident: 'INC-1', most: 10 })).toEqual([all[1], all[0]]);
      expect(await ledger.decisions({ incident: 'INC-1', most: 1 })).toEqual([all[1]]);
      expect(await ledger.decisions({ incident: 'INC-1', order: 'oldest first', most: 1 })).toEqual([all[0]]);
      expect(await ledger.decisions({ since: morning + 5, most: 10 })).toEqual([all[2], all[1]]);
    });

    it('lists events in pages, either way, and the rejected ones apart', async () => {
      const { ledger } = await begin();
      for (const [index, identity] of ['a', 'b', 'c', 'd'].entries())
        await ledger.storeEvent(
          sampleEvent(identity, { receivedAt: morning + index, ...(identity === 'c' ? { rejected: 'no JSON' } : {}) }),
        );
      const [first] = await ledger.untriaged(1);
      await ledger.commit({ triaged: [{ event: first?.id ?? 0, decision: 'opened', reason: '' }] });
      const names = async (filter: Omit<Parameters<Ledger['events']>[0], 'most'>, most = 10) =>
        (await ledger.events({ ...filter, most })).map((one) => one.identity);
      expect(await names({})).toEqual(['a', 'b', 'd']);
      expect(await names({ since: morning + 1 }, 1)).toEqual(['b']);
      expect(await names({ after: first?.id })).toEqual(['b', 'd']);
      expect(await names({ order: 'newest first' })).toEqual(['d', 'b', 'a']);
      expect(await names({ only: 'rejected' })).toEqual(['c']);
      const [, second] = await ledger.events({ most: 2 });
      const both = [
        { event: second?.id ?? 0, decision: 'rejected', reason: 'no alert' },
        { event: (second?.id ?? 0) + 2, decision: 'opened', reason: '' },
      ];
      await ledger.commit({ triaged: both });
      const rejected = await ledger.events({ only: 'rejected', most: 9 });
      expect(rejected.map((one) => [one.identity, one.rejected])).toEqual([
        ['b', 'no alert'],
        ['c', 'no JSON'],
      ]);
      expect(await ledger.untriaged(9)).toEqual([]);
    });
  });

  describe(`the ledger in ${name}: incidents that an alert may belong to`, () => {
    const ids = async (ledger: Ledger, marks: readonly string[], resolvedSince = morning, most = 10) =>
      (await ledger.candidates({ marks, resolvedSince, most })).map((one) => one.id);

    it('finds the open ones by any mark, newest first, each once', async () => {
      const { ledger } = await begin();
      const cache = { services: ['cache'], alerts: [sampleAlert('x', { resources: ['/SUBS/Redis'], release: 'cache@2' })] };
      await ledger.commit({ incidents: [sampleIncident(9), sampleIncident(10, cache), sampleIncident(11)] });
      expect(await ids(ledger, [serviceMark('checkout')])).toEqual(['INC-11', 'INC-9']);
      expect(await ids(ledger, ['resource:/subs/redis', 'release:cache@2', serviceMark('cache')])).toEqual(['INC-10']);
      expect(await ids(ledger, [serviceMark('cache'), serviceMark('checkout')], morning, 2)).toEqual(['INC-11', 'INC-10']);
      expect(await ids(ledger, [])).toEqual([]);
      expect(await ids(ledger, ['service:other'])).toEqual([]);
    });

    it('finds resolved ones only so long, by the marks they have now', async () => {
      const { ledger } = await begin();
      await ledger.commit({ incidents: [sampleIncident(1)] });
      const grown = sampleIncident(1, { version: 2, services: ['checkout', 'orders'] });
      await ledger.commit({ incidents: [grown] });
      expect(await ids(ledger, [serviceMark('orders')])).toEqual(['INC-1']);
      const resolved = { by: ana, at: morning + 100, reason: 'by hand' };
      await ledger.commit({ incidents: [sampleIncident(1, { version: 3, state: 'resolved', resolved })] });
      expect(await ids(ledger, [serviceMark('orders')])).toEqual([]);
      expect(await ids(ledger, [serviceMark('checkout')], morning + 100)).toEqual(['INC-1']);
      expect(await ids(ledger, [serviceMark('checkout')], morning + 101)).toEqual([]);
      await ledger.commit({ incidents: [{ ...grown, version: 4 }] });
      expect(await ids(ledger, [serviceMark('checkout')], morning + 101)).toEqual(['INC-1']);
    });
  });
}
