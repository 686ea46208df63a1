import type { Alert, AlertOfIncident } from '../../core/model/alert.ts';
import type { Incident, TimelineEntry } from '../../core/model/incident.ts';
import { moreSevere } from '../../core/model/severity.ts';
import type { TriageContext } from './context.ts';
import { routeFor } from './routes.ts';
import { spanText } from './spans.ts';

/** An incident as it is afterwards, what is told of it, and by what its severity came about. */
export interface Changed {
  readonly incident: Incident;
  readonly entries: readonly TimelineEntry[];
  /** "P1: it touches 2 services, one of tier 1" */
  readonly severity: string;
}

export function openedFor(alert: Alert, id: string, context: TriageContext): Changed {
  const bare: Incident = {
    id,
    service: alert.service,
    services: alert.service === undefined ? [] : [alert.service],
    title: alert.title,
    severity: alert.severity,
    state: 'triggered',
    openedAt: context.now,
    alerts: [kept(alert)],
    rooms: [],
    version: 0,
  };
  // What is new has no severity that could be lowered: a service of little weight makes less of its alert.
  const assessed = context.assess(bare, context);
  const targets = routeFor({ service: alert.service, severity: assessed.severity }, context.rules);
  const incident = { ...bare, severity: assessed.severity, rooms: targets.map((target) => ({ target })) };
  const entry: TimelineEntry = { incident: id, at: context.now, kind: 'opened', text: `Opened by the alert ${alert.title}` };
  return { incident, entries: [entry], severity: `${assessed.severity}: ${assessed.reason}` };
}

/** `why`: a clause that goes on after the alert's title. */
export function joinedBy(
  incident: Incident,
  alert: Alert,
  how: { readonly kind: 'joined' | 'refired'; readonly why: string },
  context: TriageContext,
): Changed {
  const text = how.kind === 'refired' ? `Alert fires again: ${alert.title}` : `Alert joined: ${alert.title}; ${how.why}`;
  const entry: TimelineEntry = { incident: incident.id, at: context.now, kind: how.kind, text };
  return raised({ ...withAlert(incident, alert), quietSince: undefined }, incident, [entry], context);
}

/** The alert is told as worse than it was. */
export function worsenedBy(incident: Incident, alert: Alert, context: TriageContext): Changed {
  return raised(withAlert(incident, alert), incident, [], context);
}

/** Opens an incident again that was resolved: whoever had acknowledged it has not acknowledged this. */
export function reopenedBy(incident: Incident, alert: Alert, context: TriageContext): Changed {
  const { now } = context;
  const ago = spanText(now - (incident.resolved?.at ?? now));
  const open: Incident = {
    ...withAlert(incident, alert),
    state: 'triggered',
    acknowledged: undefined,
    resolved: undefined,
    quietSince: undefined,
    reopened: { times: (incident.reopened?.times ?? 0) + 1, at: now },
  };
  const text = `Opened again: ${alert.title} fires again, ${ago} after it was resolved`;
  return raised(open, incident, [{ incident: incident.id, at: now, kind: 'reopened', text }], context);
}

/** An alert of it is over. Quiet is counted from when we know, not from when it happened: a backlog must not resolve at once. */
export function endedIn(
  incident: Incident,
  alert: Alert,
  how: string,
  now: number,
): { readonly incident: Incident; readonly entries: readonly TimelineEntry[] } {
  const told = withAlert(incident, alert);
  const isQuiet = incident.state !== 'resolved' && told.alerts.every((one) => one.state === 'resolved');
  return {
    incident: isQuiet ? { ...told, quietSince: now } : told,
    entries: [{ incident: incident.id, at: now, kind: 'alert-resolved', text: `Alert resolved: ${alert.title}${how}` }],
  };
}

/** An incident's severity is raised, never lowered: what once was worse stays worth the attention until it is resolved. */
function raised(next: Incident, before: Incident, entries: readonly TimelineEntry[], context: TriageContext): Changed {
  const { severity, reason } = assess(next, context);
  const incident = { ...next, severity };
  if (severity === before.severity) return { incident, entries, severity: `${severity} as before` };
  const text = `Severity raised from ${before.severity} to ${severity}: ${reason}`;
  const entry: TimelineEntry = { incident: before.id, at: context.now, kind: 'severity', text };
  return { incident, entries: [...entries, entry], severity: `raised from ${before.severity} to ${severity}: ${reason}` };
}

function assess(incident: Incident, context: TriageContext): ReturnType<TriageContext['assess']> {
  const assessed = context.assess(incident, context);
  return { ...assessed, severity: moreSevere(incident.severity, assessed.severity) };
}

/** The incident with the alert as it is now, in its place or as the last. */
function withAlert(incident: Incident, alert: Alert): Incident {
  const { alerts, services } = incident;
  const isNew = alerts.every((one) => one.key !== alert.key);
  const service = alert.service;
  return {
    ...incident,
    alerts: isNew ? [...alerts, kept(alert)] : alerts.map((one) => (one.key === alert.key ? kept(alert) : one)),
    services: service === undefined || services.includes(service) ? services : [...services, service],
  };
}

function kept(alert: Alert): AlertOfIncident {
  const {
    key,
    source,
    rule,
    title,
    description,
    severity,
    service,
    resources,
    operation,
    release,
    state,
    firedAt,
    resolvedAt,
    link,
    recovered,
  } = alert;
  return {
    key,
    source,
    rule,
    title,
    description,
    severity,
    service,
    resources,
    operation,
    release,
    state,
    firedAt,
    resolvedAt,
    link,
    recovered,
  };
}
