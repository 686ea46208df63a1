import { describe, expect, it } from 'vitest';
import { createHandClock } from '../../test/fakes/hand-clock.ts';
import { createLogList } from '../../test/fakes/log.ts';
import type { DueJob } from '../core/ports.ts';
import type { Alarm, Heartbeat } from './heartbeat.ts';
import { createScheduler } from './scheduler.ts';

/** A job with a list of due times; it notes when it ran. */
function listJob(name: string, due: number[], ran: string[]): DueJob {
  return {
    name,
    next: async () => due[0],
    run: async (now) => {
      while (due[0] !== undefined && due[0] <= now) ran.push(`${name}@${due.shift()}`);
    },
  };
}

function begin() {
  const clock = createHandClock(0);
  const log = createLogList();
  const beats: (() => void)[] = [];
  const reported: (number | undefined)[] = [];
  const heartbeat: Heartbeat = (beat) => {
    beats.push(beat);
    return async () => {
      beats.length = 0;
    };
  };
  const alarms: { readonly ms: number; readonly ring: () => void; unset: boolean }[] = [];
  const alarm: Alarm = (ms, ring) => {
    const one = { ms, ring, unset: false };
    alarms.push(one);
    return () => {
      one.unset = true;
    };
  };
  const scheduler = createScheduler({ clock, log, heartbeat, alarm, onNextDue: (due) => reported.push(due) });
  return { clock, log, beats, alarms, reported, scheduler };
}

/** A promise to be settled by hand. */
function gate() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

describe('the scheduler', () => {
  it('runs what is due and nothing else, and tells when the next work falls due', async () => {
    const { clock, scheduler, reported } = begin();
    const ran: string[] = [];
    scheduler.register(listJob('digest', [10, 30], ran));
    scheduler.register(listJob('quiet', [25], ran));
    expect(await scheduler.tick()).toBe(10);
    clock.set(12);
    expect(await scheduler.tick()).toBe(25);
    clock.set(40);
    expect(await scheduler.tick()).toBeUndefined();
    expect(ran).toEqual(['digest@10', 'digest@30', 'quiet@25']);
    expect(reported).toEqual([10, 25, undefined]);
  });

  it('22 sets an alarm for what falls due between two beats, one at a time, and none once it is stopped', async () => {
    const { clock, scheduler, alarms } = begin();
    const ran: string[] = [];
    scheduler.register(listJob('news', [150, 700, 5_000], ran));
    scheduler.start();
    await scheduler.tick();
    expect(alarms.map((one) => one.ms)).toEqual([150]);
    clock.set(150);
    alarms[0]?.ring();
    await expect.poll(() => alarms.map((one) => one.ms)).toEqual([150, 550]);
    expect(ran).toEqual(['news@150']);
    await scheduler.tick();
    expect(alarms.map((one) => one.unset)).toEqual([true, true, false]);
    clock.set(700);
    await scheduler.tick();
    // What comes in some seconds is seen by one of the beats until then.
    expect(alarms).toHaveLength(3);
    clock.set(4_500);
    await scheduler.tick();
    await scheduler.stop();
    expect(alarms.at(-1)).toMatchObject({ ms: 500, unset: true });
  });

  it('goes on until nothing is due: what one job causes, another does in the same tick', async () => {
    const { scheduler } = begin();
    const ran: string[] = [];
    const deliveries: number[] = [];
    scheduler.register(listJob('deliver', deliveries, ran));
    scheduler.register({
      name: 'triage',
      next: async () => (ran.includes('triage') ? undefined : 0),
      run: async () => {
        ran.push('triage');
        deliveries.push(0);
      },
    });
    await scheduler.tick();
    expect(ran).toEqual(['triage', 'deliver@0']);
  });

  it('never runs a job twice at once, and queues one more run for all who ask meanwhile', async () => {
    const { scheduler } = begin();
    const { opened, open } = gate();
    let due: number | undefined = 0;
    let running = 0;
    let runs = 0;
    scheduler.register({
      name: 'slow',
      next: async () => due,
      run: async () => {
        running += 1;
        runs += 1;
        expect(running).toBe(1);
        if (runs === 1) await opened;
        if (runs === 2) due = undefined;
        running -= 1;
      },
    });
    const ticks = [scheduler.tick(), scheduler.tick(), scheduler.tick()];
    open();
    await Promise.all(ticks);
    expect(runs).toBe(2);
  });

  it('does not let a slow job hold up another', async () => {
    const { scheduler } = begin();
    const { opened, open } = gate();
    const stored = gate();
    let slowDue: number | undefined = 0;
    let quickDue: number | undefined;
    scheduler.register({
      name: 'slow',
      next: async () => slowDue,
      run: async () => {
        await opened;
        slowDue = undefined;
      },
    });
    scheduler.register({
      name: 'quick',
      next: async () => quickDue,
      run: async () => {
        quickDue = undefined;
        stored.open();
      },
    });
    const slow = scheduler.tick();
    quickDue = 0;
    scheduler.wake();
    await stored.opened;
    open();
    await slow;
    await scheduler.stop();
    expect([slowDue, quickDue]).toEqual([undefined, undefined]);
  });

  it('lets its heartbeat run what falls due while a slow job runs, and waits for the slow one at most once', async () => {
    const { clock, scheduler, beats } = begin();
    const { opened, open } = gate();
    const ran: string[] = [];
    let slowDue: number | undefined = 0;
    let slowRuns = 0;
    scheduler.register({
      name: 'slow',
      next: async () => slowDue,
      run: async () => {
        slowRuns += 1;
        await opened;
        slowDue = undefined;
      },
    });
    scheduler.register(listJob('digest', [10, 20], ran));
    scheduler.start();
    for (const due of [0, 10, 20]) {
      clock.set(due);
      for (const beat of beats) beat();
      await expect.poll(() => ran.length).toBe(due / 10);
    }
    open();
    await scheduler.stop();
    expect(slowRuns).toBe(1);
  });

  it('lets nothing pile up when it is woken ever again while a job does not end, and runs that job once more', async () => {
    const { scheduler } = begin();
    const { opened, open } = gate();
    let asked = 0;
    let runs = 0;
    scheduler.register({
      name: 'slow',
      next: async () => {
        asked += 1;
        return runs < 2 ? 0 : undefined;
      },
      run: async () => {
        runs += 1;
        if (runs === 1) await opened;
      },
    });
    scheduler.wake();
    await expect.poll(() => runs).toBe(1);
    asked = 0;
    for (let wakes = 0; wakes < 100; wakes += 1) scheduler.wake();
    await expect.poll(() => asked).toBeGreaterThanOrEqual(2);
    open();
    await expect.poll(() => runs).toBe(2);
    await scheduler.stop();
    expect(asked).toBeLessThan(10);
  });

  it('gives a failing job longer and longer pauses, logs it, and runs the others', async () => {
    const { clock, scheduler, log } = begin();
    const ran: string[] = [];
    let attempts = 0;
    scheduler.register({
      name: 'broken',
      next: async () => 0,
      run: () => {
        attempts += 1;
        return Promise.reject(new Error('no'));
      },
    });
    scheduler.register(listJob('fine', [0, 1_500], ran));
    expect(await scheduler.tick()).toBe(1_000);
    expect(await scheduler.tick()).toBe(1_000);
    expect(attempts).toBe(1);
    clock.set(1_500);
    expect(await scheduler.tick()).toBe(3_500);
    expect(attempts).toBe(2);
    expect(ran).toEqual(['fine@0', 'fine@1500']);
    expect(log.entries.map((entry) => entry.data)).toMatchObject([
      { job: 'broken', failures: 1, pauseMs: 1_000 },
      { job: 'broken', failures: 2, pauseMs: 2_000 },
    ]);
  });

  it('ends a pause when the clock is set back: it was meant in time that passes', async () => {
    const { clock, scheduler } = begin();
    clock.set(9_000_000);
    scheduler.register({ name: 'broken', next: async () => 0, run: () => Promise.reject(new Error('no')) });
    expect(await scheduler.tick()).toBe(9_001_000);
    clock.set(1_000);
    expect(await scheduler.tick()).toBe(3_000);
  });

  it('treats a job that cannot tell when it is due as a failing one, logged once for each pause', async () => {
    const { clock, scheduler, log } = begin();
    scheduler.register({ name: 'blind', next: () => Promise.reject(new Error('the ledger is away')), run: async () => undefined });
    expect(await scheduler.tick()).toBe(1_000);
    await scheduler.tick();
    expect(log.entries).toHaveLength(1);
    clock.set(1_000);
    expect(await scheduler.tick()).toBe(3_000);
    expect(log.entries).toHaveLength(2);
  });

  it('is woken by its heartbeat, and is still after it was stopped', async () => {
    const { clock, scheduler, beats, reported } = begin();
    const ran: string[] = [];
    scheduler.register(listJob('digest', [10, 20], ran));
    scheduler.start();
    clock.set(10);
    for (const beat of beats) beat();
    await scheduler.tick();
    expect(ran).toEqual(['digest@10']);
    await scheduler.stop();
    clock.set(20);
    expect(await scheduler.tick()).toBeUndefined();
    expect(beats).toEqual([]);
    expect(ran).toEqual(['digest@10']);
    expect(reported).not.toContain(undefined);
  });
});
