import { describe, expect, it } from 'vitest';
import { singleFlight } from './single-flight.ts';

describe('a single flight', () => {
  it('never works twice at a time, and works once more for all who asked meanwhile', async () => {
    let running = 0;
    let runs = 0;
    const flight = singleFlight(async () => {
      running += 1;
      expect(running).toBe(1);
      await Promise.resolve();
      runs += 1;
      running -= 1;
    });
    await Promise.all([flight(), flight(), flight()]);
    expect(runs).toBe(2);
  });

  it('works again after a failure', async () => {
    let fails = true;
    const flight = singleFlight(async () => {
      if (fails) throw new Error('no');
    });
    const first = flight();
    const second = flight();
    await expect(first).rejects.toThrow('no');
    await expect(second).rejects.toThrow('no');
    fails = false;
    await expect(flight()).resolves.toBeUndefined();
  });
});
