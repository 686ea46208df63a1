import { describe, expect, it } from 'vitest';
import { readFailure } from './errors.ts';
import { pace } from './limits.ts';

describe('what a failed call means for the message', () => {
  it.each([
    [{ name: 'AbortError' }, 'unknown'],
    [{ name: 'RestError', code: 'ECONNREFUSED' }, 'not sent'],
    [{ name: 'RestError', code: 'ENOTFOUND' }, 'not sent'],
    [{ name: 'RestError', code: 'ECONNRESET' }, 'unknown'],
    [{ statusCode: 400 }, 'not sent'],
    [{ statusCode: 401 }, 'not sent'],
    [{ statusCode: 500 }, 'unknown'],
    [{ statusCode: 500, body: { error: { code: 'ServiceError' } } }, 'not sent'],
    [{ statusCode: 502, body: { error: { code: 'ServiceError' } } }, 'unknown'],
    [{ statusCode: 503 }, 'not sent'],
    ['not even an object', 'unknown'],
  ])('%j: %s', (error, certain) => {
    expect(readFailure(error)).toMatchObject({ ok: false, certain });
  });

  it('takes Retry-After in seconds, and does without one it cannot read', () => {
    const answered = (value: string) => ({ statusCode: 429, response: { headers: new Headers({ 'retry-after': value }) } });
    expect(readFailure(answered('3'))).toMatchObject({ retry: { when: 'later', afterMs: 3_000, of: 'destination' } });
    expect(readFailure(answered('soon'))).toMatchObject({ retry: { when: 'later', afterMs: 5_000 } });
  });

  it.each([403, 404])('is for good when Teams answers %s, and says what to do', (statusCode) => {
    const failure = readFailure({ statusCode, body: { error: { code: 'Forbidden' } } });
    expect(failure).toMatchObject({ retry: { when: 'never' }, reason: expect.stringMatching(/\(Forbidden\).*name another channel/u) });
  });

  it('never repeats the words of the error, which may hold what was sent', () => {
    expect(readFailure(Object.assign(new Error('body: secret'), { statusCode: 400 })).reason).toBe('Teams answered 400');
  });
});

describe('the pace of a conversation', () => {
  it.each([
    [1, 7],
    [2, 8],
    [30, 60],
    [3_600, 1_800],
  ])('keeps within what Teams allows in %d s: %d operations', (seconds, most) => {
    expect(pace.burst + Math.floor((seconds * 1_000) / pace.everyMs)).toBeLessThanOrEqual(most);
  });
});
