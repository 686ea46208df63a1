import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { failureOf, failureOfStatus, isFatal, toDelivery, toFailure, toStoredDelivery } from './errors.ts';
import { pace } from './limits.ts';

const networkError = (code: string): Error => Object.assign(new TypeError('fetch failed'), { cause: { code } });
const requestError = (original: Error): object => ({ code: 'slack_webapi_request_error', original });

describe('errors of Slack', () => {
  it.each([
    ['channel_not_found', 'not sent', 'never'],
    ['is_archived', 'not sent', 'never'],
    ['not_in_channel', 'not sent', 'later'],
    ['invalid_blocks', 'not sent', 'never'],
    ['ratelimited', 'not sent', 'later'],
    ['internal_error', 'unknown', 'later'],
    ['fatal_error', 'unknown', 'later'],
    ['something_new', 'not sent', 'never'],
  ])('knows by its code what %s means for a delivery', (error, certain, when) => {
    const delivery = toDelivery(toFailure({ code: 'slack_webapi_platform_error', data: { ok: false, error } }));
    expect(delivery).toMatchObject({ ok: false, certain, retry: { when } });
  });

  it('waits as long as a throttled call says, and wants the whole channel to wait', () => {
    const retry = { when: 'later', afterMs: 42_000, of: 'destination' };
    expect(toFailure({ code: 'slack_webapi_rate_limited_error', retryAfter: 42 }).retry).toEqual(retry);
    expect(failureOfStatus(429, undefined).retry).toEqual({ ...retry, afterMs: 30_000 });
    expect(failureOf('internal_error').retry).not.toHaveProperty('of');
  });

  it('waits a quarter of an hour for an invitation', () => {
    expect(failureOf('not_in_channel').retry).toEqual({ when: 'later', afterMs: 60_000, attempts: 15 });
  });

  it('keeps what is stored until the token is mended', () => {
    expect(failureOf('token_revoked').retry).toEqual({ when: 'never' });
    expect(toStoredDelivery(failureOf('token_revoked'))).toMatchObject({ retry: { when: 'later' } });
    expect(toStoredDelivery(failureOf('is_archived'))).toMatchObject({ retry: { when: 'never' } });
  });

  it('are rarer for one message a second in a channel', () => {
    expect(pace).toEqual({ everyMs: 1_000, burst: 1 });
  });

  it('tells a request that never left from one whose fate is unknown', () => {
    expect(toFailure(requestError(networkError('ECONNREFUSED')))).toMatchObject({ code: 'unreachable', certain: 'not sent' });
    expect(toFailure(requestError(networkError('ECONNRESET')))).toMatchObject({ code: 'unreachable', certain: 'unknown' });
    expect(toFailure(requestError(new DOMException('too late', 'TimeoutError')))).toMatchObject({ code: 'timeout', certain: 'unknown' });
    expect(toFailure(failureOfStatus(502, undefined))).toMatchObject({ certain: 'unknown' });
    expect(toFailure({ code: 'slack_webapi_http_error', statusCode: 404 })).toMatchObject({
      certain: 'not sent',
      retry: { when: 'never' },
    });
  });

  it('does not know what became of a post whose answer cannot be read', () => {
    const unreadable = z.object({ ts: z.string() }).safeParse({}).error;
    expect(toFailure(unreadable)).toMatchObject({ code: 'unreadable', certain: 'unknown' });
  });

  it('knows which failures no waiting will mend', () => {
    expect(['invalid_auth', 'token_revoked', 'missing_scope', 'internal_error'].map((code) => isFatal(failureOf(code)))).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });
});
