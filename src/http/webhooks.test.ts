import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createHandClock } from '../../test/fakes/hand-clock.ts';
import { createLogList } from '../../test/fakes/log.ts';
import { temporaryFolder } from '../../test/fakes/temporary-folder.ts';
import { createSignatures } from '../auth/signatures.ts';
import { ProviderError, UserError } from '../core/errors.ts';
import type { Ledger } from '../core/ledger.ts';
import type { AlertSource } from '../core/ports.ts';
import { openLedger } from '../stores/ledger/ledger.ts';
import { openDatabase, sqliteDialect } from '../stores/ledger/sqlite.ts';
import { createMetrics } from '../telemetry/metrics.ts';
import { createHttpServer } from './server.ts';
import { webhookRoutes } from './webhooks.ts';

const signatures = createSignatures();

/** A source that signs its bodies; a body of "explode" meets a fault in its reader. */
const source: AlertSource = {
  name: 'sentry',
  path: '/webhooks/sentry',
  secretParams: [],
  resourceHeader: 'x-kind',
  verify: (request) => {
    const given = request.headers['x-signature'];
    if (given === undefined) return { genuine: false, status: 401, reason: 'the signature is missing' };
    const genuine = signatures.same(given, signatures.hmac('key', request.body));
    return genuine ? { genuine } : { genuine, status: 403, reason: 'the signature is wrong' };
  },
  identify: (request) => signatures.hash(request.body),
  read: (body) => {
    if (body === 'explode') throw new TypeError('no such property');
    if (!Array.isArray(body)) throw new UserError('A list was expected.');
    return body.map((key) => ({
      source: 'sentry',
      key: String(key),
      state: 'fired',
      at: 0,
      title: 'x',
      description: '',
      severity: 'P1',
      resources: [],
    }));
  },
};

async function begin(ledgerOf: (ledger: Ledger) => Pick<Ledger, 'storeEvent'> = (ledger) => ledger) {
  const clock = createHandClock();
  const log = createLogList();
  const database = openDatabase(join(await temporaryFolder(), 'ledger.db'));
  const ledger = await openLedger({ dialect: sqliteDialect(database), clock });
  let woken = 0;
  const routes = webhookRoutes({
    sources: [source],
    ledger: ledgerOf(ledger),
    clock,
    log,
    onStored: () => {
      woken += 1;
    },
  });
  const ready = async () => ({ ready: true, dependencies: {} });
  const server = await createHttpServer({ bind: '127.0.0.1', port: 0, routes, log, ready, metrics: createMetrics() });
  onTestFinished(async () => {
    await server.stop();
    await ledger.close();
  });
  const send = async (
    body: string | Uint8Array<ArrayBuffer>,
    headers: Record<string, string> = { 'x-signature': signatures.hmac('key', body) },
  ) => {
    const reply = await fetch(`${server.url}/webhooks/sentry`, { method: 'POST', body, headers });
    return { status: reply.status, body: await reply.json(), retryAfter: reply.headers.get('retry-after') };
  };
  return { send, ledger, database, log, clock, woken: () => woken };
}

describe('webhooks', () => {
  it('answers 202 with the number of events once they are stored, and wakes triage', async () => {
    const { send, ledger, woken, clock } = await begin();
    const body = '["a","b"]';
    const reply = await send(body, { 'x-signature': signatures.hmac('key', body), 'x-kind': 'issue' });
    expect(reply).toMatchObject({ status: 202, body: { accepted: 2 } });
    expect(await ledger.untriaged(10)).toMatchObject([{ source: 'sentry', body, resource: 'issue', receivedAt: clock.now() }]);
    expect(woken()).toBe(1);
  });

  it('16: answers a repetition the same, and does nothing about it', async () => {
    const { send, ledger, woken } = await begin();
    const replies = await Promise.all([send('["a"]'), send('["a"]'), send('["a"]')]);
    expect(replies.map((reply) => reply.status)).toEqual([202, 202, 202]);
    expect(await ledger.untriaged(10)).toHaveLength(1);
    expect(woken()).toBe(1);
  });

  it('turns away what is not genuine, and keeps nothing of it', async () => {
    const { send, ledger, woken } = await begin();
    expect(await send('["a"]', {})).toMatchObject({ status: 401 });
    expect(await send('["a"]', { 'x-signature': signatures.hmac('key', '["b"]') })).toMatchObject({ status: 403 });
    expect(await ledger.untriaged(10)).toEqual([]);
    expect(woken()).toBe(0);
  });

  it.each(['{"not": "a list"}', 'no JSON at all', '', '"explode"'])(
    '40: answers 400 to “%s”, keeps it, and does not triage it',
    async (body) => {
      const { send, ledger, database, woken } = await begin();
      const reply = await send(body);
      expect(reply.status).toBe(400);
      expect(reply.body).toEqual({ error: expect.any(String) });
      expect(database.prepare('select state, body, reason from events').all()).toMatchObject([
        { state: 'rejected', body, reason: reply.body.error },
      ]);
      expect(await ledger.untriaged(10)).toEqual([]);
      expect(woken()).toBe(0);
    },
  );

  it('40: survives what is meant to break a reader: deep nesting, a bomb of gzip, keys of the prototype', async () => {
    const { send, ledger } = await begin();
    const bomb = new Uint8Array(gzipSync(Buffer.alloc(50_000_000)));
    for (const body of ['['.repeat(500_000), `${'['.repeat(400_000)}${']'.repeat(400_000)}`, bomb, '{"__proto__":{"genuine":true}}'])
      expect((await send(body, { 'x-signature': signatures.hmac('key', body), 'content-encoding': 'gzip' })).status).toBe(400);
    expect(await send('["a"]')).toMatchObject({ status: 202, body: { accepted: 1 } });
    expect(await ledger.untriaged(10)).toHaveLength(1);
  });

  it('tells the sender nothing of a fault in a reader, and the log all of it', async () => {
    const { send, log } = await begin();
    expect((await send('"explode"')).body).toEqual({ error: 'Tocsin failed to read this body.' });
    expect(log.entries.find((entry) => entry.level === 'error')?.data).toMatchObject({ error: { message: 'no such property' } });
  });

  it('5: answers 503 with Retry-After while the store cannot write, and 202 to the repetition afterwards', async () => {
    const { send, database, woken } = await begin();
    database.exec('pragma query_only = on');
    expect(await send('["a"]')).toMatchObject({ status: 503, retryAfter: '5' });
    expect(woken()).toBe(0);
    database.exec('pragma query_only = off');
    expect(await send('["a"]')).toMatchObject({ status: 202 });
    expect(woken()).toBe(1);
  });

  it('1: answers nothing before the commit', async () => {
    const order: string[] = [];
    const { send } = await begin((ledger) => ({
      storeEvent: async (event) => {
        const stored = await ledger.storeEvent(event);
        order.push('committed');
        return stored;
      },
    }));
    await send('["a"]');
    order.push('answered');
    expect(order).toEqual(['committed', 'answered']);
  });

  it('gives a store that names no time a minute', async () => {
    const { send } = await begin(() => ({
      storeEvent: () => Promise.reject(new ProviderError('the ledger', 'is gone.', { retry: { when: 'never' } })),
    }));
    expect(await send('["a"]')).toMatchObject({ status: 503, retryAfter: '60' });
  });
});
