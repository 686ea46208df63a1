import { createHash } from 'node:crypto';
import { ProviderError, UserError } from '../core/errors.ts';
import type { Ledger, NewEvent } from '../core/ledger.ts';
import type { AlertSource, Clock, Log, RawRequest, RawResponse, Route } from '../core/ports.ts';
import { answer } from './answers.ts';

export interface WebhookNeeds {
  readonly sources: readonly AlertSource[];
  readonly ledger: Pick<Ledger, 'storeEvent'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Called after an event's commit: triage has something to do. */
  readonly onStored: () => void;
  readonly count?: ((source: string, outcome: WebhookOutcome) => void) | undefined;
}

export type WebhookOutcome = 'stored' | 'duplicate' | 'rejected' | 'refused' | 'failed';

/** One POST route per source: verify → read → store durably → 202. What it means is decided later, by triage. */
export function webhookRoutes(needs: WebhookNeeds): readonly Route[] {
  return needs.sources.map((source) => ({
    method: 'POST',
    path: source.path,
    secret: source.secretParams,
    handle: (request) => receive(needs, source, request),
  }));
}

async function receive(needs: WebhookNeeds, source: AlertSource, request: RawRequest): Promise<RawResponse> {
  const count = (outcome: WebhookOutcome): void => needs.count?.(source.name, outcome);
  const verdict = await source.verify(request);
  if (!verdict.genuine) {
    count('refused');
    needs.log.warn({ source: source.name, status: verdict.status, reason: verdict.reason }, 'a webhook was refused');
    return answer(verdict.status, { error: verdict.reason });
  }
  const considered = consider(needs, source, request);
  try {
    const stored = await needs.ledger.storeEvent(considered.event);
    count(considered.fault === undefined ? stored : 'rejected');
    if (considered.fault !== undefined) return answer(400, { error: considered.fault });
    if (stored === 'stored') needs.onStored();
    return answer(202, { accepted: considered.accepted });
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    // 503 and never 500: Azure repeats what was answered with 503 only.
    count('failed');
    needs.log.error({ source: source.name, error }, 'an event could not be stored; its sender is asked to repeat it');
    const afterMs = error.retry.when === 'later' ? error.retry.afterMs : 60_000;
    return answer(503, { error: 'This event could not be stored. Send it again.' }, { 'retry-after': String(Math.ceil(afterMs / 1_000)) });
  }
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
  const body = new TextDecoder().decode(request.body);
  const event = { source: source.name, receivedAt, body, resource };
  try {
    const json = readJson(body);
    const accepted = source.read(json, { at: receivedAt, resource }).length;
    return { event: { ...event, identity: source.identify(request) }, accepted, fault: undefined };
  } catch (error) {
    const fault = error instanceof UserError ? error.message : 'Tocsin failed to read this body.';
    const data = { source: source.name, fault, error: error instanceof UserError ? undefined : error };
    needs.log[error instanceof UserError ? 'warn' : 'error'](data, 'a webhook body cannot be read');
    // An identity of its own: once a later version can read this body, it counts as new.
    const identity = `rejected:${createHash('sha256').update(request.body).digest('hex')}`;
    return { event: { ...event, identity, rejected: fault }, accepted: 0, fault };
  }
}

function readJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    throw new UserError(`The body is no JSON: ${error instanceof Error ? error.message : 'it cannot be parsed'}.`);
  }
}
