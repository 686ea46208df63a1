import fc from 'fast-check';
import { expect, it } from 'vitest';
import { eventOf, openTriageDesk, type TriageDesk } from '../../../test/fakes/triage-desk.ts';

const minuteMs = 60_000;
const keys = ['A', 'B', 'C'] as const;

const step = fc.record({
  what: fc.constantFrom('fires', 'fires', 'fires', 'resolves', 'resolves', 'silence', 'resolve by hand'),
  key: fc.constantFrom(...keys),
  anew: fc.constantFrom('new firing', 'same firing'),
  severity: fc.constantFrom('P3', 'P2', 'P1'),
  minutes: fc.constantFrom(0, 1, 10, 70),
} as const);

type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

async function take(desk: TriageDesk, { what, key, anew, severity }: Step, firings: Map<string, number>) {
  const now = desk.clock.now();
  switch (what) {
    case 'silence': {
      const times = { kind: 'once' as const, from: now, to: now + 15 * minuteMs };
      await desk.settings.put('silences', { id: `S-${now}`, match: { title: [key] }, times, reason: 'x', addedAt: now });
      return;
    }
    case 'resolve by hand': {
      for (const incident of await desk.ledger.incidents({ open: true, most: 9 })) {
        const resolved = { by: undefined, at: now, reason: 'by hand' };
        const version = incident.version + 1;
        await desk.ledger.commit({ incidents: [{ ...incident, state: 'resolved', quietSince: undefined, resolved, version }] });
      }
      return;
    }
    case 'fires':
    case 'resolves': {
      const number = (firings.get(key) ?? 0) + (what === 'fires' && anew === 'new firing' ? 1 : 0);
      firings.set(key, number);
      await desk.tell(
        eventOf({ key, title: key, severity, firing: `${key}${number}`, at: now, state: what === 'fires' ? 'fired' : 'resolved' }),
      );
    }
  }
}

it('an alert that fires waits or fires in one incident, no other holds it for firing, and what is over closes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
      const desk = await openTriageDesk();
      const firings = new Map<string, number>();
      for (const one of steps) {
        await desk.elapse(one.minutes * minuteMs);
        await take(desk, one, firings);
        const incidents = await desk.ledger.incidents({ most: 99 });
        for (const key of keys) {
          const alert = await desk.alert(key);
          const holding = incidents.filter(({ alerts }) => alerts.some((other) => other.key === key && other.state === 'fired'));
          const expected = alert?.state === 'fired' && alert.waiting === undefined ? [alert.incident] : [];
          expect(holding.map(({ id }) => id)).toEqual(expected);
        }
      }
      for (const key of keys) await take(desk, { what: 'resolves', key, anew: 'same firing', severity: 'P3', minutes: 0 }, firings);
      await desk.elapse(30 * minuteMs);
      expect(await desk.ledger.incidents({ open: true, most: 9 })).toEqual([]);
    }),
    { numRuns: 40 },
  );
});
