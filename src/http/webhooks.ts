import { hash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { AlertDoor, AlertSource } from '../core/alert-ports.ts';
import { ProviderError, UserError } from '../core/errors.ts';
import type { Ledger, NewEvent } from '../core/ledger.ts';
import type { AlertSourceName } from '../core/model/alert.ts';
import type { Clock, Log, RawRequest, RawResponse, Route } from '../core/ports.ts';
import { answer } from './answers.ts';
import { createForgeryGuard, type ForgeryGuard } from './forgeries.ts';
import { createRateLimit, type RateLimit } from './rate-limit.ts';
import { readBody, textToKeep } from './read-body.ts';
import type { Traffic } from './traffic.ts';

export interface WebhookNeeds {
  readonly sources: readonly AlertSource[];
  readonly ledger: Pick<Ledger, 'storeEvent'>;
  readonly clock: Clock;
  readonly log: Log;
  /** How many webhooks a minute are taken of one source, by this process; as many at once. */
  readonly limitPerMinute: number;
  /** Called after an event's commit: triage has something to do. */
  readonly onStored: () => void;
  /** Tells those who run Tocsin that a source sends too much; once until it has calmed down. */
  readonly tell: (notice: { readonly source: AlertSourceName; readonly text: string }) => Promise<void>;
  readonly count?: ((source: string, outcome: WebhookOutcome) => void) | undefined;
  /** Hears of every genuine webhook, so that what can wait gives way to it. */
  readonly traffic?: Pick<Traffic, 'begin'> | undefined;
  /** Real time, which no moved clock changes: it is this machine that is protected. Milliseconds from any beginning. */
  readonly stopwatch?: (() => number) | undefined;
  readonly pause?: ((ms: number) => Promise<unknown>) | undefined;
}

/** 'refused': not genuine; 'limited': genuine, but too many. */
export type WebhookOutcome = 'stored' | 'duplicate' | 'rejected' | 'refused' | 'limited' | 'failed';

/** What stands between a source's doors and the ledger: one for all its doors, so that two doors allow no more than one. */
interface Entrance {
  readonly source: AlertSource;
  readonly guard: ForgeryGuard;
  readonly limit: RateLimit;
  readonly count: (outcome: WebhookOutcome) => void;
}

const names: Readonly<Record<AlertSourceName, string>> = {
  azure: 'Azure',
  sentry: 'Sentry',
  alertmanager: 'Alertmanager',
  sonarcloud: 'SonarCloud',
};

/** One POST route per door: verify → read → store durably → 202. What it means is decided later, by triage. */
export function webhookRoutes(needs: WebhookNeeds): readonly Route[] {
  const now = needs.stopwatch ?? (() => performance.now());
  return needs.sources.flatMap((source) => {
    const entrance: Entrance = {
      source,
      guard: createForgeryGuard({ now, pause: needs.pause ?? wait }),
      limit: createRateLimit({ perMinute: needs.limitPerMinute, burst: needs.limitPerMinute, now }),
      count: (outcome) => needs.count?.(source.name, outcome),
    };
    return source.doors.map((door) => ({
      method: 'POST' as const,
      path: door.path,
      secret: door.secretParams,
      handle: (request: RawRequest) => receive(needs, entrance, door, request),
    }));
  });
}

async function receive(needs: WebhookNeeds, entrance: Entrance, door: AlertDoor, request: RawRequest): Promise<RawResponse> {
  const verdict = await entrance.guard.check(() => door.verify(request));
  if (verdict === 'busy') return again(503, 'Too many requests are being checked. Send it again.', 1_000);
  if (!verdict.genuine) return turnAway(needs, entrance, verdict);
  // Counted only now: what is not genuine must not use up what the genuine sender may send.
  const room = entrance.limit.take();
  if (room !== 'taken') return limited(needs, entrance, room);
  const answered = needs.traffic?.begin();
  return store(needs, entrance, consider(needs, entrance.source, request)).finally(answered);
}

async function turnAway(
  needs: WebhookNeeds,
  { source, guard, count }: Entrance,
  { status, reason }: { readonly status: 401 | 403; readonly reason: string },
): Promise<RawResponse> {
  count('refused');
  const refused = guard.refused();
  const data = { source: source.name, status, reason, ...(refused.unsaid > 0 && { refusedSinceTheLastLine: refused.unsaid }) };
  if (refused.log === 'log') needs.log.warn(data, 'a webhook was refused');
  return answer(status, { error: reason }, (await refused.answer()) === 'close' ? { connection: 'close' } : {});
}

function limited(
  needs: WebhookNeeds,
  { source, count }: Entrance,
  { refused, afterMs }: { readonly refused: 'first' | 'again'; readonly afterMs: number },
): RawResponse {
  count('limited');
  const most = needs.limitPerMinute.toLocaleString('en-US');
  if (refused === 'first') {
    const text = `${names[source.name]} sends more than ${most} events a minute; what is above is refused with 429 until it calms down.`;
    needs.log.warn(
      { source: source.name, limitPerMinute: needs.limitPerMinute },
      'a source sends too much; what is above the limit is refused',
    );
    needs.tell({ source: source.name, text }).catch((error: unknown) => {
      needs.log.error({ source: source.name, error }, 'nobody could be told that a source sends too much');
    });
  }
  return again(429, `More than ${most} events a minute are not taken. Send it again later.`, afterMs);
}

async function store({ ledger, log, onStored }: WebhookNeeds, entrance: Entrance, considered: Considered): Promise<RawResponse> {
  const { source, count } = entrance;
  try {
    const stored = await ledger.storeEvent(considered.event);
    count(considered.fault === undefined ? stored : 'rejected');
    if (considered.fault !== undefined) return answer(400, { error: considered.fault });
    if (stored === 'stored') onStored();
    return answer(202, { accepted: considered.accepted });
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    // 503 and never 500: Azure repeats what was answered with 503 only.
    count('failed');
    log.error({ source: source.name, error }, 'an event could not be stored; its sender is asked to repeat it');
    return again(503, 'This event could not be stored. Send it again.', error.retry.when === 'later' ? error.retry.afterMs : 60_000);
  }
}

function again(status: 429 | 503, error: string, afterMs: number): RawResponse {
  return answer(status, { error }, { 'retry-after': String(Math.max(1, Math.ceil(afterMs / 1_000))) });
}

interface Considered {
  readonly event: NewEvent;
  readonly accepted: number;
  /** Why it cannot be read; kept all the same. */
  readonly fault: string | undefined;
}

function consider(needs: WebhookNeeds, source: AlertSource, request: RawRequest): Considered {
  const receivedAt = needs.clock.now();
  const resource = source.resourceHeader === undefined ? undefined : request.headers[source.resourceHeader];
  const event = { source: source.name, receivedAt, resource };
  try {
    const { text, json } = readBody(request.body);
    const accepted = source.read(json, { at: receivedAt, resource }).length;
    return { event: { ...event, body: text, identity: source.identify(request, receivedAt) }, accepted, fault: undefined };
  } catch (error) {
    const fault = error instanceof UserError ? error.message.replaceAll('\0', '�') : 'Tocsin failed to read this body.';
    const data = { source: source.name, fault, error: error instanceof UserError ? undefined : error };
    needs.log[error instanceof UserError ? 'warn' : 'error'](data, 'a webhook body cannot be read');
    // An identity of its own: once a later version can read this body, it counts as new.
    const identity = `rejected:${hash('sha256', request.body, 'hex')}`;
    return { event: { ...event, body: textToKeep(request.body), identity, rejected: fault }, accepted: 0, fault };
  }
}
