import { describe, expect, it } from 'vitest';
import { createCalls, defaultLimits } from './calls.ts';
import { readFailure } from './errors.ts';

const { signal } = new AbortController();
const attempt = { doing: 'try', grant: 'grant something' };
const now = Date.UTC(2026, 10, 20, 12);

describe('calls', () => {
  it('run a few at once, the others wait in line', async () => {
    const calls = createCalls({ ...defaultLimits, atOnce: 2 }, () => now);
    const waiting: (() => void)[] = [];
    const started: number[] = [];
    const all = [1, 2, 3, 4].map((index) =>
      calls.run(attempt, signal, async () => {
        started.push(index);
        await new Promise<void>((resolve) => waiting.push(resolve));
      }),
    );
    await expect.poll(() => started).toEqual([1, 2]);
    waiting.shift()?.();
    await expect.poll(() => started).toEqual([1, 2, 3]);
    for (const index of [1, 2, 3]) {
      await expect.poll(() => waiting.length).toBeGreaterThan(0);
      waiting.shift()?.();
      expect(started.length).toBeGreaterThanOrEqual(index);
    }
    await Promise.all(all);
    expect(started).toEqual([1, 2, 3, 4]);
  });

  it('do not begin when nobody waits any more', async () => {
    const calls = createCalls(defaultLimits, () => now);
    let ran = false;
    const work = calls.run(attempt, AbortSignal.abort(new Error('gone')), async () => {
      ran = true;
    });
    await expect(work).rejects.toThrow('gone');
    expect(ran).toBe(false);
  });

  it('are not made again when no answer came in time: whoever waits has waited long enough', async () => {
    const calls = createCalls({ ...defaultLimits, requestMs: 20, pauseMs: 1 }, () => now);
    let tried = 0;
    const work = calls.run(attempt, signal, () => {
      tried += 1;
      return new Promise(() => undefined);
    });
    await expect(work).rejects.toMatchObject({
      message: 'Azure did not answer in time when asked to try. Try again in a moment.',
      retry: { when: 'later' },
    });
    expect(tried).toBe(1);
  });

  it('say of an answer they cannot understand that they cannot', async () => {
    const calls = createCalls(defaultLimits, () => now);
    const work = calls.run(attempt, signal, async () => {
      throw new TypeError('undefined is not a function');
    });
    await expect(work).rejects.toMatchObject({
      provider: 'Azure',
      message: 'Azure answered in a way I do not understand when asked to try.',
    });
  });
});

describe('Retry-After', () => {
  const failureWith = (headers: Readonly<Record<string, string>>) =>
    readFailure({ name: 'RestError', statusCode: 429, response: { headers: new Map(Object.entries(headers)) } }, now).retryAfterMs;

  it('is read as seconds, as a date and in milliseconds', () => {
    expect(failureWith({ 'retry-after': '7' })).toBe(7000);
    expect(failureWith({ 'retry-after': new Date(now + 9000).toUTCString() })).toBe(9000);
    expect(failureWith({ 'retry-after': new Date(now - 9000).toUTCString() })).toBe(0);
    expect(failureWith({ 'x-ms-retry-after-ms': '250' })).toBe(250);
    expect(failureWith({ 'retry-after': 'soon' })).toBeUndefined();
    expect(failureWith({})).toBeUndefined();
  });
});
