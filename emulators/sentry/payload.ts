import { hashText } from '../estate/noise.ts';

/** What stands around the data of every hook. */
const installation = { uuid: 'a5e10000-5e00-4000-8000-000000000001' } as const;
const sentryItself = { type: 'application', id: 'sentry', name: 'Sentry' } as const;

/** Where links lead: "http://127.0.0.1:4400/sentry", "example". */
export interface SentryPlace {
  readonly url: string;
  readonly slug: string;
}

/** A metric alert's rule crossed its threshold, or went back. */
export interface MetricAlertTold {
  readonly rule: {
    readonly id: string;
    readonly title: string;
    readonly project: string;
    readonly query: string;
    readonly threshold: number;
    readonly windowMinutes: number;
  };
  readonly state: 'critical' | 'warning' | 'resolved';
  /** Events in the window. */
  readonly count: number;
  /** When this firing began, and when this was told; milliseconds since 1970 (UTC). */
  readonly startedAt: number;
  readonly at: number;
}

const states = { critical: 20, warning: 10, resolved: 2 } as const;

/** What Sentry calls the incident: a number for this one firing, from its beginning to its resolve. */
export const incidentOf = ({ rule, startedAt }: MetricAlertTold): string => String(hashText(`${rule.id}|${startedAt}`));

/** The body of a metric alert's hook (Sentry-Hook-Resource: metric_alert). */
export function metricAlertBody(told: MetricAlertTold, place: SentryPlace): object {
  const { rule, state, at } = told;
  const started = stamp(told.startedAt);
  const incident = incidentOf(told);
  const word = { critical: 'Critical', warning: 'Warning', resolved: 'Resolved' }[state];
  return {
    action: state,
    installation,
    data: {
      metric_alert: {
        id: incident,
        identifier: incident,
        organization_id: '1',
        status: states[state],
        status_method: 3,
        type: 2,
        title: rule.title,
        projects: [rule.project],
        date_started: started,
        date_detected: started,
        date_created: started,
        date_closed: state === 'resolved' ? stamp(at) : null,
        alert_rule: {
          id: rule.id,
          name: rule.title,
          organization_id: '1',
          status: 0,
          dataset: 'events',
          query: rule.query,
          aggregate: 'count()',
          threshold_type: 0,
          resolve_threshold: null,
          time_window: rule.windowMinutes,
          resolution: 1,
          threshold_period: 1,
          environment: 'production',
          projects: [rule.project],
          include_all_projects: false,
          created_by: null,
          date_created: '2026-01-15T09:00:00.000000Z',
          date_modified: '2026-01-15T09:00:00.000000Z',
          triggers: [],
        },
      },
      description_text: `${told.count} events in the last ${rule.windowMinutes} minutes\\nFilter: ${rule.query}`,
      description_title: `${word}: ${rule.title}`,
      web_url: `${place.url}/organizations/${place.slug}/alerts/rules/details/${rule.id}/`,
    },
    actor: sentryItself,
  };
}

/** A group of like events. */
export interface SentryIssue {
  /** A number, in words. */
  readonly id: string;
  readonly project: { readonly id: string; readonly slug: string };
  /** "COMPLIANCE-4" */
  readonly shortId: string;
  /** "TimeoutException" and what it says. */
  readonly type: string;
  readonly value: string;
  /** "Compliance.Data.JobStore in ReadAsync" */
  readonly culprit: string;
  readonly level: 'fatal' | 'error' | 'warning';
  readonly status: 'unresolved' | 'resolved' | 'ignored';
  readonly count: number;
  readonly users: number;
  readonly firstSeen: number;
  readonly lastSeen: number;
}

/** The fields that the hook and the API have in common. */
export function issueFields(issue: SentryIssue, place: SentryPlace): Readonly<Record<string, unknown>> {
  return {
    annotations: [],
    assignedTo: null,
    count: String(issue.count),
    culprit: issue.culprit,
    firstSeen: stamp(issue.firstSeen),
    hasSeen: false,
    id: issue.id,
    isBookmarked: false,
    isPublic: false,
    isSubscribed: false,
    lastSeen: stamp(issue.lastSeen),
    level: issue.level,
    logger: null,
    metadata: { filename: 'app', type: issue.type, value: issue.value },
    numComments: 0,
    permalink: `${place.url}/organizations/${place.slug}/issues/${issue.id}/`,
    platform: 'python',
    project: { ...issue.project, name: issue.project.slug, platform: 'python' },
    shareId: null,
    shortId: issue.shortId,
    status: issue.status,
    statusDetails: {},
    subscriptionDetails: null,
    substatus: { unresolved: 'new', resolved: null, ignored: 'archived_until_escalating' }[issue.status],
    title: `${issue.type}: ${issue.value}`,
    type: 'error',
    userCount: issue.users,
  };
}

/** The body of an issue's hook (Sentry-Hook-Resource: issue). 'archived' is told as 'ignored' by older installations. */
export function issueBody(
  issue: SentryIssue,
  action: 'created' | 'resolved' | 'archived' | 'ignored' | 'unresolved' | 'assigned',
  place: SentryPlace,
): object {
  return { action, installation, data: { issue: issueFields(issue, place) }, actor: sentryItself };
}

/** One event of an issue. */
export interface SentryEvent {
  readonly issue: SentryIssue;
  readonly at: number;
  readonly release?: string | undefined;
  /** "POST /screenings" */
  readonly transaction?: string | undefined;
}

/** What an issue alert's rule and the error hook tell of an event. */
function eventFields({ issue, at, release, transaction }: SentryEvent, place: SentryPlace): Readonly<Record<string, unknown>> {
  const id = eventIdOf(issue, at);
  const project = `${place.url}/api/0/projects/${place.slug}/${issue.project.slug}`;
  return {
    _ref: 1,
    _ref_version: 2,
    contexts: { browser: { name: 'Chrome', type: 'browser', version: '149.0.0' }, os: { name: 'Windows', type: 'os', version: '11' } },
    culprit: issue.culprit,
    datetime: stamp(at),
    dist: null,
    event_id: id,
    exception: { values: [{ mechanism: null, stacktrace: { frames: [] }, type: issue.type, value: issue.value }] },
    fingerprint: ['{{ default }}'],
    grouping_config: { enhancements: '', id: 'newstyle:2023-01-11' },
    hashes: [hashText(issue.id).toString(16).padStart(32, '0')],
    issue_url: `${place.url}/api/0/issues/${issue.id}/`,
    issue_id: issue.id,
    key_id: '667532',
    level: issue.level,
    location: 'app',
    logger: '',
    message: '',
    metadata: { filename: 'app', type: issue.type, value: issue.value },
    platform: 'python',
    project: Number(issue.project.id),
    received: at / 1000,
    release: release ?? null,
    request: null,
    sdk: { integrations: [], name: 'sentry.python', packages: [], version: '2.20.0' },
    tags: [['environment', 'production'], ['level', issue.level], ...(transaction === undefined ? [] : [['transaction', transaction]])],
    time_spent: null,
    timestamp: at / 1000,
    title: `${issue.type}: ${issue.value}`,
    type: 'error',
    url: `${project}/events/${id}/`,
    user: null,
    version: '7',
    web_url: `${place.url}/organizations/${place.slug}/issues/${issue.id}/events/${id}/`,
  };
}

/** The body of an error's hook (Sentry-Hook-Resource: error): every single event. */
export function errorBody(event: SentryEvent, place: SentryPlace): object {
  return { action: 'created', installation, data: { error: eventFields(event, place) }, actor: sentryItself };
}

/** The body of an issue alert's hook (Sentry-Hook-Resource: event_alert). `rule`: the rule's name. */
export function eventAlertBody(event: SentryEvent, rule: string, place: SentryPlace): object {
  return {
    action: 'triggered',
    installation,
    data: {
      event: eventFields(event, place),
      triggered_rule: rule,
      issue_alert: { title: rule, settings: [] },
    },
    actor: sentryItself,
  };
}

const eventIdOf = (issue: SentryIssue, at: number): string =>
  [1, 2, 3, 4].map((part) => hashText(`${issue.id}|${at}|${part}`).toString(16).padStart(8, '0')).join('');

/** Sentry writes microseconds. */
const stamp = (at: number): string => new Date(at).toISOString().replace(/\.(\d{3})Z$/u, '.$1000Z');
