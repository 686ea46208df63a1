import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventOf, openTriageDesk, type TriageDesk } from '../../../test/fakes/triage-desk.ts';
import type { TriageRules } from './rules.ts';

const minuteMs = 60_000;
const place = (path: string, line: number) => ({ path, line });

const rules: Pick<TriageRules, 'hold' | 'inhibit'> = {
  inhibit: [
    { source: { rule: ['down'] }, target: { severity: ['P2', 'P3'] }, equal: ['service'], rule: place('incidents.inhibit[0]', 41) },
  ],
  hold: [{ match: { severity: ['P3'] }, times: 3, withinMs: 10 * minuteMs, rule: place('incidents.hold[0]', 37) }],
};

/** shop: a source of inhibition, a target, a weak one; bank: a strong and a weak one. */
const kinds = {
  down: { rule: 'down', severity: 'P1', resources: ['shop-db'] },
  slow: { rule: 'slow', severity: 'P2', resources: ['shop-web'] },
  weak: { rule: 'odd', severity: 'P3', resources: ['shop-job'] },
  bank: { rule: 'slow', severity: 'P2', resources: ['bank-web'] },
  'bank-weak': { rule: 'odd', severity: 'P3', resources: ['bank-job'] },
} as const;
type Key = keyof typeof kinds;
const keys = ['down', 'slow', 'weak', 'bank', 'bank-weak'] as const satisfies readonly Key[];

type Act =
  | { readonly kind: 'fire' | 'resolve'; readonly key: Key }
  | { readonly kind: 'silence'; readonly rule: string; readonly minutes: number }
  | { readonly kind: 'end silence' | 'restart' }
  | { readonly kind: 'wait'; readonly minutes: number };

const acts: fc.Arbitrary<Act> = fc.oneof(
  { arbitrary: fc.record({ kind: fc.constantFrom('fire' as const), key: fc.constantFrom(...keys) }), weight: 5 },
  { arbitrary: fc.record({ kind: fc.constantFrom('resolve' as const), key: fc.constantFrom(...keys) }), weight: 3 },
  {
    arbitrary: fc.record({
      kind: fc.constantFrom('silence' as const),
      rule: fc.constantFrom('slow', 'odd', '*'),
      minutes: fc.integer({ min: 1, max: 9 }),
    }),
    weight: 2,
  },
  { arbitrary: fc.record({ kind: fc.constantFrom('end silence' as const, 'restart' as const) }), weight: 1 },
  { arbitrary: fc.record({ kind: fc.constantFrom('wait' as const), minutes: fc.integer({ min: 1, max: 6 }) }), weight: 2 },
);

async function act(desk: TriageDesk, one: Act): Promise<void> {
  desk.clock.move(1_000);
  const at = desk.clock.now();
  switch (one.kind) {
    case 'fire':
    case 'resolve':
      await desk.tell(eventOf({ key: one.key, title: one.key, ...kinds[one.key], state: one.kind === 'fire' ? 'fired' : 'resolved', at }));
      return;
    case 'silence':
      await desk.settings.put('silences', {
        id: `S-${at}`,
        match: { rule: [one.rule] },
        times: { kind: 'once', from: at, to: at + one.minutes * minuteMs },
        reason: 'a test',
        addedAt: at,
      });
      return;
    case 'end silence': {
      const [first] = await desk.settings.list('silences');
      if (first !== undefined) await desk.settings.remove('silences', first.id);
      return desk.elapse(0);
    }
    case 'restart':
      return desk.restart().waiting.run(at);
    case 'wait':
      return desk.elapse(one.minutes * minuteMs);
  }
}

/** How often each was announced in its last firing: since it last was over, or never. */
function announcedOf(desk: TriageDesk, key: Key): number {
  const own = desk.told().filter((one) => one.alert === key);
  const ended = own.findLastIndex((one) => one.name === 'resolved');
  return own.slice(ended + 1).filter((one) => one.name === 'opened' || one.name === 'joined').length;
}

describe('alerts that wait', () => {
  it('whatever is silenced, inhibited and held: what still fires in the end is announced exactly once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(acts, { minLength: 3, maxLength: 20 }), async (story) => {
        const desk = await openTriageDesk({ rules });
        for (const one of story) await act(desk, one);
        await desk.elapse(10 * minuteMs);
        const open = await desk.ledger.incidents({ open: true, most: 99 });
        const alerts = new Map(await Promise.all(keys.map(async (key) => [key, await desk.alert(key)] as const)));
        for (const key of keys) {
          const alert = alerts.get(key);
          const shown = open.filter((incident) => incident.alerts.some((one) => one.key === key && one.state === 'fired')).length;
          const fires = alert?.state === 'fired';
          expect([key, shown]).toEqual([key, fires && alert.waiting === undefined ? 1 : 0]);
          if (fires) expect([key, announcedOf(desk, key)]).toEqual([key, alert.waiting === undefined ? 1 : 0]);
          // What waits has a reason to.
          expect(alert?.waiting?.kind).not.toBe('silenced');
          if (alert?.waiting?.kind === 'inhibited') expect(alerts.get('down')?.state).toBe('fired');
          if (alert?.waiting?.kind === 'held') {
            const companions = open.filter((incident) => alert.service !== undefined && incident.services.includes(alert.service));
            expect(companions.map((incident) => incident.id)).toEqual([]);
          }
        }
      }),
      { numRuns: 25 },
    );
  });
});
