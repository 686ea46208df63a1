import { describe, expect, it } from 'vitest';
import type { StoredDelivery } from '../core/model/delivery.ts';
import { createPump } from './deliveries-pump.ts';

const delivery = (id: number, destination: string): StoredDelivery => ({
  id,
  key: `k${id}`,
  destination,
  effect: { kind: 'incident-jira', incident: 'INC-1', by: 'Ana' },
  dueAt: 0,
  attempts: 0,
});

/** A queue as the ledger keeps it: the oldest of each destination that is not busy. */
function queueOf(...waiting: StoredDelivery[]) {
  return {
    add: (one: StoredDelivery) => void waiting.push(one),
    lease: async (busy: readonly string[]) => {
      const leased = waiting.filter(
        (one, index) => !busy.includes(one.destination) && waiting.findIndex((other) => other.destination === one.destination) === index,
      );
      for (const one of leased) waiting.splice(waiting.indexOf(one), 1);
      return leased;
    },
  };
}

describe('the pump', () => {
  it('keeps the order of each destination, whatever order they are done in', async () => {
    const queue = queueOf(delivery(1, 'a'), delivery(2, 'b'), delivery(3, 'a'), delivery(4, 'b'), delivery(5, 'a'));
    const done: string[] = [];
    const pump = createPump(queue.lease, async (one) => {
      for (let turn = 0; turn < (one.id % 3) * 3; turn += 1) await Promise.resolve();
      done.push(`${one.destination}${one.id}`);
    });
    await pump.run();
    expect(done.filter((one) => one.startsWith('a'))).toEqual(['a1', 'a3', 'a5']);
    expect(done.filter((one) => one.startsWith('b'))).toEqual(['b2', 'b4']);
  });

  it('misses nothing that is added while a run ends, at whatever step', async () => {
    for (let steps = 0; steps < 40; steps += 1) {
      const queue = queueOf(delivery(1, 'a'));
      const done: number[] = [];
      const pump = createPump(queue.lease, async (one) => void done.push(one.id));
      const first = pump.run();
      for (let step = 0; step < steps; step += 1) await Promise.resolve();
      queue.add(delivery(2, 'a'));
      await Promise.all([first, pump.run()]);
      expect(done, `added after ${steps} steps`).toEqual([1, 2]);
    }
  });

  it('looks by itself for others while one destination does not answer', async () => {
    const queue = queueOf(delivery(1, 'hangs'));
    const done: number[] = [];
    let answer = (): void => undefined;
    const pump = createPump(queue.lease, async (one) => {
      if (one.id === 1) {
        await new Promise<void>((resolve) => {
          answer = resolve;
        });
      }
      done.push(one.id);
    });
    const run = pump.run();
    queue.add(delivery(2, 'other'));
    await expect.poll(() => done, { timeout: 5_000 }).toEqual([2]);
    answer();
    await run;
    expect(done).toEqual([2, 1]);
  });

  it('begins nothing more once it is stopped, however much waits, and ends what is under way', async () => {
    const queue = queueOf(delivery(1, 'a'), delivery(2, 'a'), delivery(3, 'b'), delivery(4, 'b'));
    const done: number[] = [];
    let finish = (): void => undefined;
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const pump = createPump(queue.lease, async (one) => {
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
    const queue = queueOf(delivery(1, 'a'), delivery(2, 'b'));
    const done: number[] = [];
    const pump = createPump(queue.lease, async (one) => {
      if (one.id === 1) throw new Error('the ledger is gone');
      await Promise.resolve();
      done.push(one.id);
    });
    await expect(pump.run()).rejects.toThrow('the ledger is gone');
    expect(done).toEqual([2]);
    await pump.idle();
  });
});
