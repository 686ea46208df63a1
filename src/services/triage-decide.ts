import type { Alert, AlertEvent, AlertOfIncident } from '../core/model/alert.ts';
import type { Incident, TimelineEntry } from '../core/model/incident.ts';
import type { Target } from '../core/model/person.ts';
import { moreSevere } from '../core/model/severity.ts';

/** All that a decision depends on, as it was read. */
export interface Situation {
  /** The alert with the event's key. */
  readonly alert: Alert | undefined;
  /** Name of the service the event is about; undefined: unassigned. */
  readonly service: string | undefined;
  /** When it fired, the open incident the alert belongs to, else that of its service; when it resolved, the alert's, open or not. */
  readonly incident: Incident | undefined;
  /** What a new incident would be called, and where it would be announced. */
  readonly newIncident: { readonly id: string; readonly targets: readonly Target[] };
  readonly now: number;
}

export type DecisionName = 'opened' | 'joined' | 'duplicate' | 'resolved' | 'rejected';

export interface Decision {
  readonly name: DecisionName;
  /** A sentence without its full stop: what `why` shows. */
  readonly reason: string;
  /** The alert afterwards; undefined: unchanged. */
  readonly alert?: Alert | undefined;
  /** The incident afterwards, its version as it was read; undefined: unchanged. */
  readonly incident?: Incident | undefined;
  readonly entries: readonly TimelineEntry[];
}

/** Pure: the same event in the same situation is always decided the same way. */
export function decide(event: AlertEvent, situation: Situation): Decision {
  const known = situation.alert;
  if (known !== undefined && isOvertaken(event, known)) {
    return { name: 'duplicate', reason: `it is late: the alert has ${known.state} after it`, entries: [] };
  }
  return event.state === 'fired' ? decideFired(event, situation) : decideResolved(event, situation);
}

/** Of two events of one moment the resolve counts as the later, so that any order of arrival ends in the same state. */
function isOvertaken(event: AlertEvent, known: Alert): boolean {
  if (event.state === 'resolved' && event.firingSince !== undefined && event.firingSince < known.lastEventAt) return true;
  if (event.at !== known.lastEventAt) return event.at < known.lastEventAt;
  return known.state === 'resolved' && event.state === 'fired';
}

function decideFired(event: AlertEvent, situation: Situation): Decision {
  const { alert: known, incident } = situation;
  if (known?.state === 'fired') {
    if (incident !== undefined && known.incident === incident.id) return fireAgainWhileFiring(event, known, incident, situation.now);
    if (event.at === known.lastEventAt) {
      return { name: 'duplicate', reason: `this firing was dealt with in ${known.incident ?? 'an earlier incident'}`, entries: [] };
    }
  }
  const alert = firing(event, situation);
  return incident === undefined ? open(event, alert, situation) : join(event, { ...alert, incident: incident.id }, incident, situation);
}

function join(event: AlertEvent, alert: Alert, incident: Incident, { alert: known, now }: Situation): Decision {
  const again = known?.incident === incident.id;
  const reason = again ? `it fires again while ${incident.id} is open` : 'it is the open incident of the same service';
  const text = again ? `Alert fires again: ${event.title}` : `Alert joined: ${event.title}; ${reason}`;
  return {
    name: 'joined',
    reason,
    alert,
    incident: {
      ...withAlert(incident, alert),
      severity: moreSevere(incident.severity, event.severity),
      quietSince: undefined,
    },
    entries: [{ incident: incident.id, at: now, kind: again ? 'refired' : 'joined', text }, ...raisedEntry(incident, event, now)],
  };
}

function fireAgainWhileFiring(event: AlertEvent, known: Alert, incident: Incident, now: number): Decision {
  const entries = raisedEntry(incident, event, now);
  const alert = { ...known, severity: moreSevere(known.severity, event.severity), lastEventAt: event.at };
  const worse = alert.severity !== known.severity;
  return {
    name: 'duplicate',
    reason: entries.length > 0 ? `it fires already in ${incident.id}, now as ${event.severity}` : `it fires already in ${incident.id}`,
    alert: worse || event.at > known.lastEventAt ? alert : undefined,
    incident: worse ? { ...withAlert(incident, alert), severity: moreSevere(incident.severity, event.severity) } : undefined,
    entries,
  };
}

function open(event: AlertEvent, alert: Alert, { service, newIncident, now }: Situation): Decision {
  const { id, targets } = newIncident;
  return {
    name: 'opened',
    reason: service === undefined ? 'it belongs to no service, so it stands alone' : `no incident of ${service} is open`,
    alert: { ...alert, incident: id },
    incident: {
      id,
      service,
      title: event.title,
      severity: event.severity,
      state: 'triggered',
      openedAt: now,
      alerts: [kept(alert)],
      rooms: targets.map((target) => ({ target })),
      version: 0,
    },
    entries: [{ incident: id, at: now, kind: 'opened', text: `Opened by the alert ${event.title}` }],
  };
}

function decideResolved(event: AlertEvent, situation: Situation): Decision {
  const { alert: known, now } = situation;
  if (known === undefined) {
    return {
      name: 'resolved',
      reason: 'it was never seen firing, and a resolve alone opens nothing',
      alert: { ...firing(event, situation), state: 'resolved', resolvedAt: event.at },
      entries: [],
    };
  }
  if (known.state === 'resolved') {
    const alert = event.at > known.lastEventAt ? { ...known, lastEventAt: event.at } : undefined;
    return { name: 'duplicate', reason: 'it is resolved already', alert, entries: [] };
  }
  const alert: Alert = { ...known, state: 'resolved', resolvedAt: event.at, lastEventAt: event.at };
  const incident = situation.incident?.id === known.incident ? situation.incident : undefined;
  if (incident === undefined) return { name: 'resolved', reason: 'it belongs to no incident', alert, entries: [] };
  const told = withAlert(incident, alert);
  const stillFiring = told.alerts.some((one) => one.state === 'fired');
  const isOpen = incident.state !== 'resolved';
  return {
    name: 'resolved',
    reason: reasonOfEnd(incident, stillFiring),
    alert,
    incident: isOpen && !stillFiring ? { ...told, quietSince: now } : told,
    entries: [{ incident: incident.id, at: now, kind: 'alert-resolved', text: `Alert resolved: ${known.title}` }],
  };
}

function reasonOfEnd({ id, state }: Incident, stillFiring: boolean): string {
  if (state === 'resolved') return `${id} was resolved before`;
  return stillFiring ? `other alerts of ${id} still fire` : `it was the last alert of ${id} that fired`;
}

/** The incident with the alert as it is now, in its place or as the last. */
function withAlert(incident: Incident, alert: Alert): Incident {
  const { alerts } = incident;
  const isNew = alerts.every((one) => one.key !== alert.key);
  return { ...incident, alerts: isNew ? [...alerts, kept(alert)] : alerts.map((one) => (one.key === alert.key ? kept(alert) : one)) };
}

function kept({ key, source, title, description, severity, state, firedAt, resolvedAt, link }: Alert): AlertOfIncident {
  return { key, source, title, description, severity, state, firedAt, resolvedAt, link };
}

function firing(event: AlertEvent, { alert, service }: Situation): Alert {
  return {
    key: event.key,
    source: event.source,
    service,
    title: event.title,
    description: event.description,
    severity: event.severity,
    state: 'fired',
    firedAt: event.at,
    lastEventAt: event.at,
    incident: alert?.incident,
    link: event.link,
  };
}

/** An incident's severity is raised, never lowered: what once was worse stays worth the attention until it is resolved. */
function raisedEntry(incident: Incident, event: AlertEvent, now: number): readonly TimelineEntry[] {
  if (moreSevere(incident.severity, event.severity) === incident.severity) return [];
  return [{ incident: incident.id, at: now, kind: 'severity', text: `Severity raised from ${incident.severity} to ${event.severity}` }];
}
