import { describe, expect, it, onTestFinished } from 'vitest';
import type { AuditEntry, Ledger } from '../../src/core/ledger.ts';
import { beginLedger, type LedgerPlace } from './ledger-begin.ts';
import {
  ana,
  morning,
  sampleAlert,
  sampleDelivery,
  sampleEvent,
  sampleIncident,
  sampleInvocation,
  sampleNewEntry,
  slackOps,
} from './ledger-samples.ts';

/** What every ledger must do, whatever database it lives in. */
export function describeLedger(name: string, newPlace: () => Promise<LedgerPlace>): void {
  const begin = () => beginLedger(newPlace);

  describe(`the ledger in ${name}: events`, () => {
    it('keeps an event as it came, until it is triaged', async () => {
      const { ledger } = await begin();
      const event = sampleEvent('one', { source: 'sentry', body: '{"text":"\\u0000 naïve 🚨"}', via: 'poll', resource: 'event_alert' });
      expect(await ledger.storeEvent(event)).toBe('stored');
      const [stored] = await ledger.untriaged(10);
      expect(stored).toEqual({ ...event, id: expect.any(Number) });
      const decided = { event: stored?.id ?? 0, decision: 'opened', reason: 'nothing was open' };
      expect(await ledger.commit({ triaged: [decided] })).toBe('committed');
      expect(await ledger.untriaged(10)).toEqual([]);
    });

    it('16: takes an event in once, also when it comes many times at the same moment', async () => {
      const { ledger } = await begin();
      const answers = await Promise.all(Array.from({ length: 40 }, (_, at) => ledger.storeEvent(sampleEvent(`event-${at % 4}`))));
      expect(answers.filter((one) => one === 'stored')).toHaveLength(4);
      expect(await ledger.storeEvent(sampleEvent('event-0'))).toBe('duplicate');
      expect(await ledger.storeEvent(sampleEvent('event-0', { source: 'sentry' }))).toBe('stored');
      expect(await ledger.untriaged(100)).toHaveLength(5);
    });

    it('keeps what no database has in a text: a zero character becomes the sign for it, and the event is not lost', async () => {
      const { ledger } = await begin();
      const event = sampleEvent('a\u0000b', { body: '{"text":"\u0000"}', rejected: 'no JSON\u0000' });
      expect(await Promise.all([ledger.storeEvent(event), ledger.storeEvent(sampleEvent('other'))])).toEqual(['stored', 'stored']);
      expect(await ledger.storeEvent(event)).toBe('duplicate');
      expect(await ledger.events({ only: 'rejected', most: 10 })).toEqual([
        { ...event, id: expect.any(Number), identity: 'a\u2400b', body: '{"text":"\u2400"}', rejected: 'no JSON\u2400' },
      ]);
    });

    it('17: takes in under the same identity what failed before its commit', async () => {
      const { ledger } = await begin();
      const broken = Object.defineProperty(sampleEvent('one'), 'body', {
        get: () => {
          throw new Error('it fails here');
        },
      });
      await expect(ledger.storeEvent(broken)).rejects.toThrow('it fails here');
      expect(await ledger.storeEvent(sampleEvent('one'))).toBe('stored');
      expect(await ledger.untriaged(10)).toHaveLength(1);
    });

    it('hands events out oldest first, and no more than asked for', async () => {
      const { ledger } = await begin();
      for (const identity of ['a', 'b', 'c']) await ledger.storeEvent(sampleEvent(identity));
      expect((await ledger.untriaged(2)).map((event) => event.identity)).toEqual(['a', 'b']);
    });

    it('keeps a rejected event, but never hands it to triage', async () => {
      const { ledger } = await begin();
      expect(await ledger.storeEvent(sampleEvent('bad', { rejected: 'no JSON' }))).toBe('stored');
      expect(await ledger.untriaged(10)).toEqual([]);
    });

    it('refuses to have one event decided about twice', async () => {
      const { ledger } = await begin();
      await ledger.storeEvent(sampleEvent('one'));
      const [event] = await ledger.untriaged(1);
      const triaged = [{ event: event?.id ?? 0, decision: 'opened', reason: 'nothing was open' }];
      expect(await ledger.commit({ triaged })).toBe('committed');
      expect(await ledger.commit({ triaged, incidents: [sampleIncident(1)] })).toBe('conflict');
      expect(await ledger.incident('INC-1')).toBeUndefined();
    });
  });

  describe(`the ledger in ${name}: incidents`, () => {
    it('gives back alerts and incidents as they were committed', async () => {
      const { ledger } = await begin();
      const alert = sampleAlert('a', { incident: 'INC-1', link: 'https://portal.example.com' });
      const incident = sampleIncident(1, { rooms: [{ target: slackOps, ref: { platform: 'slack', channel: 'C1', id: '1.2' } }] });
      expect(await ledger.commit({ alerts: [alert], incidents: [incident] })).toBe('committed');
      expect(await ledger.alert('a')).toEqual(alert);
      expect(await ledger.incident('INC-1')).toEqual(incident);
      expect(await ledger.alert('b')).toBeUndefined();
    });

    it('writes all of a change or nothing when somebody was faster', async () => {
      const { ledger } = await begin();
      await ledger.commit({ incidents: [sampleIncident(1)] });
      const acknowledged = sampleIncident(1, { version: 2, state: 'acknowledged', acknowledged: { by: ana, at: morning } });
      expect(await ledger.commit({ incidents: [acknowledged] })).toBe('committed');
      const late = await ledger.commit({
        alerts: [sampleAlert('late')],
        incidents: [sampleIncident(2), sampleIncident(1, { version: 2, state: 'resolved' })],
        entries: [sampleNewEntry('too late')],
        deliveries: [sampleDelivery('late')],
      });
      expect(late).toBe('conflict');
      expect((await ledger.incident('INC-1'))?.state).toBe('acknowledged');
      expect(await ledger.incident('INC-2')).toBeUndefined();
      expect(await ledger.alert('late')).toBeUndefined();
      expect(await ledger.timeline('INC-1')).toEqual([]);
      expect(await ledger.nextDeliveryDue()).toBeUndefined();
    });

    it('lets only one of two open the same incident', async () => {
      const { ledger } = await begin();
      const both = await Promise.all([
        ledger.commit({ incidents: [sampleIncident(1)] }),
        ledger.commit({ incidents: [sampleIncident(1)] }),
      ]);
      expect(both.toSorted()).toEqual(['committed', 'conflict']);
    });

    it('lists incidents newest first, open ones and those of a service', async () => {
      const { ledger } = await begin();
      expect(await ledger.nextIncidentNumber()).toBe(1);
      const incidents = [
        sampleIncident(9),
        sampleIncident(10, { service: undefined }),
        sampleIncident(11, { state: 'resolved', resolved: { by: ana, at: morning, reason: 'by hand' } }),
      ];
      await ledger.commit({ incidents });
      const ids = async (filter: Parameters<Ledger['incidents']>[0]) => (await ledger.incidents(filter)).map((one) => one.id);
      expect(await ids({ most: 10 })).toEqual(['INC-11', 'INC-10', 'INC-9']);
      expect(await ids({ most: 10, open: true })).toEqual(['INC-10', 'INC-9']);
      expect(await ids({ most: 10, service: 'checkout' })).toEqual(['INC-11', 'INC-9']);
      expect(await ids({ most: 1 })).toEqual(['INC-11']);
      expect(await ledger.nextIncidentNumber()).toBe(12);
    });

    it('keeps the story in order', async () => {
      const { ledger } = await begin();
      await ledger.commit({
        incidents: [sampleIncident(1)],
        entries: [sampleNewEntry('first'), sampleNewEntry('second', { announceTo: [] })],
      });
      const [first, second] = await ledger.timeline('INC-1');
      expect([first?.text, second?.text]).toEqual(['first', 'second']);
      expect(await ledger.entry(first?.id ?? 0)).toEqual(first);
      expect(await ledger.entry(4_711)).toBeUndefined();
    });
  });

  describe(`the ledger in ${name}: commands and audit`, () => {
    it('takes a command in once, and takes it up again after a restart until it is finished', async () => {
      const { ledger, place, clock } = await begin();
      const answers = await Promise.all([sampleInvocation('slack:1'), sampleInvocation('slack:1')].map(ledger.storeInvocation));
      expect(answers.toSorted()).toEqual(['duplicate', 'stored']);
      await ledger.storeInvocation(sampleInvocation('slack:0', morning - 1));
      await ledger.close();
      const again = await place.open(clock);
      onTestFinished(() => again.close());
      expect(await again.unfinishedInvocations()).toEqual([sampleInvocation('slack:0', morning - 1), sampleInvocation('slack:1')]);
      await again.finishInvocation('slack:1');
      expect((await again.unfinishedInvocations()).map((one) => one.id)).toEqual(['slack:0']);
      expect(await again.storeInvocation(sampleInvocation('slack:1'))).toBe('duplicate');
    });

    it('shows the audit trail newest first', async () => {
      const { ledger } = await begin();
      const entry = (what: string) => ({ at: morning, who: 'slack:U1', what, where: 'slack:C1', result: 'denied' }) as const;
      await ledger.audit([entry('one'), entry('two')]);
      await ledger.audit([]);
      await ledger.audit([entry('three')]);
      expect(await ledger.auditTrail(2)).toEqual([entry('three'), entry('two')]);
    });

    it('knows what somebody last did with a command in a place', async () => {
      const { ledger } = await begin();
      const done = (what: string, more: Partial<AuditEntry> = {}): AuditEntry => ({
        at: morning,
        who: 'slack:U1',
        what,
        where: 'slack:C1',
        result: 'done',
        ...more,
      });
      await ledger.audit([
        done('chart cpu of shop'),
        done('Chart memory of shop'),
        done('charts'),
        done('help'),
        done('chart requests of shop', { where: 'slack:C2' }),
        done('chart failures of shop', { who: 'slack:U2' }),
        done('chart cpu of shpo', { result: 'refused' }),
      ]);
      const last = (command: string, where = 'slack:C1') => ledger.lastDone({ who: 'slack:U1', where, command });
      expect(await last('chart')).toEqual(['Chart memory of shop', 'chart cpu of shop']);
      expect(await last('chart', 'slack:C2')).toEqual(['chart requests of shop']);
      expect(await last('resolve')).toEqual([]);
    });

    it('says that it can be written', async () => {
      const { ledger } = await begin();
      expect(await ledger.health()).toEqual({ writable: 'yes' });
      expect(await ledger.health()).toEqual({ writable: 'yes' });
    });
  });
}
