import { describe, expect, it } from 'vitest';
import { ProviderError, UserError } from '../core/errors.ts';
import { createLastUse } from './last-use.ts';

const outage = new ProviderError('Azure', 'Could not be reached.', { retry: { when: 'later', afterMs: 1 } });

describe('the last use of a system', () => {
  it('is unknown before there was one, and then as it went', async () => {
    const use = createLastUse();
    expect(use.state()).toEqual({ state: 'unknown' });
    expect(await use.watch(async (of: number) => of + 1)(1)).toBe(2);
    expect(use.state()).toEqual({ state: 'ok' });
    await expect(use.watch(() => Promise.reject(outage))()).rejects.toBe(outage);
    expect(use.state()).toEqual({ state: 'failed', reason: 'Could not be reached.' });
    await use.watch(() => 'answered')();
    expect(use.state()).toEqual({ state: 'ok' });
  });

  it('is not judged by a person’s mistake or by a call that was given up', async () => {
    const use = createLastUse();
    for (const error of [new UserError('no such metric'), AbortSignal.abort().reason]) {
      await expect(use.watch(() => Promise.reject(error))()).rejects.toBe(error);
    }
    expect(use.state()).toEqual({ state: 'unknown' });
  });

  it('keeps what is unexpected out of sight', async () => {
    const use = createLastUse();
    await expect(use.watch(() => Promise.reject(new TypeError('x.y is undefined')))()).rejects.toThrow(TypeError);
    expect(use.state()).toEqual({ state: 'failed', reason: 'an unexpected failure, see the log' });
  });

  it('can be read from what was answered, which may say nothing', async () => {
    const use = createLastUse();
    const call = use.watch(
      async (answer: string) => answer,
      (answer) => (answer === '' ? undefined : { state: 'failed', reason: answer }),
    );
    await call('');
    expect(use.state().state).toBe('unknown');
    await call('all failed');
    expect(use.state()).toEqual({ state: 'failed', reason: 'all failed' });
  });
});
