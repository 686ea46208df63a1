import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createClicks, withWords } from './clicks.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('hands the answer to whoever waits for this click', async () => {
  const clicks = createClicks();
  const [one, other] = [clicks.wait('one'), clicks.wait('other')];
  clicks.answer('other', withWords('second'));
  clicks.answer('one', withWords('first'));
  expect([(await one).value, (await other).value]).toEqual(['first', 'second']);
});

it('says that the answer is on its way when it takes longer than people wait', async () => {
  const clicks = createClicks();
  const waiting = clicks.wait('one');
  await vi.advanceTimersByTimeAsync(4_000);
  expect(await waiting).toMatchObject({
    statusCode: 200,
    type: 'application/vnd.microsoft.activity.message',
    value: expect.stringContaining('On it'),
  });
  clicks.answer('one', withWords('too late'));
  expect(vi.getTimerCount()).toBe(0);
});

it('gives the one answer to each of two who ask for the same click', async () => {
  const clicks = createClicks();
  const twice = [clicks.wait('one'), clicks.wait('one')];
  expect(clicks.answer('one', withWords('once'))).toBe('shown');
  expect((await Promise.all(twice)).map((one) => one.value)).toEqual(['once', 'once']);
  expect(vi.getTimerCount()).toBe(0);
});

it('leaves nobody waiting at the stop', async () => {
  const clicks = createClicks();
  const waiting = clicks.wait('one');
  clicks.stop();
  expect((await waiting).value).toContain('restarted');
  expect(vi.getTimerCount()).toBe(0);
});
