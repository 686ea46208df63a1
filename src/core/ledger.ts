import type { AuditDetail, Invocation } from './invocation.ts';
import type { Alert, AlertSourceName } from './model/alert.ts';
import type { NewDelivery, Settlement, StoredDelivery } from './model/delivery.ts';
import type { Incident, TimelineEntry } from './model/incident.ts';
import type { Target } from './model/person.ts';

/** A webhook's body, kept as it came. */
export interface NewEvent {
  readonly source: AlertSourceName;
  /** From AlertSource.identify; with `source` the identity: a second one is 'duplicate'. */
  readonly identity: string;
  readonly receivedAt: number;
  readonly body: string;
  /** A header the body cannot be read without (Sentry's hook resource). */
  readonly resource?: string | undefined;
  /** Set when it could not be read: kept, but never triaged. */
  readonly rejected?: string | undefined;
}

export interface StoredEvent extends NewEvent {
  readonly id: number;
}

export interface StoredEntry extends TimelineEntry {
  readonly id: number;
}

export interface AuditEntry {
  readonly at: number;
  /** "slack:U1", or "tocsin". */
  readonly who: string;
  readonly what: string;
  readonly where: string;
  readonly result: 'done' | 'denied' | 'refused' | 'failed';
  /** How long it took. */
  readonly ms?: number | undefined;
  /** What else is worth keeping: of a query, where it was asked and how many rows came. */
  readonly detail?: AuditDetail | undefined;
}

/** Everything that one decision changes; all of it or nothing is written. */
export interface Change {
  /** Events that are thereby triaged, each with the decision's name and reason. */
  readonly triaged?: readonly { readonly event: number; readonly decision: string; readonly reason: string }[] | undefined;
  readonly alerts?: readonly Alert[] | undefined;
  /** A new incident has version 1; a changed one the version that was read plus 1. */
  readonly incidents?: readonly Incident[] | undefined;
  /**
   * Each entry is also told in the incident's thread in each target of `announceTo`: the ledger stores an 'incident-entry'
   * delivery for it, after `deliveries`, with key `entry:<entry id>:<target>`, destination formatTarget(target), due at entry.at.
   */
  readonly entries?: readonly { readonly entry: TimelineEntry; readonly announceTo: readonly Target[] }[] | undefined;
  readonly deliveries?: readonly NewDelivery[] | undefined;
}

export interface Health {
  readonly writable: 'yes' | 'no';
  readonly reason?: string | undefined;
}

/**
 * The durable record: events, alerts, incidents, deliveries, invocations, audit. Every promise of a write settles after the
 * commit is on disk. Throws ProviderError when the store cannot be written or read.
 */
export interface Ledger {
  /** Concurrent calls are committed in groups. */
  readonly storeEvent: (event: NewEvent) => Promise<'stored' | 'duplicate'>;
  /** Events not yet triaged, oldest first. */
  readonly untriaged: (most: number) => Promise<readonly StoredEvent[]>;
  /** 'conflict': somebody changed one of the incidents or triaged one of the events since it was read; nothing was written. */
  readonly commit: (change: Change) => Promise<'committed' | 'conflict'>;

  /** As it is now. */
  readonly alert: (key: string) => Promise<Alert | undefined>;
  readonly incident: (id: string) => Promise<Incident | undefined>;
  readonly incidents: (filter: {
    readonly open?: true;
    readonly service?: string | undefined;
    readonly most: number;
  }) => Promise<readonly Incident[]>;
  /** The number of the next incident: one more than the highest so far. */
  readonly nextIncidentNumber: () => Promise<number>;
  readonly timeline: (incident: string) => Promise<readonly StoredEntry[]>;
  readonly entry: (id: number) => Promise<StoredEntry | undefined>;

  /**
   * Leases up to `most` due deliveries for 30 s, at most one per destination, the oldest unsettled of each destination first:
   * what waits for its retry holds back what comes after it. Destinations in `busy` are passed over.
   */
  readonly lease: (now: number, most: number, busy: readonly string[]) => Promise<readonly StoredDelivery[]>;
  readonly settle: (id: number, settlement: Settlement) => Promise<void>;
  /** Ends every lease: called once at start by the only process that uses an embedded store. */
  readonly releaseLeases: () => Promise<void>;
  /** When the next unsettled delivery falls due (or its lease ends). */
  readonly nextDeliveryDue: () => Promise<number | undefined>;

  /** 'duplicate': this invocation's id was stored before. */
  readonly storeInvocation: (invocation: Invocation) => Promise<'stored' | 'duplicate'>;
  readonly finishInvocation: (id: string) => Promise<void>;
  /** Stored but not finished: to be taken up after a restart. */
  readonly unfinishedInvocations: () => Promise<readonly Invocation[]>;

  readonly audit: (entries: readonly AuditEntry[]) => Promise<void>;
  readonly auditTrail: (most: number) => Promise<readonly AuditEntry[]>;
  /** What this person did with this command in that place ("slack:C1") of late, as they typed or clicked it, the latest first. */
  readonly lastDone: (about: { readonly who: string; readonly where: string; readonly command: string }) => Promise<readonly string[]>;
  readonly health: () => Promise<Health>;
  readonly close: () => Promise<void>;
}
