import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventOf, openTriageDesk, type TriageDesk } from '../../../test/fakes/triage-desk.ts';
import type { AlertEvent } from '../../core/model/alert.ts';

const minuteMs = 60_000;
const keys = ['rule|shop-db-1|GET', 'rule|shop-db-1|POST', 'rule|bank-db|GET', 'rule|bank-db|POST'] as const;

/** What each alert went through, by its source's own clock: fired, resolved, fired again …, a minute between. */
function historyOf(steps: readonly number[], skews: readonly number[], begin: number): readonly AlertEvent[] {
  return keys.flatMap((key, index) =>
    Array.from({ length: steps[index] ?? 0 }, (_, step): AlertEvent => {
      const firing = Math.floor(step / 2);
      const base = begin + (skews[index] ?? 0) * minuteMs;
      return eventOf({
        key,
        title: key,
        resources: [key.split('|')[1] ?? ''],
        labels: { method: key.split('|')[2] ?? '' },
        state: step % 2 === 0 ? 'fired' : 'resolved',
        at: base + step * minuteMs,
        firing: `${key} ${firing}`,
        firingSince: base + firing * 2 * minuteMs,
      });
    }),
  );
}

/** All that may not depend on how messages travelled. */
async function stateOf({ alert, ledger }: TriageDesk) {
  const open = await ledger.incidents({ open: true, most: 99 });
  return Promise.all(
    keys.map(async (key) => {
      const now = await alert(key);
      const shown = open.flatMap(({ alerts }) => alerts.filter((one) => one.key === key && one.state === 'fired'));
      return { key, state: now?.state, lastEventAt: now?.lastEventAt, firing: now?.firing, labels: now?.labels, shownFiring: shown.length };
    }),
  );
}

describe('order', () => {
  it('18 out of order, late, told again, clocks ten minutes apart: each resource and dimension ends in the right state', async () => {
    const travels = fc.record({
      steps: fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 4, maxLength: 4 }),
      skews: fc.array(fc.integer({ min: -10, max: 10 }), { minLength: 4, maxLength: 4 }),
      order: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 24, maxLength: 24 }),
      again: fc.array(fc.nat(19), { maxLength: 4 }),
      together: fc.integer({ min: 1, max: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(travels, async ({ steps, skews, order, again, together }) => {
        const straight = await openTriageDesk();
        const history = historyOf(steps, skews, straight.clock.now());
        await straight.tell(...history);
        const astray = await openTriageDesk();
        const sent = [...history, ...again.flatMap((index) => history[index] ?? [])]
          .map((event, index) => ({ event, place: order[index] ?? 0 }))
          .toSorted((one, other) => one.place - other.place)
          .map(({ event }) => event);
        for (let from = 0; from < sent.length; from += together) {
          await astray.tell(...sent.slice(from, from + together));
          astray.clock.move(10_000);
        }
        expect(await stateOf(astray)).toEqual(await stateOf(straight));
        // Whatever fires is in front of people, once; nothing that is over is.
        for (const { state, shownFiring } of await stateOf(astray)) expect(shownFiring).toBe(state === 'fired' ? 1 : 0);
        expect(astray.told()).toHaveLength(sent.length);
      }),
      { numRuns: 20 },
    );
  });

  it('18 compares with other alerts by a time that no skewed clock can put ahead of us', async () => {
    const desk = await openTriageDesk();
    const now = desk.clock.now();
    await desk.tell(eventOf({ at: now + 10 * minuteMs }), eventOf({ key: 'slow clock', at: now - 10 * minuteMs }));
    expect(await desk.alert()).toMatchObject({ firedAt: now, lastEventAt: now + 10 * minuteMs });
    expect(await desk.alert('slow clock')).toMatchObject({ firedAt: now - 10 * minuteMs });
    desk.clock.move(minuteMs);
    await desk.tell(eventOf({ state: 'resolved', at: now + 11 * minuteMs }));
    expect(await desk.alert()).toMatchObject({ state: 'resolved', resolvedAt: now + minuteMs });
  });

  it('18 takes a resolve of an older firing for late, though its moment is newer', async () => {
    const desk = await openTriageDesk();
    await desk.tell(eventOf({ at: 5_000, firing: 'f2' }));
    const [late] = await desk.tell(eventOf({ state: 'resolved', at: 6_000, firing: 'f1', firingSince: 1_000 }));
    expect(late).toMatchObject({ name: 'duplicate' });
    const [own] = await desk.tell(eventOf({ state: 'resolved', at: 7_000, firing: 'f2', firingSince: 4_000 }));
    expect(own).toMatchObject({ name: 'resolved' });
  });
});
