import type { z } from 'zod';
import { UserError } from '../../core/errors.ts';
import type { AlertEvent } from '../../core/model/alert.ts';
import type { Severity } from '../../core/model/severity.ts';
import { eventAlertSchema, issueSchema, metricAlertSchema } from './schema.ts';

interface Received {
  readonly at: number;
  /** The header Sentry-Hook-Resource: what the body is about. */
  readonly resource: string | undefined;
}

/** Reads one hook. No events: understood, but nothing that fires or resolves. Throws UserError for what cannot be understood. */
export function readHook(body: unknown, received: Received): readonly AlertEvent[] {
  switch (received.resource) {
    case 'metric_alert':
      return [readMetricAlert(body, received.at)];
    case 'event_alert':
      return [readEventAlert(body, received.at)];
    case 'issue':
      return readIssue(body, received.at);
    case 'installation':
    case 'comment':
    case 'seer':
    // Each single error of a project: the alert rules decide which of them matter.
    case 'error':
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
    title: alert.rule.name,
    description: alert.description,
    severity: alert.action === 'warning' ? 'P3' : 'P1',
    resources: [],
    project: alert.project,
    link: alert.link,
  };
}

function readEventAlert(body: unknown, receivedAt: number): AlertEvent {
  const alert = parse(eventAlertSchema, body, 'issue alert');
  return {
    source: 'sentry',
    key: `sentry:issue:${alert.issue}`,
    firing: alert.event,
    state: 'fired',
    at: alert.at ?? receivedAt,
    title: `${alert.rule}: ${alert.title}`,
    description: alert.culprit,
    severity: severityOf(alert.level),
    resources: [],
    project: alert.project,
    link: alert.link,
  };
}

/** Only the end of an issue is told here: what fires is for the alert rules to say. */
function readIssue(body: unknown, receivedAt: number): readonly AlertEvent[] {
  const issue = parse(issueSchema, body, 'issue');
  switch (issue.action) {
    case 'resolved':
    case 'archived':
    case 'ignored':
      break;
    default:
      return [];
  }
  return [
    {
      source: 'sentry',
      key: `sentry:issue:${issue.issue}`,
      state: 'resolved',
      at: Math.max(receivedAt, issue.at ?? receivedAt),
      title: issue.title,
      description: issue.culprit,
      severity: severityOf(issue.level),
      resources: [],
      project: issue.project,
      link: issue.link,
    },
  ];
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
