import { describe, expect, it } from 'vitest';
import { createSignedSource, sign, startWebhooks } from '../../test/fakes/webhook-harness.ts';
import { ProviderError } from '../core/errors.ts';

describe('webhooks', () => {
  it('answers 202 with the number of events once they are stored, and wakes triage', async () => {
    const { send, ledger, woken, clock, counted } = await startWebhooks();
    const body = '["a","b"]';
    const reply = await send(body, { 'x-signature': sign(body), 'x-kind': 'issue' });
    expect(reply).toMatchObject({ status: 202, body: { accepted: 2 } });
    expect(await ledger.untriaged(10)).toMatchObject([{ source: 'sentry', body, resource: 'issue', receivedAt: clock.now() }]);
    expect([woken(), counted]).toEqual([1, ['sentry stored']]);
  });

  it('takes one event by whichever door it comes', async () => {
    const { send, sendTo, ledger } = await startWebhooks();
    expect(await send('["a"]')).toMatchObject({ status: 202 });
    expect(await sendTo('/webhooks/sentry/by-token', '["a"]', { authorization: 'token' })).toMatchObject({ status: 202 });
    expect(await sendTo('/webhooks/sentry/by-token', '["a"]', { 'x-signature': sign('["a"]') })).toMatchObject({ status: 401 });
    expect(await ledger.untriaged(10)).toHaveLength(1);
  });

  it('16 answers a repetition the same, and does nothing about it', async () => {
    const { send, ledger, woken } = await startWebhooks();
    const replies = await Promise.all([1, 2, 3, 4, 5].map(() => send('["a"]')));
    expect(replies.map((reply) => reply.status)).toEqual([202, 202, 202, 202, 202]);
    expect(await ledger.untriaged(10)).toHaveLength(1);
    expect(woken()).toBe(1);
  });

  it('33 does nothing about a replay whose unsigned headers are fresh', async () => {
    const { send, ledger, woken } = await startWebhooks();
    for (const id of ['1', '2']) {
      const headers = { 'x-signature': sign('["a"]'), 'request-id': id, 'sentry-hook-timestamp': String(1_763_000_000 + Number(id)) };
      expect(await send('["a"]', headers)).toMatchObject({ status: 202 });
    }
    expect(await ledger.untriaged(10)).toHaveLength(1);
    expect(woken()).toBe(1);
  });

  it('17 processes the repetition of what failed before its commit', async () => {
    let failures = 1;
    const { send, ledger, woken } = await startWebhooks({
      ledgerOf: (ledger) => ({
        storeEvent: (event) => {
          failures -= 1;
          return failures < 0
            ? ledger.storeEvent(event)
            : Promise.reject(new ProviderError('the ledger', 'is away.', { retry: { when: 'later', afterMs: 4_100 } }));
        },
      }),
    });
    expect(await send('["a"]')).toMatchObject({ status: 503, retryAfter: '5' });
    expect(await ledger.untriaged(10)).toEqual([]);
    expect(await send('["a"]')).toMatchObject({ status: 202, body: { accepted: 1 } });
    expect(await ledger.untriaged(10)).toHaveLength(1);
    expect(woken()).toBe(1);
  });

  it.each([
    ['no signature', {}, 401],
    ['a signature by another key', { 'x-signature': sign('["a"]', 'another') }, 403],
    ['the signature of another body', { 'x-signature': sign('["b"]') }, 403],
    ['a truncated signature', { 'x-signature': sign('["a"]').slice(1) }, 403],
    ['the signature of the same body, encoded anew', { 'x-signature': sign('[ "a" ]') }, 403],
  ])('32 33 turns away what is not genuine, and keeps nothing of it: %s', async (_name, headers, status) => {
    const { send, ledger, database, woken, counted } = await startWebhooks();
    expect(await send('["a"]', headers)).toMatchObject({ status });
    expect(await ledger.untriaged(10)).toEqual([]);
    expect(database.prepare('select * from events').all()).toEqual([]);
    expect([woken(), counted]).toEqual([0, ['sentry refused']]);
  });

  it('43 takes two secrets at once, and drops no request while they are rotated', async () => {
    const { send } = await startWebhooks({ sources: [createSignedSource('sentry', ['old', 'new'])] });
    const replies = await Promise.all(
      Array.from({ length: 20 }, (_, index) => {
        const body = `["${index}"]`;
        return send(body, { 'x-signature': sign(body, index % 2 === 0 ? 'old' : 'new') });
      }),
    );
    expect(new Set(replies.map((reply) => reply.status))).toEqual(new Set([202]));
    expect(await send('["z"]', { 'x-signature': sign('["z"]', 'older') })).toMatchObject({ status: 403 });
  });

  it('5 answers 503 with Retry-After while the store cannot write, and 202 to the repetition afterwards', async () => {
    const { send, database, woken } = await startWebhooks();
    database.exec('pragma query_only = on');
    expect(await send('["a"]')).toMatchObject({ status: 503, retryAfter: '5' });
    expect(woken()).toBe(0);
    database.exec('pragma query_only = off');
    expect(await send('["a"]')).toMatchObject({ status: 202 });
    expect(woken()).toBe(1);
  });

  it('5 does so when the store is full', async () => {
    const { send, database } = await startWebhooks();
    const pages = database.prepare('pragma page_count').get()?.['page_count'];
    database.exec(`pragma max_page_count = ${String(pages)}`);
    const large = JSON.stringify(['x'.repeat(100_000)]);
    expect(await send(large)).toMatchObject({ status: 503 });
    database.exec('pragma max_page_count = 1000000');
    expect(await send(large)).toMatchObject({ status: 202, body: { accepted: 1 } });
  });

  it('1 answers nothing before the commit', async () => {
    const order: string[] = [];
    const { send } = await startWebhooks({
      ledgerOf: (ledger) => ({
        storeEvent: async (event) => {
          const stored = await ledger.storeEvent(event);
          order.push('committed');
          return stored;
        },
      }),
    });
    await send('["a"]');
    order.push('answered');
    expect(order).toEqual(['committed', 'answered']);
  });

  it('gives a store that names no time a minute', async () => {
    const { send } = await startWebhooks({
      ledgerOf: () => ({
        storeEvent: () => Promise.reject(new ProviderError('the ledger', 'is gone.', { retry: { when: 'never' } })),
      }),
    });
    expect(await send('["a"]')).toMatchObject({ status: 503, retryAfter: '60' });
  });

  it('tells the sender nothing of a fault in a reader, and the log all of it', async () => {
    const { send, log } = await startWebhooks();
    expect((await send('"explode"')).body).toEqual({ error: 'Tocsin failed to read this body.' });
    expect(log.entries.find((entry) => entry.level === 'error')?.data).toMatchObject({ error: { message: 'no such property' } });
  });
});
