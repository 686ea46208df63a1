import { describe, expect, it } from 'vitest';
import { EmulatorClock } from './clock.ts';

const start = Date.UTC(2026, 10, 20, 12);
const minute = 60_000;

describe('the demo’s clock', () => {
  it('stops at everything that falls due on the way, in order', async () => {
    const clock = new EmulatorClock({ start });
    const ran: [string, number][] = [];
    const note = (name: string) => async () => void ran.push([name, Math.round((clock.now() - start) / minute)]);
    clock.at(start + 20 * minute, note('late'));
    clock.at(start + 5 * minute, note('early'));
    clock.at(start + 40 * minute, note('not yet'));

    await clock.advance(30 * minute);

    expect(ran).toEqual([
      ['early', 5],
      ['late', 20],
    ]);
    expect(clock.now()).toBeGreaterThanOrEqual(start + 30 * minute);
  });

  it('waits for the bot to settle at each of its due times before it moves on', async () => {
    const clock = new EmulatorClock({ start });
    const dues = [start + 10 * minute, start + 15 * minute];
    const worked: number[] = [];
    let settled = 0;
    const advanced = new AbortController();
    const follow = async (): Promise<void> => {
      while (!advanced.signal.aborted) {
        const { now, seq } = await clock.poll({ settled, nextDue: dues[0] }, 20);
        for (; (dues[0] ?? Number.POSITIVE_INFINITY) <= now; dues.shift()) worked.push(Math.round((now - start) / minute));
        settled = seq;
      }
    };
    await clock.poll({ settled, nextDue: dues[0] }, 0);
    const following = follow();

    await clock.advance(30 * minute);
    advanced.abort();
    await following;

    expect(worked).toEqual([10, 15]);
  });

  it('does not wait when no bot has ever asked for the time', async () => {
    const clock = new EmulatorClock({ start, patienceMs: 60_000 });
    await clock.advance(60 * minute);
    expect(clock.now()).toBeGreaterThanOrEqual(start + 60 * minute);
  });

  it('gives up on a bot that has died, after its patience', async () => {
    const clock = new EmulatorClock({ start, patienceMs: 20 });
    await clock.poll({ settled: 0, nextDue: undefined }, 0);
    await clock.advance(minute);
    expect(clock.now()).toBeGreaterThanOrEqual(start + minute);
  });

  it('holds the bot’s poll until there is something new: first what it was told before, then the time', async () => {
    const clock = new EmulatorClock({ start, patienceMs: 1_000 });
    const { seq } = await clock.poll({ settled: 0, nextDue: undefined }, 0);
    const held = clock.poll({ settled: seq, nextDue: undefined }, 5_000);

    const advanced = clock.advance(minute);
    const before = await held;
    const after = await clock.poll({ settled: before.seq, nextDue: undefined }, 5_000);
    await clock.poll({ settled: after.seq, nextDue: undefined }, 0);
    await advanced;

    expect([before.seq, after.seq]).toEqual([seq + 1, seq + 2]);
    expect(before.now).toBeLessThan(start + minute);
    expect(after.now).toBeGreaterThanOrEqual(start + minute);
  });

  it('runs the rest of what is due when one of it fails, and then tells of the failure', async () => {
    const clock = new EmulatorClock({ start });
    let ran = 'no';
    clock.at(start, async () => Promise.reject(new Error('broken')));
    clock.at(start, async () => void (ran = 'yes'));

    await expect(clock.tick()).rejects.toThrow('broken');

    expect(ran).toBe('yes');
  });
});
