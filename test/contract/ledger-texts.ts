import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { operationMark, releaseMark, resourceMark } from '../../src/core/model/incident.ts';
import { assess } from '../../src/services/correlation/assess.ts';
import { correlate } from '../../src/services/correlation/correlate.ts';
import { marksFor } from '../../src/services/correlation/marks.ts';
import { eventOf, openTriageDesk } from '../fakes/triage-desk.ts';
import { beginLedger, type LedgerPlace } from './ledger-begin.ts';
import { ana, morning, sampleAlert, sampleEvent, sampleIncident, sampleInvocation } from './ledger-samples.ts';

/** A hundred kilobytes that no database can compress. */
const long = (name: string): string => `${name} ${randomBytes(50_000).toString('hex')}`;

/** What sources call things by has any length, and any characters. */
export function describeTexts(name: string, newPlace: () => Promise<LedgerPlace>): void {
  const begin = () => beginLedger(newPlace);

  describe(`the ledger in ${name}: texts of any length`, () => {
    it('keeps an alert whose key, firing, operation, release and resource are as long as a message, and finds it by each', async () => {
      const { ledger } = await begin();
      const [operation, release, resource, firing] = [long('GET /'), long('shop@4'), `/subscriptions/${long('s')}`, long('firing')];
      const alert = sampleAlert(long('azure|rule'), { firing, operation, release, resources: [resource] });
      const incident = sampleIncident(1, { alerts: [alert] });
      const decision = { at: morning, name: 'opened', reason: 'new', alert: alert.key, incident: 'INC-1', steps: [] } as const;
      expect(await ledger.commit({ alerts: [alert], incidents: [incident], decisions: [decision] })).toBe('committed');
      expect(await ledger.alert(alert.key)).toEqual(alert);
      expect(await ledger.alertOfFiring('azure', firing)).toEqual(alert);
      expect(await ledger.decisions({ alert: alert.key, most: 10 })).toEqual([decision]);
      for (const mark of [`alert:${alert.key}`, operationMark(operation), releaseMark(release), resourceMark(resource)])
        expect(await ledger.candidates({ marks: [mark], resolvedSince: 0, most: 10 })).toEqual([incident]);
      const over = { ...alert, state: 'resolved', resolvedAt: morning } as const;
      expect(await ledger.commit({ alerts: [over], incidents: [{ ...incident, alerts: [over], version: 2 }] })).toBe('committed');
      expect(await ledger.alerts({ most: 10 })).toEqual([over]);
    });

    it('tells long texts apart that begin alike', async () => {
      const { ledger } = await begin();
      const same = long('rule');
      const alerts = ['a', 'b'].map((end) => sampleAlert(`${same}${end}`, { firing: `${same}${end}` }));
      await ledger.commit({ alerts });
      for (const alert of alerts) {
        expect(await ledger.alert(alert.key)).toEqual(alert);
        expect(await ledger.alertOfFiring('azure', alert.firing ?? '')).toEqual(alert);
      }
      expect(await ledger.alert(same)).toBeUndefined();
    });

    it('keeps what a text of a database cannot hold: a zero character, half a pair', async () => {
      const { ledger } = await begin();
      await ledger.storeEvent(sampleEvent('one'));
      const [event] = await ledger.untriaged(1);
      const alert = sampleAlert('a\u0000\ud800', { firing: 'f\u0000', operation: 'GET \u0000' });
      const triaged = [{ event: event?.id ?? 0, decision: 'opened', reason: 'known by its firing f\u0000' }];
      const change = { alerts: [alert, { ...alert, key: 'a\u0000\udfff' }], incidents: [sampleIncident(1, { alerts: [alert] })], triaged };
      expect(await ledger.commit(change)).toBe('committed');
      expect((await ledger.alert(alert.key))?.title).toBe(alert.title);
      expect(await ledger.alertOfFiring('azure', 'f\u0000')).toBeDefined();
      expect(await ledger.candidates({ marks: [operationMark('GET \u0000')], resolvedSince: 0, most: 1 })).toHaveLength(1);
    });

    it('loses no alert whose source has much to say: it opens an incident, is told again, is found by its firing, and ends', async () => {
      const { ledger } = await begin();
      const desk = await openTriageDesk({ over: () => ledger, correlating: { assess, correlate, marksFor } });
      const key = long('key');
      const event = eventOf({
        key,
        firing: long('firing'),
        rule: long('rule'),
        title: long('title'),
        operation: long('GET /'),
        release: long('shop@4'),
        resources: [`/subscriptions/s/resourceGroups/g/providers/x/y/${long('vm')}`],
        labels: { disk: long('disk'), [long('name')]: '1' },
      });
      const at = desk.clock.now();
      expect(await desk.tell({ ...event, at })).toMatchObject([{ name: 'opened', incident: 'INC-1' }]);
      expect(await desk.tell({ ...event, at })).toMatchObject([{ name: 'duplicate' }]);
      const listed = { ...event, key: long('guessed'), knownBy: 'firing', state: 'resolved', at: at + 1 } as const;
      expect(await desk.tell(listed)).toMatchObject([{ name: 'resolved', incident: 'INC-1' }]);
      expect(await ledger.incident('INC-1')).toMatchObject({ alerts: [{ key, state: 'resolved' }] });
    });

    it('takes in events and invocations whose identity is as long as a message once', async () => {
      const { ledger, clock } = await begin();
      const [identity, id] = [long('event'), long('invocation')];
      expect(await ledger.storeEvent(sampleEvent(identity))).toBe('stored');
      expect(await ledger.storeEvent(sampleEvent(identity))).toBe('duplicate');
      const invocation = sampleInvocation(id);
      expect(await ledger.storeInvocation(invocation)).toBe('stored');
      expect(await ledger.storeInvocation(invocation)).toBe('duplicate');
      await ledger.finishInvocation(id);
      expect(await ledger.unfinishedInvocations()).toEqual([]);
      const said = {
        who: long(`slack:${ana.id}`),
        where: long('slack:C1'),
        at: clock.now(),
        what: 'chart cpu\u0000',
        result: 'done',
      } as const;
      await ledger.audit([said]);
      expect(await ledger.lastDone({ ...said, command: 'chart' })).toHaveLength(1);
    });
  });
}
