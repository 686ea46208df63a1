import { UserError } from '../../core/errors.ts';
import type { AlertEvent } from '../../core/model/alert.ts';
import { severities as all, type Severity } from '../../core/model/severity.ts';
import { type Group, type GroupAlert, groupSchema } from './schema.ts';

/** Reads one message of Alertmanager. Throws UserError for what cannot be understood. */
export function readGroup(body: unknown, receivedAt: number): readonly AlertEvent[] {
  const parsed = groupSchema.safeParse(body);
  if (!parsed.success) {
    const faults = parsed.error.issues.slice(0, 3).map((issue) => `${issue.path.join('.') || 'the body'}: ${issue.message}`);
    throw new UserError(`This is not what Alertmanager posts (webhook version 4): ${faults.join('; ')}`);
  }
  const group = parsed.data;
  return group.alerts.map((alert) => eventOf(alert, group, receivedAt));
}

function eventOf(alert: GroupAlert, group: Group, receivedAt: number): AlertEvent {
  const { labels, annotations, startsAt } = alert;
  const key = keyOf(labels);
  const rule = labels['alertname'] ?? 'Prometheus alert';
  const summary = annotations['summary'] ?? annotations['message'];
  const resolved = alert.status === 'resolved';
  return {
    source: 'alertmanager',
    key,
    // One beginning is one firing, also where the end of the one before was never posted.
    firing: startsAt === undefined ? undefined : `${key}@${startsAt}`,
    at: (resolved ? alert.endsAt : startsAt) ?? receivedAt,
    // It is posted again while it fires, with the time when it began.
    seenAt: receivedAt,
    state: resolved ? 'resolved' : 'fired',
    firingSince: resolved ? startsAt : undefined,
    rule,
    title: summary === undefined ? rule : `${rule}: ${summary}`,
    description: [annotations['description'], leftOut(group)].filter((part) => part !== undefined).join('\n'),
    severity: severityOf(labels['severity']),
    resources: Object.values(labels).filter((value) => /^\/subscriptions\//iu.test(value)),
    labels,
    operation: operationOf(labels),
    release: labels['app_version'] ?? labels['version'],
    link: alert.generatorURL ?? group.externalURL,
  };
}

/** Prometheus itself takes two alerts for the same when all labels are. */
function keyOf(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return `alertmanager|${pairs.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(',')}`;
}

function leftOut({ truncatedAlerts }: Group): string | undefined {
  if (truncatedAlerts === 0) return undefined;
  return `Alertmanager left ${truncatedAlerts} more alerts of this group out of its message (max_alerts of the receiver).`;
}

/** A route with its method is the operation as traces name it; "endpoint" is only where Prometheus reads. */
function operationOf(labels: Readonly<Record<string, string>>): string | undefined {
  const route = labels['route'] ?? labels['handler'] ?? labels['path'];
  if (labels['operation'] !== undefined || route === undefined) return labels['operation'];
  return labels['method'] === undefined ? route : `${labels['method'].toUpperCase()} ${route}`;
}

const severities: ReadonlyMap<string, Severity> = new Map([
  ['critical', 'P1'],
  ['page', 'P1'],
  ['error', 'P2'],
  ['high', 'P2'],
]);

/** What is not named here (warning, info, none, nothing) is minor. P0 to P3 mean themselves. */
function severityOf(label: string | undefined): Severity {
  return all.find((one) => one === label?.toUpperCase()) ?? severities.get(label?.toLowerCase() ?? '') ?? 'P3';
}
