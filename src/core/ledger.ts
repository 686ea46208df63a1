import type { AuditDetail, Invocation } from './invocation.ts';
import type { Alert, AlertSourceName } from './model/alert.ts';
import type { DecisionRecord } from './model/decision.ts';
import type { FailedDelivery, NewDelivery, Pace, Receipt, Settlement, StoredDelivery, Urgency } from './model/delivery.ts';
import type { Incident, IncidentWait, TimelineEntry } from './model/incident.ts';
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
  /** 'poll': nobody posted it, it was found by asking the source. */
  readonly via?: 'poll' | undefined;
}

export interface StoredEvent extends NewEvent {
  readonly id: number;
}

export interface StoredEntry extends TimelineEntry {
  readonly id: number;
}

export interface NewEntry {
  readonly entry: TimelineEntry;
  readonly announceTo: readonly Target[];
  readonly gapMs: number;
  /** As NewDelivery.owner. */
  readonly owner: string;
  /** As NewDelivery.urgency; of lines that go out together the highest counts. */
  readonly urgency: Urgency;
  /** 'for company': no message goes out for it alone; it goes out with the first that does in that thread. */
  readonly waits?: 'for company' | undefined;
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
  /**
   * The turn that was read before anything this change is decided from: a conflict when another triage has committed since.
   * Of changes with a turn each is decided knowing all before it, however many processes triage.
   */
  readonly turn?: number | undefined;
  /** Events that are thereby triaged, each with the decision's name and reason. One 'rejected' is listed as such from then on. */
  readonly triaged?: readonly { readonly event: number; readonly decision: string; readonly reason: string }[] | undefined;
  readonly decisions?: readonly DecisionRecord[] | undefined;
  readonly alerts?: readonly Alert[] | undefined;
  /** A new incident has version 1; a changed one the version that was read plus 1. */
  readonly incidents?: readonly Incident[] | undefined;
  /**
   * Each entry is also told in the incident's thread in each target of `announceTo`, by an 'incident-thread' delivery of the lane
   * of that incident there (laneOf), stored after `deliveries`. One that waits there and was never begun takes the entry along;
   * otherwise a new one is stored for it, unless it waits for company (NewEntry.waits). It is due at entry.at, but not before `gapMs` after the last message about the incident
   * that went out there (root or thread), also where that one goes out only after the entry was stored. An earlier due time, and a
   * smaller gap, count for all that go out together.
   */
  readonly entries?: readonly NewEntry[] | undefined;
  /**
   * An 'incident-edit' is not stored where an 'incident-edit' or the 'incident-root' of its lane waits that was never begun: that one
   * is drawn when it goes out, and shows the same. (An earlier due time of the new edit counts for a waiting edit, not for a root.)
   */
  readonly deliveries?: readonly NewDelivery[] | undefined;
}

/** What there is to be done: 'events' to triage, 'deliveries' to make, or 'either' where the store does not say. */
export type Work = 'deliveries' | 'either' | 'events';

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
  /** See Change.turn: one more after each commit that had one. */
  readonly triageTurn: () => Promise<number>;
  /** Every event from `since` on (received) whose id is above `after`, oldest first; those that were rejected too, where asked for alone. */
  readonly events: (filter: {
    readonly since?: number | undefined;
    readonly after?: number | undefined;
    readonly only?: 'rejected' | undefined;
    /** 'newest first' instead of oldest first. */
    readonly order?: 'newest first' | undefined;
    readonly most: number;
  }) => Promise<readonly StoredEvent[]>;
  /** 'conflict': somebody changed one of the incidents or triaged one of the events since it was read; nothing was written. */
  readonly commit: (change: Change) => Promise<'committed' | 'conflict'>;

  /** As it is now. */
  readonly alert: (key: string) => Promise<Alert | undefined>;
  /** The alert whose present or last firing this is. */
  readonly alertOfFiring: (source: AlertSourceName, firing: string) => Promise<Alert | undefined>;
  /**
   * Newest event first. `waiting`: only those that wait for that; `silence`: only those that wait for the end of that one;
   * `dueBy`: only those that are due (dueOf) up to then, the soonest first; `id`: as alertId gives it; `order`: the most severe
   * first, of these what waits for nothing first.
   */
  readonly alerts: (filter: {
    readonly state?: Alert['state'] | undefined;
    /** 'unassigned': those of no service. */
    readonly service?: string | undefined;
    readonly waiting?: NonNullable<Alert['waiting']>['kind'] | undefined;
    readonly silence?: string | undefined;
    readonly dueBy?: number | undefined;
    readonly id?: string | undefined;
    readonly order?: 'most severe first' | undefined;
    readonly most: number;
  }) => Promise<readonly Alert[]>;
  /** The silences whose end an alert that fires waits for, whether or not they still exist. */
  readonly silencesWaitedFor: () => Promise<readonly string[]>;
  /** Newest first unless said otherwise; of one alert, one incident, or all. */
  readonly decisions: (of: {
    readonly alert?: string | undefined;
    readonly incident?: string | undefined;
    readonly since?: number | undefined;
    readonly order?: 'oldest first' | undefined;
    readonly most: number;
  }) => Promise<readonly DecisionRecord[]>;
  /** Open incidents, and those resolved at or after `resolvedSince`, that have one of the marks (marksOf); newest first. */
  readonly candidates: (of: {
    readonly marks: readonly string[];
    readonly resolvedSince: number;
    readonly most: number;
  }) => Promise<readonly Incident[]>;
  readonly incident: (id: string) => Promise<Incident | undefined>;
  /** Newest first. `waiting`: only those that wait so (waitOf) since then or earlier, the longest first. */
  readonly incidents: (filter: {
    readonly open?: true;
    readonly service?: string | undefined;
    readonly waiting?: IncidentWait | undefined;
    readonly most: number;
  }) => Promise<readonly Incident[]>;
  /** Since when the incident waits that waits so the longest; undefined: none does. */
  readonly longestWait: (kind: IncidentWait['kind']) => Promise<number | undefined>;
  /** The number of the next incident: one more than the highest so far. */
  readonly nextIncidentNumber: () => Promise<number>;
  readonly timeline: (incident: string) => Promise<readonly StoredEntry[]>;
  readonly entry: (id: number) => Promise<StoredEntry | undefined>;

  /**
   * Takes what is due, for 30 s: of each lane its oldest (of a lane whose oldest is a line that is not due and was never begun, a
   * redraw that is), passing over the busy lanes; of each destination no more than its pace
   * allows (kept in the store, so that several processes together keep to it); the most urgent first, and
   * of what is as urgent of the services in turn, so that one with much to say does not keep back the others. Each leased delivery counts as sent for the pace. Nothing goes to a destination that is to
   * be left alone (Settlement.pauseUntil), whichever process was told so, nor to one whose pace is 'closed': it has enough in hand.
   */
  readonly lease: (
    now: number,
    options: {
      readonly most: number;
      readonly busy: readonly string[];
      readonly pace: (destination: string) => Pace | 'closed' | undefined;
    },
  ) => Promise<readonly StoredDelivery[]>;
  readonly settle: (id: number, settlement: Settlement) => Promise<void>;
  /** Ends every lease: called once at start by the only process that uses an embedded store. */
  readonly releaseLeases: () => Promise<void>;
  /** When the next unsettled delivery can be leased: it is due, no lease holds it, and its destination's pace or pause allows it. */
  readonly nextDeliveryDue: () => Promise<number | undefined>;
  /**
   * The lines that an 'incident-thread' delivery tells, oldest first: the same at every attempt. The lane's first takes along what
   * waited for company, and how the incident was opened, also in a room that came later.
   */
  readonly threadEntries: (delivery: {
    readonly incident: string;
    readonly target: Target;
    readonly first: number;
  }) => Promise<readonly StoredEntry[]>;
  readonly delivery: (key: string) => Promise<Receipt | undefined>;
  /** All deliveries about an incident, oldest first. */
  readonly receipts: (incident: string) => Promise<readonly Receipt[]>;
  /** Those given up, newest first. */
  readonly failedDeliveries: (most: number) => Promise<readonly FailedDelivery[]>;
  /** Makes one that was given up due again, behind all that waits in its lane. 'absent': there is none with this id. */
  readonly retryDelivery: (id: number, dueAt: number) => Promise<'ordered' | 'absent'>;
  /** Told, shortly after its commit, that another process (or this one) stored something to be done; gives back how to stop listening. */
  readonly onWork: (listener: (work: Work) => void) => () => void;

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
