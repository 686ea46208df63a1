import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createSignatures } from '../../src/auth/signatures.ts';
import type { AlertSource } from '../../src/core/alert-ports.ts';
import { UserError } from '../../src/core/errors.ts';
import type { Ledger } from '../../src/core/ledger.ts';
import type { AlertEvent, AlertSourceName } from '../../src/core/model/alert.ts';
import { createHttpServer, type HttpOptions } from '../../src/http/server.ts';
import { type WebhookNeeds, webhookRoutes } from '../../src/http/webhooks.ts';
import { openLedger } from '../../src/stores/ledger/ledger.ts';
import { openDatabase, sqliteDialect } from '../../src/stores/ledger/sqlite-dialect.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { createHandClock } from './hand-clock.ts';
import { createLogList } from './log.ts';
import { temporaryFolder } from './temporary-folder.ts';

const signatures = createSignatures();

export const sign = (body: string | Uint8Array, key = 'key'): string => signatures.hmac(key, body);

function readList(source: AlertSourceName, body: unknown): readonly AlertEvent[] {
  if (body === 'explode') throw new TypeError('no such property');
  if (!Array.isArray(body)) throw new UserError('A list was expected.');
  return body.map((key) => ({
    source,
    rule: 'x',
    key: String(key),
    state: 'fired',
    at: 0,
    title: 'x',
    description: '',
    severity: 'P1',
    resources: [],
    labels: {},
  }));
}

/**
 * A source whose bodies are lists, signed with one of `keys`; one of "explode" meets a fault in its reader. Its second door,
 * …/by-token, takes the header authorization: "token" after asking somebody else.
 */
export function createSignedSource(name: AlertSourceName, keys: readonly string[] = ['key']): AlertSource {
  return {
    name,
    doors: [
      {
        path: `/webhooks/${name}`,
        secretParams: [],
        verify: ({ headers: { 'x-signature': given }, body }) => {
          if (given === undefined) return { genuine: false, status: 401, reason: 'the signature is missing' };
          const genuine = keys.map((key) => signatures.same(given, sign(body, key))).includes(true);
          return genuine ? { genuine } : { genuine, status: 403, reason: 'the signature is wrong' };
        },
      },
      {
        path: `/webhooks/${name}/by-token`,
        secretParams: [],
        verify: async ({ headers }) =>
          headers['authorization'] === 'token' ? { genuine: true } : { genuine: false, status: 401, reason: 'the token is wrong' },
      },
    ],
    resourceHeader: 'x-kind',
    identify: (request) => signatures.hash(request.body),
    read: (body) => readList(name, body),
  };
}

export interface WebhookHarnessOptions {
  readonly sources?: readonly AlertSource[] | undefined;
  readonly ledgerOf?: ((ledger: Ledger) => Pick<Ledger, 'storeEvent'>) | undefined;
  readonly needs?: Partial<Pick<WebhookNeeds, 'limitPerMinute' | 'tell' | 'pause'>> | undefined;
  readonly http?: Partial<HttpOptions> | undefined;
}

/** Webhooks on a real socket and a real ledger; the clock of the limits stands still until it is moved. */
export async function startWebhooks({ sources, ledgerOf, needs, http }: WebhookHarnessOptions = {}) {
  const clock = createHandClock();
  const stopwatch = createHandClock();
  const log = createLogList();
  const database = openDatabase(join(await temporaryFolder(), 'ledger.db'));
  const ledger = await openLedger({ dialect: sqliteDialect(database), clock });
  const told: string[] = [];
  const counted: string[] = [];
  let woken = 0;
  const routes = webhookRoutes({
    sources: sources ?? [createSignedSource('sentry')],
    ledger: ledgerOf?.(ledger) ?? ledger,
    clock,
    log,
    limitPerMinute: 60_000,
    onStored: () => {
      woken += 1;
    },
    tell: async ({ text }) => void told.push(text),
    count: (source, outcome) => counted.push(`${source} ${outcome}`),
    stopwatch: stopwatch.now,
    pause: async () => undefined,
    ...needs,
  });
  const ready = async () => ({ ready: true, dependencies: {} });
  const server = await createHttpServer({ bind: '127.0.0.1', port: 0, routes, log, ready, metrics: createMetrics(), ...http });
  onTestFinished(async () => {
    await server.stop();
    await ledger.close();
  });
  const sendTo = async (path: string, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string>) => {
    const reply = await fetch(`${server.url}${path}`, { method: 'POST', body, headers });
    return { status: reply.status, body: await reply.json(), retryAfter: reply.headers.get('retry-after') };
  };
  const send = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = { 'x-signature': sign(body) }) =>
    sendTo('/webhooks/sentry', body, headers);
  return { server, send, sendTo, ledger, database, log, clock, stopwatch, told, counted, woken: () => woken };
}
