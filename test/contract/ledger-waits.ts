import { describe, expect, it, onTestFinished } from 'vitest';
import { beginLedger, type LedgerPlace } from './ledger-begin.ts';
import { ana, morning, sampleAlert, sampleIncident } from './ledger-samples.ts';

const silenced = (silence: string) => ({ waiting: { kind: 'silenced', silence, until: morning } }) as const;

/** What time alone brings is found without reading all that is open; incidents are whole whoever wrote them last. */
export function describeWaits(name: string, newPlace: () => Promise<LedgerPlace>): void {
  const begin = () => beginLedger(newPlace);

  describe(`the ledger in ${name}: what waits`, () => {
    it('knows each silence that an alert which fires waits for, and its alerts', async () => {
      const { ledger } = await begin();
      expect(await ledger.silencesWaitedFor()).toEqual([]);
      const over = sampleAlert('d', { state: 'resolved', ...silenced('S-3') });
      const held = sampleAlert('e', { waiting: { kind: 'held', since: morning, seen: [morning], times: 3, withinMs: 1 } });
      await ledger.commit({
        alerts: [sampleAlert('a', silenced('S-2')), sampleAlert('b', silenced('S-1')), sampleAlert('c', silenced('S-2')), over, held],
      });
      expect(await ledger.silencesWaitedFor()).toEqual(['S-1', 'S-2']);
      const keys = async (silence: string) => (await ledger.alerts({ state: 'fired', silence, most: 9 })).map((one) => one.key);
      expect(await keys('S-2')).toEqual(['a', 'c']);
      await ledger.commit({ alerts: [sampleAlert('a'), sampleAlert('c', silenced('S-1'))] });
      expect(await ledger.silencesWaitedFor()).toEqual(['S-1']);
      expect(await keys('S-1')).toEqual(['b', 'c']);
    });

    it('knows since when incidents are quiet, and when people last heard that one fires; the longest first', async () => {
      const { ledger } = await begin();
      expect(await ledger.longestWait('quiet')).toBeUndefined();
      const over = [sampleAlert('a', { state: 'resolved' })];
      const quiet = (number: number, minutes: number) => sampleIncident(number, { alerts: over, quietSince: morning + minutes });
      const fires = sampleIncident(4, { remindedAt: morning + 7 });
      await ledger.commit({ incidents: [quiet(1, 3), quiet(2, 1), sampleIncident(3, { reopened: { times: 1, at: morning + 9 } }), fires] });
      const found = async (kind: 'quiet' | 'firing', since: number) =>
        (await ledger.incidents({ waiting: { kind, since: morning + since }, most: 9 })).map((one) => one.id);
      expect([await ledger.longestWait('quiet'), await ledger.longestWait('firing')]).toEqual([morning + 1, morning + 7]);
      expect(await found('quiet', 3)).toEqual(['INC-2', 'INC-1']);
      expect(await found('quiet', 2)).toEqual(['INC-2']);
      expect(await found('firing', 9)).toEqual(['INC-4', 'INC-3']);
      const resolved = { by: ana, at: morning, reason: 'by hand' };
      await ledger.commit({
        incidents: [
          { ...fires, version: 2, state: 'resolved', resolved },
          { ...quiet(2, 5), version: 2 },
        ],
      });
      expect([await ledger.longestWait('quiet'), await ledger.longestWait('firing')]).toEqual([morning + 3, morning + 9]);
    });
  });

  describe(`the ledger in ${name}: incidents with many alerts`, () => {
    const alerts = Array.from({ length: 1_200 }, (_, at) => sampleAlert(`alert-${at}`));
    const changed = (at: number) => alerts.map((alert, place) => (place === at ? { ...alert, state: 'resolved' as const } : alert));

    it('gives back all of them in their order, changed ones in their place', async () => {
      const { ledger, clock, place } = await begin();
      await ledger.commit({ incidents: [sampleIncident(1, { alerts })] });
      const next = sampleIncident(1, { version: 2, alerts: [...changed(700), sampleAlert('new')] });
      await ledger.commit({ incidents: [next] });
      expect(await ledger.incident('INC-1')).toEqual(next);
      const again = await place.open(clock);
      onTestFinished(() => again.close());
      expect(await again.incident('INC-1')).toEqual(next);
    });

    it('what another process wrote is read, and counts for what is written then', async () => {
      const { ledger, clock, place } = await begin();
      const other = await place.open(clock);
      onTestFinished(() => other.close());
      await ledger.commit({ incidents: [sampleIncident(1, { alerts: alerts.slice(0, 3) })] });
      await other.commit({ incidents: [sampleIncident(1, { version: 2, alerts: changed(1).slice(0, 3) })] });
      expect((await ledger.incident('INC-1'))?.alerts[1]?.state).toBe('resolved');
      await other.commit({ incidents: [sampleIncident(1, { version: 3, alerts: changed(2).slice(0, 3), services: ['orders'] })] });
      // Written without having read what the other one wrote last, but as its next version.
      const last = sampleIncident(1, { version: 4, alerts: alerts.slice(0, 2) });
      expect(await ledger.commit({ incidents: [last] })).toBe('committed');
      expect(await other.incident('INC-1')).toEqual(last);
      const found = await other.candidates({ marks: ['service:orders', 'alert:alert-2'], resolvedSince: morning, most: 9 });
      expect(found).toEqual([]);
    });
  });
}
