import { describe, expect, it } from 'vitest';
import { createThrottle, platformLimits } from './throttle.ts';

describe('the throttle', () => {
  it('lets 50 requests pass in a second, and then says how long to wait', () => {
    let now = 0;
    const { request } = createThrottle(platformLimits, () => now);
    for (let index = 0; index < 50; index += 1) expect(request()).toBeUndefined();
    expect(request()).toBe(1);
    now = 1_000;
    expect(request()).toBeUndefined();
  });

  it('lets 1,800 operations pass in an hour, in each thread of its own', () => {
    let now = 0;
    const { operation } = createThrottle(platformLimits, () => now);
    for (let index = 0; index < 1_800; index += 1) expect(operation('19:ops;messageid=1')).toBeUndefined();
    now = 600_000;
    expect(operation('19:ops;messageid=1')).toBe(3_000);
    expect(operation('19:ops;messageid=2')).toBeUndefined();
    // What was refused was not counted.
    now = 3_600_000;
    expect(operation('19:ops;messageid=1')).toBeUndefined();
  });
});
