import type { z } from 'zod';
import { UserError } from '../../core/errors.ts';
import type { AlertEvent } from '../../core/model/alert.ts';
import type { Severity } from '../../core/model/severity.ts';
import { errorSchema, eventAlertSchema, issueSchema, metricAlertSchema } from './schema.ts';
import { readSpike, spikeResource, spikeSchema } from './spike-event.ts';

interface Received {
  readonly at: number;
  /** The header Sentry-Hook-Resource: what the body is about. */
  readonly resource: string | undefined;
}

/** Of issues and their errors Sentry tells an end only when somebody says so: without a repetition they are over. */
const hourMs = 3_600_000;

/** Reads one hook. No events: understood, but nothing that fires or resolves. Throws UserError for what cannot be understood. */
export function readHook(body: unknown, received: Received): readonly AlertEvent[] {
  switch (received.resource) {
    case 'metric_alert':
      return [readMetricAlert(body, received.at)];
    case 'event_alert':
      return [readEventAlert(body, received.at)];
    case 'issue':
      return readIssue(body, received.at);
    case 'error':
      return [readError(body, received.at)];
    case spikeResource:
      return [readSpike(parse(spikeSchema, body, 'spike'))];
    case 'installation':
    case 'comment':
    case 'seer':
      return [];
    case undefined:
      throw new UserError('The header Sentry-Hook-Resource is missing.');
    default:
      throw new UserError(`Sentry's hooks of kind ${received.resource.slice(0, 40)} are not known.`);
  }
}

function readMetricAlert(body: unknown, receivedAt: number): AlertEvent {
  const alert = parse(metricAlertSchema, body, 'metric alert');
  const detectedAt = alert.detectedAt ?? receivedAt;
  // Sentry often leaves out when it closed; our clock may lag behind theirs, and a resolve is never before its firing.
  const at = alert.action === 'resolved' ? (alert.closedAt ?? Math.max(receivedAt, detectedAt)) : detectedAt;
  return {
    source: 'sentry',
    // The rule's, whose numbers no two organizations of one Sentry share: each time it fires, Sentry counts another incident.
    key: `sentry:metric:${alert.rule.id}`,
    firing: alert.firing,
    firingSince: alert.detectedAt,
    state: alert.action === 'resolved' ? 'resolved' : 'fired',
    at,
    rule: alert.rule.name,
    title: alert.rule.name,
    description: alert.description,
    severity: alert.action === 'warning' ? 'P3' : 'P1',
    resources: [],
    labels: labelsOf('metric', alert.environment),
    project: alert.project,
    link: alert.link,
  };
}

function readEventAlert(body: unknown, receivedAt: number): AlertEvent {
  const alert = parse(eventAlertSchema, body, 'issue alert');
  return {
    ...ofEvent(alert, receivedAt),
    rule: alert.rule,
    title: `${alert.rule}: ${alert.title}`,
    labels: labelsOf('issue', alert.environment),
  };
}

function readError(body: unknown, receivedAt: number): AlertEvent {
  const error = parse(errorSchema, body, 'error');
  return { ...ofEvent(error, receivedAt), rule: error.title, title: error.title, labels: labelsOf('error', error.environment) };
}

function ofEvent(event: z.output<typeof errorSchema>, receivedAt: number): Omit<AlertEvent, 'rule' | 'title' | 'labels'> {
  return {
    source: 'sentry',
    key: `sentry:issue:${event.issue}`,
    firing: event.event,
    state: 'fired',
    at: notAfter(receivedAt, event.at),
    endsAfterMs: hourMs,
    description: event.culprit,
    severity: severityOf(event.level),
    resources: [],
    project: event.project,
    operation: event.operation,
    release: event.release,
    link: event.link,
  };
}

function readIssue(body: unknown, receivedAt: number): readonly AlertEvent[] {
  const issue = parse(issueSchema, body, 'issue');
  const change = changeOf(issue.action);
  if (change === undefined) return [];
  const isNew = issue.action === 'created';
  return [
    {
      source: 'sentry',
      key: `sentry:issue:${issue.issue}`,
      state: change,
      // When it was last seen tells neither that it was reopened nor that it was closed.
      at: isNew ? notAfter(receivedAt, issue.firstSeen) : Math.max(receivedAt, issue.lastSeen ?? receivedAt),
      endsAfterMs: change === 'fired' ? hourMs : undefined,
      rule: issue.title,
      title: issue.title,
      description: issue.culprit,
      severity: severityOf(issue.level),
      resources: [],
      labels: labelsOf('issue', undefined),
      project: issue.project,
      link: issue.link,
    },
  ];
}

/**
 * An event carries the time of the machine it happened on, whose clock may be ahead of ours, and its issue's end is known by when
 * we are told: an end that comes later must not look earlier.
 */
const notAfter = (receivedAt: number, at: number | undefined): number => Math.min(at ?? receivedAt, receivedAt);

/** Sentry calls the same "ignored" or "archived", depending on its version. */
function changeOf(action: string): AlertEvent['state'] | undefined {
  switch (action) {
    case 'created':
    case 'unresolved':
      return 'fired';
    case 'resolved':
    case 'archived':
    case 'ignored':
      return 'resolved';
    default:
      return undefined;
  }
}

type Kind = 'metric' | 'issue' | 'error';

function labelsOf(kind: Kind, environment: string | undefined): Readonly<Record<string, string>> {
  return environment === undefined ? { kind } : { kind, environment };
}

function severityOf(level: 'fatal' | 'critical' | 'error' | 'warning' | 'info' | 'debug' | 'sample'): Severity {
  switch (level) {
    case 'fatal':
    case 'critical':
      return 'P1';
    case 'error':
      return 'P2';
    case 'warning':
    case 'info':
    case 'debug':
    case 'sample':
      return 'P3';
  }
}

function parse<Schema extends z.ZodType>(schema: Schema, body: unknown, what: string): z.output<Schema> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const faults = result.error.issues.slice(0, 3).map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new UserError(`This is not a Sentry ${what}: ${faults.join('; ')}`);
}
