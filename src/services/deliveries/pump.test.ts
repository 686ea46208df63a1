import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StoredDelivery } from '../../core/model/delivery.ts';
import { createPump, type PumpNeeds } from './pump.ts';

const delivery = (id: number, lane: string, destination = lane): StoredDelivery => ({
  id,
  key: `k${id}`,
  lane,
  destination,
  owner: '',
  urgency: 'act',
  effect: { kind: 'incident-jira', incident: 'INC-1', by: 'Ana' },
  dueAt: 0,
  attempts: 0,
});

/** A queue as the ledger keeps it: the oldest of each lane that is not busy, at most `most` at once. */
function queueOf(waiting: StoredDelivery[], most = 10) {
  return {
    add: (one: StoredDelivery) => void waiting.push(one),
    lease: async (underWay: readonly StoredDelivery[]) => {
      const busy = new Set(underWay.map((one) => one.lane));
      const leased = waiting
        .filter((one, index) => !busy.has(one.lane) && waiting.findIndex((other) => other.lane === one.lane) === index)
        .slice(0, most);
      for (const one of leased) waiting.splice(waiting.indexOf(one), 1);
      return leased;
    },
    nextInMs: async () => undefined,
  };
}

const pumpOf = (queue: Omit<PumpNeeds, 'perform'>, perform: PumpNeeds['perform']) => createPump({ ...queue, perform });
const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1) await Promise.resolve();
};

describe('the pump', () => {
  it('keeps the order of each lane, whatever order they are done in', async () => {
    const queue = queueOf([delivery(1, 'a'), delivery(2, 'b'), delivery(3, 'a'), delivery(4, 'b'), delivery(5, 'a')]);
    const done: string[] = [];
    const pump = pumpOf(queue, async (one) => {
      await turns((one.id % 3) * 3);
      done.push(`${one.lane}${one.id}`);
    });
    await pump.run();
    expect(done.filter((one) => one.startsWith('a'))).toEqual(['a1', 'a3', 'a5']);
    expect(done.filter((one) => one.startsWith('b'))).toEqual(['b2', 'b4']);
  });

  it('misses nothing that is added while a run ends, at whatever step', async () => {
    for (let steps = 0; steps < 40; steps += 1) {
      const queue = queueOf([delivery(1, 'a')]);
      const done: number[] = [];
      const pump = pumpOf(queue, async (one) => void done.push(one.id));
      const first = pump.run();
      await turns(steps);
      queue.add(delivery(2, 'a'));
      await Promise.all([first, pump.run()]);
      expect(done, `added after ${steps} steps`).toEqual([1, 2]);
    }
  });

  it('begins what falls due for others at its time while one lane does not answer', async () => {
    const queue = queueOf([delivery(1, 'hangs')]);
    const done: number[] = [];
    const answer = Promise.withResolvers<void>();
    const pump = pumpOf({ ...queue, nextInMs: async () => 5 }, async (one) => {
      if (one.id === 1) await answer.promise;
      done.push(one.id);
    });
    const run = pump.run();
    queue.add(delivery(2, 'other'));
    await expect.poll(() => done, { interval: 5, timeout: 900 }).toEqual([2]);
    answer.resolve();
    await run;
    expect(done).toEqual([2, 1]);
  });

  it('performs each once, in the order of its lane and never two of a lane at once, whatever is added when', async () => {
    const plan = fc.record({
      most: fc.integer({ min: 1, max: 4 }),
      items: fc.array(fc.record({ lane: fc.constantFrom('a', 'b', 'c'), takes: fc.nat(6), addedAfter: fc.nat(12) }), { maxLength: 20 }),
    });
    await fc.assert(
      fc.asyncProperty(plan, async ({ most, items }) => {
        const queue = queueOf([], most);
        const began: StoredDelivery[] = [];
        const atWork = new Set<string>();
        const pump = pumpOf(queue, async (one) => {
          expect(atWork.has(one.lane)).toBe(false);
          atWork.add(one.lane);
          began.push(one);
          await turns(items[one.id]?.takes ?? 0);
          atWork.delete(one.lane);
        });
        const added: StoredDelivery[] = [];
        for (const [id, { lane, addedAfter }] of items.entries()) {
          await turns(addedAfter);
          const one = delivery(id, lane);
          added.push(one);
          queue.add(one);
          void pump.run();
        }
        await pump.run();
        for (const lane of ['a', 'b', 'c']) {
          expect(began.filter((one) => one.lane === lane)).toEqual(added.filter((one) => one.lane === lane));
        }
      }),
      { numRuns: 100 },
    );
  });

  it('begins nothing more once it is stopped, however much waits, and ends what is under way', async () => {
    const queue = queueOf([delivery(1, 'a'), delivery(2, 'a'), delivery(3, 'b'), delivery(4, 'b')]);
    const done: number[] = [];
    let finish = (): void => undefined;
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const pump = pumpOf(queue, async (one) => {
      await finished;
      done.push(one.id);
    });
    const run = pump.run();
    await Promise.resolve();
    const stopped = pump.stop();
    finish();
    await Promise.all([run, stopped]);
    await pump.run();
    expect(done).toEqual([1, 3]);
  });

  it('settles all else before it tells of a failure', async () => {
    const queue = queueOf([delivery(1, 'a'), delivery(2, 'b')]);
    const done: number[] = [];
    const pump = pumpOf(queue, async (one) => {
      if (one.id === 1) throw new Error('the ledger is gone');
      await Promise.resolve();
      done.push(one.id);
    });
    await expect(pump.run()).rejects.toThrow('the ledger is gone');
    expect(done).toEqual([2]);
    await pump.idle();
  });
});
