import type { AlertOfIncident } from './alert.ts';
import type { MessageRef, Person, Target } from './person.ts';
import { wholesOf } from './resource.ts';
import type { Severity } from './severity.ts';

export const incidentStates = ['triggered', 'acknowledged', 'mitigated', 'resolved'] as const;
export type IncidentState = (typeof incidentStates)[number];

/** Where an incident is discussed: the configured target, and its root message there once that has been posted. */
export interface IncidentRoom {
  /** As configured: a channel's id or, where the platform allows it, its name. */
  readonly target: Target;
  /** The channel is the platform's id here, also where the target is a name. undefined: not posted yet. */
  readonly ref?: MessageRef | undefined;
}

/** What people work on. */
export interface Incident {
  /** "INC-7" */
  readonly id: string;
  /** Name of the service it was opened for; undefined: unassigned. */
  readonly service?: string | undefined;
  /** Every service its alerts belong to, in the order they joined. */
  readonly services: readonly string[];
  readonly title: string;
  readonly severity: Severity;
  readonly state: IncidentState;
  readonly openedAt: number;
  /** `severity`: how bad it was then. */
  readonly acknowledged?: { readonly by: Person; readonly at: number; readonly severity?: Severity | undefined } | undefined;
  readonly resolved?: { readonly by: Person | undefined; readonly at: number; readonly reason: string } | undefined;
  /** How often it was opened again after it had been resolved, and when last. */
  readonly reopened?: { readonly times: number; readonly at: number } | undefined;
  /**
   * When people were last reminded that it still fires. Where all that fires was silenced when that was due: so long before the
   * end of that as makes it due then.
   */
  readonly remindedAt?: number | undefined;
  /** Since when no alert of it fires; it resolves by itself a while later. undefined while one fires. */
  readonly quietSince?: number | undefined;
  /** Its alerts as they were while they were its, in the order they joined: what fires later in another incident changes nothing here. */
  readonly alerts: readonly AlertOfIncident[];
  readonly jira?: { readonly key: string; readonly url: string } | undefined;
  /** One per target of the route it was opened on. */
  readonly rooms: readonly IncidentRoom[];
  /** Rises with each change; a commit with an older one is refused. */
  readonly version: number;
}

/** What time alone will bring to an open incident. 'quiet': it resolves by itself; 'firing': people are reminded of it. */
export interface IncidentWait {
  readonly kind: 'quiet' | 'firing';
  /** Since when it is quiet, later by longerQuietMs; when people last heard that it fires. */
  readonly since: number;
}

const minuteMs = 60_000;

/** What was resolved and came back has to be quiet for longer before it is resolved again, or each of its flaps would be told as that. */
export function longerQuietMs({ reopened }: Pick<Incident, 'reopened'>): number {
  return Math.min((reopened?.times ?? 0) * 5 * minuteMs, 30 * minuteMs);
}

/** undefined: time brings it nothing, since it is resolved. */
export function waitOf({ state, quietSince, alerts, openedAt, reopened, remindedAt }: Incident): IncidentWait | undefined {
  if (state === 'resolved') return undefined;
  if (quietSince !== undefined) return { kind: 'quiet', since: quietSince + longerQuietMs({ reopened }) };
  if (alerts.every((alert) => alert.state === 'resolved')) return undefined;
  return { kind: 'firing', since: Math.max(openedAt, reopened?.at ?? 0, remindedAt ?? 0) };
}

/** The alert that a line of a story is about. `flaps`: it fires and ends again and again, so that nobody needs to hear of each time. */
export interface AlertTold {
  readonly key: string;
  readonly name: string;
  readonly flaps?: true | undefined;
}

/** One line of an incident's story. */
export interface TimelineEntry {
  readonly incident: string;
  readonly at: number;
  /** 'note': what a person added. */
  readonly kind:
    | 'opened'
    | 'joined'
    | 'refired'
    | 'severity'
    | 'acknowledged'
    | 'alert-resolved'
    | 'resolved'
    | 'reopened'
    | 'reminder'
    | 'jira'
    | 'note';
  /** Who did it; undefined: Tocsin itself. */
  readonly by?: Person | undefined;
  /** The sentence that is shown, without names of people or moments. */
  readonly text: string;
  /** Of 'refired', 'alert-resolved' and 'reopened'. */
  readonly alert?: AlertTold | undefined;
  /** Of what is announced long after it began: the text says why, and is told though the root message says the rest. */
  readonly late?: true | undefined;
  /** Whose words a note holds, where `by` only added them. */
  readonly saidBy?: string | undefined;
}

/** By what an incident is found as one that an alert may belong to: "service:checkout", "resource:/subscriptions/…", "release:checkout@4.2". */
export function marksOf(incident: Pick<Incident, 'services' | 'alerts'>): readonly string[] {
  const marks = incident.alerts.flatMap((alert) => [
    `alert:${alert.key}`,
    ...alert.resources.flatMap((id) => [id, ...wholesOf(id)]).map(resourceMark),
    ...(alert.release === undefined ? [] : [releaseMark(alert.release)]),
    ...(alert.operation === undefined ? [] : [operationMark(alert.operation)]),
  ]);
  return [...new Set([...incident.services.map(serviceMark), ...marks])];
}

export const serviceMark = (service: string): string => `service:${service}`;
/** ARM ids are compared without regard to case. */
export const resourceMark = (id: string): string => `resource:${id.toLowerCase()}`;
export const releaseMark = (release: string): string => `release:${release}`;
export const operationMark = (operation: string): string => `operation:${operation}`;
