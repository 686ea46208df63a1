import { describe, expect, it } from 'vitest';
import { createHandClock } from '../../test/fakes/hand-clock.ts';
import { createTraffic } from './traffic.ts';

function begin() {
  const clock = createHandClock();
  let pauses = 0;
  const pause = async (ms: number) => {
    pauses += 1;
    clock.move(ms);
  };
  return { clock, pauses: () => pauses, traffic: createTraffic({ now: clock.now, pause }) };
}

describe('what can wait', () => {
  it('goes on at once when no webhooks come', async () => {
    const { traffic, pauses, clock } = begin();
    await traffic.giveWay();
    traffic.begin()();
    clock.move(2);
    await traffic.giveWay();
    expect(pauses()).toBe(0);
  });

  it('waits until the last one is answered and none follows it', async () => {
    const clock = createHandClock();
    const acts: (() => void)[] = [];
    const pause = async (ms: number) => {
      clock.move(ms);
      acts.shift()?.();
    };
    const traffic = createTraffic({ now: clock.now, pause });
    const start = clock.now();
    const [first, second] = [traffic.begin(), traffic.begin()];
    acts.push(first, () => undefined, second);
    await traffic.giveWay();
    // Answered after 3 ms, and quiet for 2.
    expect(clock.now() - start).toBe(5);
  });

  it('waits no longer than a moment, however many come', async () => {
    const { traffic, clock } = begin();
    const start = clock.now();
    traffic.begin();
    await traffic.giveWay();
    expect(clock.now() - start).toBe(25);
  });
});
