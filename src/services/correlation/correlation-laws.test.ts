import fc from 'fast-check';
import { expect, it } from 'vitest';
import { firingAlert, openIncident } from '../../../test/fakes/correlation.ts';
import type { Alert } from '../../core/model/alert.ts';
import { type Incident, marksOf } from '../../core/model/incident.ts';
import { correlate } from './correlate.ts';
import type { CorrelationContext, Dependency } from './correlation.ts';
import { marksFor } from './marks.ts';

const noon = Date.UTC(2026, 10, 20, 12);
const names = ['a', 'b', 'c', 'd'];
const resourceId = (name: string): string => `/subscriptions/s/resourceGroups/rg/providers/Microsoft.Sql/servers/${name}`;
const resources = ['r', 's', 's/databases/t', 'u'].map(resourceId);

const anAlert: fc.Arbitrary<Alert> = fc
  .record({
    key: fc.integer({ min: 0, max: 40 }).map((number) => `key ${number}`),
    service: fc.option(fc.constantFrom(...names), { nil: undefined }),
    resources: fc.uniqueArray(fc.constantFrom(...resources), { maxLength: 2 }),
    release: fc.option(fc.constantFrom('a@1', 'b@1'), { nil: undefined, freq: 2 }),
    operation: fc.option(fc.constantFrom('GET /', 'GET /health'), { nil: undefined, freq: 2 }),
    firedAt: fc.integer({ min: noon - 7_200_000, max: noon + 7_200_000 }),
  })
  .map((over) => firingAlert({ ...over, lastEventAt: over.firedAt }));
const aDependency: fc.Arbitrary<Dependency> = fc.record({
  service: fc.constantFrom(...names),
  on: fc.option(fc.constantFrom(...names), { nil: undefined }),
  target: fc.option(fc.constantFrom(...resources.map((id) => ({ name: id.split('/').at(-1) ?? '', id })), { name: 'host.example' }), {
    nil: undefined,
  }),
  how: fc.constantFrom('declared', 'seen'),
});
const incidents: fc.Arbitrary<readonly Incident[]> = fc
  .array(fc.array(anAlert, { minLength: 1, maxLength: 4 }), { maxLength: 5 })
  .map((groups) => groups.map((alerts, index) => openIncident(`INC-${index + 1}`, alerts)));
const dependencies = fc.array(aDependency, { maxLength: 6 });
const contextOf = (known: readonly Dependency[]): CorrelationContext => ({ now: noon, services: [], dependencies: known });

it('chooses the same incident for the same reason in whatever order candidates, their alerts and dependencies come', () => {
  fc.assert(
    fc.property(anAlert, incidents, dependencies, (alert, candidates, known) => {
      const turned = candidates.map((one) => ({ ...one, alerts: one.alerts.toReversed() })).toReversed();
      const [one, other] = [correlate(alert, candidates, contextOf(known)), correlate(alert, turned, contextOf(known.toReversed()))];
      const told = (found: typeof one) => (found.kind === 'joins' ? [found.incident.id, found.score, found.reason] : [found.reason]);
      expect(told(other)).toEqual(told(one));
    }),
  );
});

it('never joins two services that share nothing', () => {
  fc.assert(
    fc.property(anAlert, incidents, (alert, candidates) => {
      const mine = { ...alert, key: 'mine', service: 'a', resources: [resourceId('mine')], release: undefined };
      const strangers = candidates.map((one) => ({
        ...one,
        alerts: one.alerts.map((its) => ({ ...its, service: 'b', resources: [resourceId('theirs')] })),
      }));
      const known: Dependency[] = [
        { service: 'c', on: 'a', how: 'declared' },
        { service: 'c', on: 'b', how: 'declared' },
      ];
      expect(correlate(mine, strangers, contextOf(known)).kind).toBe('alone');
    }),
  );
});

it('joins only incidents that its marks find', () => {
  fc.assert(
    fc.property(anAlert, incidents, dependencies, (alert, candidates, known) => {
      const found = correlate(alert, candidates, contextOf(known));
      if (found.kind === 'alone') return;
      const marks = new Set(marksFor(alert, contextOf(known)));
      expect(marksOf(found.incident).some((mark) => marks.has(mark))).toBe(true);
    }),
    // Ties between strangers are rare among random ones.
    { numRuns: 400 },
  );
});
