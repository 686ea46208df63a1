import type { Generated } from 'kysely';
import type { AuditEntry } from '../../core/ledger.ts';
import type { Alert, AlertSourceName, Waiting } from '../../core/model/alert.ts';
import type { Effect } from '../../core/model/delivery.ts';
import type { IncidentState, IncidentWait } from '../../core/model/incident.ts';

/** The ledger's tables. `body` columns hold the whole shape as JSON; beside them stand the columns that are searched by. */
export interface Tables {
  readonly events: EventRow;
  readonly turns: TurnRow;
  readonly decisions: DecisionRow;
  readonly alerts: AlertRow;
  readonly incidents: IncidentRow;
  readonly incident_alerts: IncidentAlertRow;
  readonly incident_marks: MarkRow;
  readonly entries: EntryRow;
  readonly deliveries: DeliveryRow;
  readonly paces: PaceRow;
  readonly served: ServedRow;
  readonly invocations: InvocationRow;
  readonly audit: AuditRow;
  readonly probe: ProbeRow;
  readonly migrations: MigrationRow;
}

interface EventRow {
  readonly id: Generated<number>;
  readonly source: AlertSourceName;
  readonly identity: string;
  readonly received_at: number;
  readonly body: string;
  readonly resource: string | null;
  readonly state: 'new' | 'triaged' | 'rejected';
  /** The decision's name, once triaged. */
  readonly decision: string | null;
  /** Why it was decided so, or why it was rejected. */
  readonly reason: string | null;
  readonly via: 'poll' | null;
}

/** One row: how many changes with a turn were committed. */
interface TurnRow {
  readonly one: number;
  readonly n: number;
}

interface DecisionRow {
  readonly id: Generated<number>;
  readonly at: number;
  readonly alert: string | null;
  readonly incident: string | null;
  readonly body: string;
}

export interface AlertRow {
  readonly key: string;
  readonly body: string;
  /** As alertId gives it. */
  readonly short_id: string;
  readonly source: AlertSourceName;
  readonly firing: string | null;
  readonly state: Alert['state'];
  readonly service: string | null;
  readonly waiting: Waiting['kind'] | null;
  /** Whose end it waits for, where it is silenced. */
  readonly silence: string | null;
  readonly ends_at: number | null;
  readonly last_event_at: number;
}

interface IncidentRow {
  readonly id: string;
  readonly number: number;
  readonly service: string | null;
  readonly state: IncidentState;
  readonly version: number;
  /** As waitOf gives it. */
  readonly wait: IncidentWait['kind'] | null;
  readonly wait_since: number | null;
  readonly body: string;
}

/** An alert as its incident keeps it. */
interface IncidentAlertRow {
  /** Of the incident. */
  readonly number: number;
  /** In the order they joined, from 0. */
  readonly place: number;
  readonly body: string;
}

/** A mark of an incident (marksOf). */
interface MarkRow {
  /** Of the incident. */
  readonly number: number;
  readonly mark: string;
  /** When the incident was resolved; `notEnded` while it is open. */
  readonly ended_at: number;
}

/** Later than every moment. */
export const notEnded = Number.MAX_SAFE_INTEGER;

interface EntryRow {
  readonly id: Generated<number>;
  readonly incident: string;
  readonly body: string;
  /** JSON: the destinations it is told in; null: in none. */
  readonly told_in: string | null;
}

interface DeliveryRow {
  readonly id: Generated<number>;
  readonly key: string;
  readonly destination: string;
  readonly effect: string;
  readonly due_at: number;
  readonly state: 'waiting' | 'done' | 'dead';
  readonly attempts: number;
  readonly leased_until: number | null;
  readonly reason: string | null;
  readonly settled_at: number | null;
  readonly lane: string;
  readonly owner: string;
  readonly kind: Effect['kind'];
  readonly incident: string | null;
  /** Of an 'incident-thread': the entry it begins with. */
  readonly first: number | null;
  /** Of an 'incident-thread' that waits: what goes out about its incident meanwhile puts it off for so long. */
  readonly gap_ms: number;
  /** Half a number above the id that it stands behind in its lane since it was retried; null: it stands by its own id. */
  readonly behind: number | null;
  /** The place of its urgency among `urgencies`: the smaller the sooner. */
  readonly urgency: number;
}

/** How much a destination has been sent: GCRA (ITU-T I.371), so that one number says all. Where it has no pace the row is only held. */
interface PaceRow {
  readonly destination: string;
  /** The theoretical arrival time: when all that was sent would be sent, had it been sent at the even pace. */
  readonly tat: number;
  /** When the next may be sent. */
  readonly free_at: number;
  readonly every_ms: number;
  /** Its platform wants it to be left alone until then. */
  readonly paused_until: number;
}

/** Who was served last in a destination: the highest `turn`. */
interface ServedRow {
  readonly destination: string;
  readonly owner: string;
  readonly turn: number;
}

interface InvocationRow {
  readonly id: string;
  readonly received_at: number;
  readonly finished_at: number | null;
  readonly body: string;
}

interface AuditRow {
  readonly id: Generated<number>;
  readonly at: number;
  readonly who: string;
  readonly what: string;
  readonly place: string;
  readonly result: AuditEntry['result'];
  readonly ms: number | null;
  /** JSON. */
  readonly detail: string | null;
}

/** One row that is rewritten to find out whether the store can be written. */
interface ProbeRow {
  readonly one: number;
  readonly at: number;
}

interface MigrationRow {
  readonly number: number;
  readonly name: string;
  readonly applied_at: number;
}
