import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Candidate, takeFairly } from './fair-turns.ts';

const candidate = fc.record({
  destination: fc.constantFrom('slack:#ops', 'slack:#shop', 'jira'),
  owner: fc.constantFrom('shop', 'payments', ''),
  rank: fc.nat(5),
  dueAt: fc.nat(3),
});
const queue = fc.array(candidate, { maxLength: 30 }).map((all) => all.map((one, id): Candidate => ({ ...one, id })));
const room = fc.record({ 'slack:#ops': fc.nat(4), 'slack:#shop': fc.nat(4), jira: fc.constant(Number.POSITIVE_INFINITY) });
const served = fc.uniqueArray(
  fc.record({ destination: fc.constantFrom('slack:#ops', 'slack:#shop'), owner: fc.constantFrom('shop', 'payments'), turn: fc.nat(9) }),
  { selector: ({ destination, owner }) => `${destination} ${owner}` },
);

describe('what a destination gets first', () => {
  it('8 is the most urgent, whoever else waits, and of what is as urgent each owner in turn', () => {
    fc.assert(
      fc.property(queue, room, served, fc.integer({ min: 1, max: 16 }), (candidates, rooms, before, most) => {
        const taken = takeFairly(candidates, { served: before, room: new Map(Object.entries(rooms)), most });
        expect(new Set(taken.map((one) => one.id)).size).toBe(taken.length);
        expect(taken.length).toBeLessThanOrEqual(most);
        for (const [destination, list] of Map.groupBy(taken, (one) => one.destination)) {
          expect(list.map((one) => one.rank)).toEqual(list.map((one) => one.rank).toSorted((one, other) => one - other));
          const left = candidates.filter((one) => one.destination === destination && !list.some(({ id }) => id === one.id));
          for (const one of list) expect(left.every((other) => other.rank >= one.rank)).toBe(true);
          // Nobody has two turns at one rank while another waits at that rank and has had none.
          for (const [rank, same] of Map.groupBy(list, (one) => one.rank)) {
            const twice = same.some((one, at) => same.findIndex(({ owner }) => owner === one.owner) < at);
            const without = left.filter((one) => one.rank === rank && !list.some(({ owner }) => owner === one.owner));
            const never = without.filter(({ owner }) => !before.some((one) => one.destination === destination && one.owner === owner));
            expect(twice && never.length > 0).toBe(false);
          }
        }
      }),
    );
  });
});
