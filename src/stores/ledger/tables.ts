import type { Generated } from 'kysely';
import type { AuditEntry } from '../../core/ledger.ts';
import type { AlertSourceName } from '../../core/model/alert.ts';
import type { IncidentState } from '../../core/model/incident.ts';

/** The ledger's tables. `body` columns hold the whole shape as JSON; beside them stand the columns that are searched by. */
export interface Tables {
  readonly events: EventRow;
  readonly alerts: AlertRow;
  readonly incidents: IncidentRow;
  readonly entries: EntryRow;
  readonly deliveries: DeliveryRow;
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
}

interface AlertRow {
  readonly key: string;
  readonly body: string;
}

interface IncidentRow {
  readonly id: string;
  readonly number: number;
  readonly service: string | null;
  readonly state: IncidentState;
  readonly version: number;
  readonly body: string;
}

interface EntryRow {
  readonly id: Generated<number>;
  readonly incident: string;
  readonly body: string;
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
