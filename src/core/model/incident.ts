import type { AlertOfIncident } from './alert.ts';
import type { MessageRef, Person, Target } from './person.ts';
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
  /** Name of the service; undefined: unassigned. */
  readonly service?: string | undefined;
  readonly title: string;
  readonly severity: Severity;
  readonly state: IncidentState;
  readonly openedAt: number;
  readonly acknowledged?: { readonly by: Person; readonly at: number } | undefined;
  readonly resolved?: { readonly by: Person | undefined; readonly at: number; readonly reason: string } | undefined;
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

/** One line of an incident's story. */
export interface TimelineEntry {
  readonly incident: string;
  readonly at: number;
  /** 'note': what a person added. */
  readonly kind: 'opened' | 'joined' | 'severity' | 'acknowledged' | 'alert-resolved' | 'refired' | 'jira' | 'note' | 'resolved';
  /** Who did it; undefined: Tocsin itself. */
  readonly by?: Person | undefined;
  /** The sentence that is shown, without names of people or moments. */
  readonly text: string;
  /** Whose words a note holds, where `by` only added them. */
  readonly saidBy?: string | undefined;
}
