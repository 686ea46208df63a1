import { describe, expect, it } from 'vitest';
import { createBudget } from './budget.ts';
import { type CallLimits, type CallNeeds, createCalls, defaultLimits } from './calls.ts';
import type { Attempt } from './errors.ts';
import { readFailure } from './failure.ts';
import { unobserved } from './observe.ts';
import type { RealTime } from './patience.ts';

const attempt: Attempt = { kind: 'batch', subscription: 's1', doing: 'try', role: { name: 'Reader', scope: 'it' } };
const now = Date.UTC(2026, 10, 20, 12);

/** Time that passes only by pausing; the pauses are kept. */
function fastTime(): RealTime & { readonly pauses: readonly number[] } {
  let elapsed = 0;
  const pauses: number[] = [];
  return {
    pauses,
    elapsed: () => elapsed,
    pause: async (ms) => {
      pauses.push(ms);
      elapsed += ms;
    },
  };
}

function callsWith(limits: Partial<CallLimits> = {}, more: Partial<CallNeeds> & { readonly share?: number } = {}) {
  const time = more.time ?? fastTime();
  return createCalls({
    limits: { ...defaultLimits, ...limits },
    now: () => now,
    time,
    random: () => 0,
    budget: createBudget({ share: more.share ?? 1, now: time.elapsed, observe: unobserved }),
    identity: { kind: 'managed identity' },
    observe: unobserved,
    ...more,
  });
}

const refusal = (statusCode: number, retryAfter?: string) => ({
  name: 'RestError',
  statusCode,
  response: { headers: new Map(retryAfter === undefined ? [] : [['retry-after', retryAfter]]) },
});

describe('calls', () => {
  it('run a few at once, the others wait in line', async () => {
    const calls = callsWith({ atOnce: 2 });
    const waiting: (() => void)[] = [];
    const started: number[] = [];
    const all = [1, 2, 3, 4].map((index) =>
      calls.run(attempt, calls.patience(), async () => {
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
    const calls = callsWith();
    let ran = false;
    const work = calls.run(attempt, calls.patience(AbortSignal.abort(new Error('gone'))), async () => {
      ran = true;
    });
    await expect(work).rejects.toThrow('gone');
    expect(ran).toBe(false);
  });

  it('are not made again when no answer came in time: whoever waits has waited long enough', async () => {
    const calls = callsWith({ requestMs: 20, pauseMs: 1 });
    let tried = 0;
    const work = calls.run(attempt, calls.patience(), () => {
      tried += 1;
      return new Promise(() => undefined);
    });
    await expect(work).rejects.toMatchObject({
      message: 'Azure did not answer in time when asked to try. Try again in a moment.',
      retry: { when: 'later' },
    });
    expect(tried).toBe(1);
  });

  it('have their whole time right after one was not answered: a slow Azure is not a dead one', async () => {
    const calls = callsWith({ requestMs: 40 });
    const hung = calls.run(attempt, calls.patience(), () => new Promise(() => undefined));
    await expect(hung).rejects.toThrow(/did not answer in time/u);
    for (const kind of ['batch', 'arm'] as const)
      expect(await calls.run({ ...attempt, kind }, calls.patience(), async ({ requestOptions }) => requestOptions.timeout)).toBe(40);
  });

  it('say that Azure did not answer in time when whoever waits has no time left', async () => {
    const calls = callsWith();
    const over = AbortSignal.abort(new DOMException('enough', 'TimeoutError'));
    await expect(calls.run(attempt, calls.patience(over), async () => 'late')).rejects.toMatchObject({
      message: 'Azure did not answer in time when asked to try. Try again in a moment.',
    });
  });

  it('say of an answer they cannot understand that they cannot', async () => {
    const calls = callsWith();
    const work = calls.run(attempt, calls.patience(), async () => {
      throw new TypeError('undefined is not a function');
    });
    await expect(work).rejects.toMatchObject({
      provider: 'Azure',
      message: 'Azure answered in a way I do not understand when asked to try.',
    });
  });
});

describe('throttling', () => {
  it.each([429, 503, 529])('waits after %i as long as Azure says and a little longer, not everybody alike', async (status) => {
    const time = fastTime();
    const calls = callsWith({}, { time, random: () => 0.5 });
    let tried = 0;
    const work = calls.run(attempt, calls.patience(), async () => {
      tried += 1;
      if (tried === 1) throw refusal(status, '2');
      return 'answered';
    });
    expect(await work).toBe('answered');
    expect(time.pauses).toEqual([2250]);
  });

  it('holds for every request that Azure would count together with the refused one', async () => {
    const time = fastTime();
    const calls = callsWith({}, { time });
    const refused = calls.run(attempt, calls.patience(), () => Promise.reject(refusal(529, '30')));
    await expect(refused).rejects.toMatchObject({ retry: { when: 'later', afterMs: 30_000 } });
    let asked = 0;
    const ask = async (one: Attempt) => calls.run(one, calls.patience(), async () => (asked += 1));
    await expect(ask(attempt)).rejects.toMatchObject({ message: 'Azure could not try: it had too many requests. Try again in 30 s.' });
    expect(asked).toBe(0);
    await ask({ ...attempt, subscription: 's2' });
    await ask({ ...attempt, kind: 'arm' });
    expect(time.pauses).toEqual([]);
    await time.pause(26_000, new AbortController().signal);
    await ask(attempt);
    expect(asked).toBe(3);
    expect(time.pauses).toEqual([26_000, 4000]);
  });

  it('gives up rather than let anybody wait longer than a person does', async () => {
    const time = fastTime();
    const calls = callsWith({ totalMs: 3000 }, { time });
    const work = calls.run(attempt, calls.patience(), () => Promise.reject(refusal(429, '2')));
    await expect(work).rejects.toMatchObject({ retry: { when: 'later', afterMs: 2000 } });
    expect(time.pauses).toEqual([2000]);
  });
});

describe('the budget', () => {
  const burst = async (calls: ReturnType<typeof callsWith>, count: number): Promise<readonly (string | undefined)[]> =>
    Promise.all(
      Array.from({ length: count }, async () => {
        try {
          await calls.run(attempt, calls.patience(), async () => undefined);
          return undefined;
        } catch (error) {
          return error instanceof Error ? error.message : String(error);
        }
      }),
    );

  it('is a share of what Azure allows: half of 250 at once', async () => {
    const waits: number[] = [];
    const time = { elapsed: () => 0, pause: async (ms: number) => void waits.push(ms) };
    await burst(callsWith({}, { time, share: 0.5 }), 127);
    // Half of 25 a second: one in 80 ms.
    expect(waits.map(Math.round)).toEqual([80, 160]);
  });

  it('lets people wait their turn only as long as they would, and says so to the others', async () => {
    const time = { elapsed: () => 0, pause: async () => undefined };
    const left: number[] = [];
    const budget = createBudget({ share: 0.02, now: time.elapsed, observe: { budgetLeft: (_kind, _of, share) => left.push(share) } });
    const outcomes = await burst(callsWith({ totalMs: 9000 }, { time, budget }), 12);
    const refused = outcomes.filter((one) => one !== undefined);
    // 5 at once, then one in 2 s: four more within 9 s.
    expect(outcomes.length - refused.length).toBe(9);
    expect(refused[0]).toBe('Azure was not asked to try: my share of its limits (azure.budget) is used up. Try again in 10 s.');
    expect(left.slice(0, 6)).toEqual([0.8, 0.6, 0.4, 0.2, 0, 0]);
  });

  it('refills', async () => {
    const time = fastTime();
    const calls = callsWith({}, { time, share: 0.02 });
    await burst(calls, 5);
    await time.pause(10_000, new AbortController().signal);
    expect(await burst(calls, 5)).toEqual(Array.from({ length: 5 }, () => undefined));
    expect(time.pauses).toEqual([10_000]);
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
    expect(failureWith({ 'x-ms-user-quota-resets-after': '00:01:05' })).toBe(65_000);
    expect(failureWith({ 'retry-after': 'soon' })).toBeUndefined();
    expect(failureWith({})).toBeUndefined();
  });
});
