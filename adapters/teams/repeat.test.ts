import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { sentence } from '../../src/core/document.ts';
import { startTeamsHarness, type TeamsHarness } from '../../test/fakes/teams-harness.ts';
import { createRepeat, type Effect } from './repeat.ts';

const { signal } = new AbortController();
const failing = (statusCode: number, retryAfter?: number): Error =>
  Object.assign(new Error('refused'), {
    statusCode,
    ...(retryAfter === undefined ? {} : { response: { headers: new Headers({ 'retry-after': String(retryAfter) }) } }),
  });

/** Makes a call that fails so often, and counts. */
async function attempt(effect: Effect, failures: readonly Error[], options: { random?: number; signal?: AbortSignal } = {}) {
  const pauses: number[] = [];
  let calls = 0;
  const repeat = createRepeat({ random: () => options.random ?? 0, pause: async (ms) => void pauses.push(ms) });
  const outcome = await repeat(effect, options.signal ?? signal, async () => {
    const failure = failures[calls];
    calls += 1;
    if (failure !== undefined) throw failure;
    return 'done';
  }).catch((error: unknown) => error);
  return { calls, pauses, outcome };
}

describe('a call that Teams refused', () => {
  it('is made again once for each of the statuses, after a pause with some chance in it', async () => {
    expect(await attempt('adds a message', [failing(412), failing(429)], { random: 0.5 })).toEqual({
      calls: 3,
      pauses: [600, 600],
      outcome: 'done',
    });
    expect(await attempt('adds a message', [failing(412), failing(412)])).toMatchObject({ calls: 2, outcome: { statusCode: 412 } });
  });

  it('waits as long as Teams says, but not for long', async () => {
    expect(await attempt('adds a message', [failing(429, 2)])).toEqual({ calls: 2, pauses: [2_000], outcome: 'done' });
    expect(await attempt('adds a message', [failing(429, 30)])).toMatchObject({ calls: 1, outcome: { statusCode: 429 } });
  });

  it('is not made again once it was given up', async () => {
    expect(await attempt('may be repeated', [failing(502)], { signal: AbortSignal.abort() })).toMatchObject({ calls: 1 });
  });

  it('whatever comes, adds no message that a gateway may have lost, however soon it says so, and makes no call a sixth time', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom<Effect>('adds a message', 'may be repeated'),
        fc.array(fc.constantFrom(400, 401, 403, 404, 408, 412, 413, 429, 500, 502, 503, 504), { maxLength: 8 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        async (effect, statuses, random) => {
          const failures = statuses.map((status) => failing(status));
          const { calls, pauses } = await attempt(effect, failures, { random });
          const repeated = statuses.slice(0, calls - 1);
          expect(repeated.every((status) => [412, 429, 502, 504].includes(status))).toBe(true);
          expect(new Set(repeated).size).toBe(repeated.length);
          if (effect === 'adds a message') expect(repeated.some((status) => status >= 500)).toBe(false);
          expect(calls).toBeLessThanOrEqual(5);
          expect(pauses.every((ms) => ms >= 400 && ms < 800)).toBe(true);
        },
      ),
    );
  });
});

describe('scenario 13: at the connector', () => {
  let harness: TeamsHarness;
  afterEach(() => harness.stop());
  const options = { signal, mark: 'repeat' };
  const texts = (): readonly string[] => {
    const ops = harness.emulator.channels().find((one) => one.name === 'ops')?.id;
    return harness.emulator.messages.list({ channel: ops ?? '' }).map((one) => one.text);
  };
  const post = (words: string) => harness.adapter.post({ platform: 'teams', channel: 'ops' }, sentence(words), options);

  it.each([412, 429])('a message that was refused with %i is posted by the second request', async (status) => {
    harness = await startTeamsHarness();
    harness.faults.add({ target: 'teams/v3', status, count: 1 });
    expect(await post('once')).toMatchObject({ ok: true });
    expect(texts()).toEqual(['once']);
    expect(harness.needs.pauses).toEqual([600]);
  });

  it.each([502, 504])('a message that a gateway gave up on with %i is not posted twice, and said to be uncertain', async (status) => {
    harness = await startTeamsHarness();
    harness.emulator.loseAnswers(status, 1);
    expect(await post('perhaps')).toMatchObject({ ok: false, certain: 'unknown', retry: { when: 'later' } });
    expect(texts()).toEqual(['perhaps']);
    expect(harness.needs.pauses).toEqual([]);
  });

  it.each([502, 504])('an edit whose answer was lost with %i is made again', async (status) => {
    harness = await startTeamsHarness();
    const posted = await post('before');
    const ref = posted.ok ? posted.ref : undefined;
    if (ref === undefined) throw new Error('not posted');
    harness.emulator.loseAnswers(status, 1);
    expect(await harness.adapter.edit?.(ref, sentence('after'), options)).toEqual({ ok: true, ref });
    expect(texts()).toEqual(['after']);
    expect(harness.needs.pauses).toEqual([600]);
  });

  it('a hundred messages at once get through its throttle, each once, or say when to try again', async () => {
    harness = await startTeamsHarness({ limits: { perSecond: 40, perThreadAndHour: 1_800 } });
    const all = Array.from({ length: 100 }, (_, index) => `message ${index}`);
    const deliveries = await Promise.all(all.map(post));
    const sent = all.filter((_, index) => deliveries[index]?.ok === true);
    expect(texts().toSorted()).toEqual(sent.toSorted());
    for (const one of deliveries) {
      if (!one.ok) expect(one).toMatchObject({ certain: 'not sent', retry: { when: 'later', afterMs: 1_000 } });
    }
    expect(deliveries.some((one) => !one.ok)).toBe(true);
  });
});
