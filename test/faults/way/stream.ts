import { createHmac } from 'node:crypto';
import { groupBody } from '../../../emulators/alertmanager/payload.ts';
import { metricAlertBody } from '../../../emulators/sentry/payload.ts';
import { secrets } from '../../../emulators/world.ts';
import { services } from './orders.ts';

/** One alert, as its source posts it. */
export interface Posting {
  /** Is in its body, and in that of no other alert. */
  readonly id: string;
  /** Alike for its firing and its resolve. */
  readonly number: number;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type Outcome = { readonly status: number | undefined; readonly ms: number };

/** 'no answer' as undefined: the sender cannot know what became of it. */
export async function post(url: string, { path, headers, body }: Posting): Promise<Outcome> {
  const began = performance.now();
  const answer = await fetch(`${url}${path}`, { method: 'POST', headers, body, signal: AbortSignal.timeout(30_000) }).catch(
    () => undefined,
  );
  // One that dies in the middle of its answer has not answered.
  const read = await answer?.arrayBuffer().catch(() => undefined);
  return { status: read === undefined ? undefined : answer?.status, ms: performance.now() - began };
}

/** The `number`th alert of a stream that goes through the sources in turn. `resolvedAt`: undefined: it begins to fire. */
export function alertNumber(
  number: number,
  { service, ...times }: { readonly service: number; readonly at: number; readonly resolvedAt?: number | undefined },
): Posting {
  const id = `alert-${String(number).padStart(6, '0')}`;
  const about = { id, number, service: services[service % services.length] ?? 's1', ...times };
  return [ofAzure, ofAlertmanager, ofSentry][number % 3]?.(about) ?? ofAzure(about);
}

/** About a resource that no service knows and no other alert is about. */
export function lonelyAlert(number: number, at: number): Posting {
  const id = `alert-${String(number).padStart(6, '0')}`;
  return ofAzure({ id, number, service: `lonely-${id}`, at });
}

interface About {
  readonly id: string;
  readonly number: number;
  readonly service: string;
  readonly at: number;
  readonly resolvedAt?: number | undefined;
}

const subscription = '/subscriptions/0a0a0a0a-0000-4000-8000-000000000001';

function ofAzure({ id, number, service, at, resolvedAt }: About): Posting {
  const essentials = {
    alertId: `${subscription}/providers/Microsoft.AlertsManagement/alerts/${id}`,
    alertRule: id,
    severity: 'Sev2',
    signalType: 'Metric',
    monitorCondition: resolvedAt === undefined ? 'Fired' : 'Resolved',
    monitoringService: 'Platform',
    alertTargetIDs: [`${subscription}/resourcegroups/rg-${service}/providers/microsoft.web/sites/${service}`],
    firedDateTime: new Date(at).toISOString(),
    ...(resolvedAt !== undefined && { resolvedDateTime: new Date(resolvedAt).toISOString() }),
    essentialsVersion: '1.0',
    alertContextVersion: '1.0',
  };
  const body = JSON.stringify({ schemaId: 'azureMonitorCommonAlertSchema', data: { essentials, alertContext: {} } });
  return { id, number, path: `/webhooks/azure/${secrets.azureWebhook}`, headers: { 'content-type': 'application/json' }, body };
}

function ofAlertmanager({ id, number, service, at, resolvedAt }: About): Posting {
  const labels = { alertname: id, service, severity: 'warning' };
  const alert = {
    labels,
    annotations: { summary: `${id} fires` },
    startsAt: at,
    endsAt: resolvedAt,
    generatorUrl: 'http://prometheus.example',
  };
  const body = JSON.stringify(
    groupBody({ receiver: 'tocsin', labels: { alertname: id }, alerts: [alert], externalUrl: 'http://alertmanager.example' }),
  );
  return { id, number, path: '/webhooks/alertmanager', headers: { authorization: `Bearer ${secrets.alertmanager}` }, body };
}

function ofSentry({ id, number, service, at, resolvedAt }: About): Posting {
  const rule = { id, title: id, project: service, query: 'level:error', threshold: 10, windowMinutes: 5 };
  const place = { url: 'https://sentry.io', slug: 'example' };
  const body = JSON.stringify(
    metricAlertBody(
      { rule, state: resolvedAt === undefined ? 'critical' : 'resolved', count: 12, startedAt: at, at: resolvedAt ?? at },
      place,
    ),
  );
  const signature = createHmac('sha256', secrets.sentry).update(body).digest('hex');
  return {
    id,
    number,
    path: '/webhooks/sentry',
    headers: { 'content-type': 'application/json', 'sentry-hook-resource': 'metric_alert', 'sentry-hook-signature': signature },
    body,
  };
}
