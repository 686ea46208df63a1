import type { Alert, AlertOfIncident } from '../../core/model/alert.ts';
import { nameAlone, namesAmong, tellingLabels } from '../../core/model/alert-name.ts';
import type { Incident, TimelineEntry } from '../../core/model/incident.ts';
import { formatTarget, type Target } from '../../core/model/person.ts';
import { moreSevere } from '../../core/model/severity.ts';
import type { TriageContext } from './context.ts';
import { refired, toldOf } from './flapping.ts';
import { routeFor } from './routes.ts';
import { spanText } from './spans.ts';

/** An incident as it is afterwards, what is told of it, and by what its severity came about. */
export interface Changed {
  readonly incident: Incident;
  readonly entries: readonly TimelineEntry[];
  /** "P1: it touches 2 services, one of tier 1" */
  readonly severity: string;
  /** Where it is told from now on, and was not before. */
  readonly rooms: readonly Target[];
}

/** `late`: why it is announced only now: "it still fires at the end of the silence S-1f03c2d9". */
export function openedFor(alert: Alert, id: string, context: TriageContext, late?: string): Changed {
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
  const opened: TimelineEntry = { incident: id, at: context.now, kind: 'opened', text: `Opened by the alert ${nameAlone(alert)}` };
  const entry: TimelineEntry = late === undefined ? opened : { ...opened, text: `${opened.text}: ${late}`, late: true };
  return { incident, entries: [entry], severity: `${assessed.severity}: ${assessed.reason}`, rooms: targets };
}

/** `why`: a clause that goes on after the alert's title; `late`: as of openedFor, where it is to be said (lateBeside). */
export function joinedBy(
  incident: Incident,
  alert: Alert,
  how: { readonly kind: 'joined' | 'refired'; readonly why: string; readonly late?: string | undefined },
  context: TriageContext,
): Changed {
  const name = namesAmong(incident.alerts).nameOf(alert);
  const late = how.late === undefined ? '' : `; ${how.late}`;
  const text = how.kind === 'refired' ? `Alert fires again: ${name}${late}` : `Alert joined: ${name}${late}; ${how.why}`;
  const entry: TimelineEntry = { incident: incident.id, at: context.now, kind: how.kind, text };
  const next = { ...withAlert(incident, alert), quietSince: undefined };
  if (how.kind === 'joined') return settled(next, incident, [entry], context);
  const again = withRefired(next, alert, context.now);
  return settled(again, incident, [{ ...entry, alert: toldOf(alert, again, context.now) }], context);
}

/** The alert is told again: worse than it was, or of a service that could not be found before. */
export function toldAgainIn(incident: Incident, alert: Alert, context: TriageContext): Changed {
  const next = withAlert(incident, alert);
  if (next.services.length === incident.services.length) return settled(next, incident, [], context);
  const text = `Alert ${namesAmong(incident.alerts).nameOf(alert)} is of ${alert.service}, which could not be found out before`;
  const entry: TimelineEntry = { incident: incident.id, at: context.now, kind: 'joined', text };
  return settled({ ...next, service: incident.service ?? alert.service }, incident, [entry], context);
}

/** Opens an incident again that was resolved: whoever had acknowledged it has not acknowledged this. `how`: "fires again". */
export function reopenedBy(incident: Incident, alert: Alert, how: string, context: TriageContext, late?: string): Changed {
  const { now } = context;
  const ago = spanText(now - (incident.resolved?.at ?? now));
  const open: Incident = {
    ...withRefired(withAlert(incident, alert), alert, now),
    state: 'triggered',
    acknowledged: undefined,
    resolved: undefined,
    quietSince: undefined,
    reopened: { times: (incident.reopened?.times ?? 0) + 1, at: now },
  };
  const text = `Opened again: ${namesAmong(incident.alerts).nameOf(alert)} ${how}, ${ago} after it was resolved${late === undefined ? '' : `; ${late}`}`;
  const about = toldOf(alert, open, now);
  return settled(open, incident, [{ incident: incident.id, at: now, kind: 'reopened', text, alert: about }], context);
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
  const about = toldOf(alert, told, now);
  return {
    incident: isQuiet ? { ...told, quietSince: now } : told,
    entries: [{ incident: incident.id, at: now, kind: 'alert-resolved', text: `Alert resolved: ${about.name}${how}`, alert: about }],
  };
}

/**
 * An incident's severity is raised, never lowered: what once was worse stays worth the attention until it is resolved. What is
 * worse, or concerns another service, is told where its routes say as well.
 */
function settled(next: Incident, before: Incident, entries: readonly TimelineEntry[], context: TriageContext): Changed {
  const { severity, reason } = assess(next, context);
  const isRaised = severity !== before.severity;
  const rooms = missingRooms({ ...next, severity }, before, context);
  const incident = { ...next, severity, rooms: [...next.rooms, ...rooms.map((target) => ({ target }))] };
  const text = `Severity raised from ${before.severity} to ${severity}: ${reason}`;
  const raise: TimelineEntry[] = isRaised ? [{ incident: before.id, at: context.now, kind: 'severity', text }] : [];
  return {
    incident,
    entries: withRooms([...entries, ...raise], rooms),
    severity: isRaised ? `raised from ${before.severity} to ${severity}: ${reason}` : `${severity} as before`,
    rooms,
  };
}

/** Only by what is new: a configuration that was changed since moves no incident. */
function missingRooms({ services, severity, rooms }: Incident, before: Incident, { rules }: TriageContext): readonly Target[] {
  const concerned = severity === before.severity ? services.filter((one) => !before.services.includes(one)) : services;
  const isOfNone = severity !== before.severity && services.length === 0;
  const targets = (isOfNone ? [undefined] : concerned).flatMap((service) => routeFor({ service, severity }, rules));
  const there = new Set(rooms.map(({ target }) => formatTarget(target)));
  return [...new Map(targets.map((target) => [formatTarget(target), target]))].flatMap(([name, target]) =>
    there.has(name) ? [] : [target],
  );
}

/** The last line, by which it came to that, says where else it is told. */
function withRooms(entries: readonly TimelineEntry[], rooms: readonly Target[]): readonly TimelineEntry[] {
  if (rooms.length === 0) return entries;
  return entries.map((entry, index) =>
    index < entries.length - 1 ? entry : { ...entry, text: `${entry.text}; also told in ${namesOf(rooms)}` },
  );
}

export function namesOf(targets: readonly Target[]): string {
  return targets.map(formatTarget).join(', ');
}

function assess(incident: Incident, context: TriageContext): ReturnType<TriageContext['assess']> {
  const assessed = context.assess(incident, context);
  return { ...assessed, severity: moreSevere(incident.severity, assessed.severity) };
}

/** The incident with the alert as it is now, in its place or as the last. */
export function withAlert(incident: Incident, alert: Alert): Incident {
  const { alerts, services } = incident;
  const isNew = alerts.every((one) => one.key !== alert.key);
  const service = alert.service;
  return {
    ...incident,
    alerts: isNew
      ? [...alerts, kept(alert)]
      : alerts.map((one) => (one.key === alert.key ? { ...kept(alert), refiredAt: one.refiredAt } : one)),
    services: service === undefined || services.includes(service) ? services : [...services, service],
  };
}

function withRefired(incident: Incident, { key }: Alert, now: number): Incident {
  return { ...incident, alerts: incident.alerts.map((one) => (one.key === key ? refired(one, now) : one)) };
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
    labels,
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
    labels: tellingLabels(labels),
  };
}
