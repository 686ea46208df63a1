import type { StoredEvent } from '../core/ledger.ts';
import type { Alert } from '../core/model/alert.ts';
import type { DecisionRecord } from '../core/model/decision.ts';
import type { FailedDelivery, Receipt } from '../core/model/delivery.ts';
import type { Incident } from '../core/model/incident.ts';
import type { Matchers } from '../core/model/matchers.ts';
import type { Person } from '../core/model/person.ts';
import type { Silence, SilenceTimes } from '../core/model/silence.ts';

/** Why something was, or was not, announced: the chain of decisions, and what became of the messages. */
export interface Explanation {
  /** `incident` of an alert: the one it is in, or was in last. */
  readonly about:
    | { readonly kind: 'alert'; readonly alert: Alert; readonly incident: Incident | undefined }
    | { readonly kind: 'incident'; readonly incident: Incident };
  /** Oldest first. */
  readonly decisions: readonly DecisionRecord[];
  /** 'some': there are so many that those between the first and the latest were not read. */
  readonly omitted: 'none' | 'some';
  /** Of the incident; oldest first. */
  readonly receipts: readonly Receipt[];
  /** What rooms are called: "teams:19:…@thread.tacv2" → "teams:incidents", of those whose name is known and is not in the address. */
  readonly roomNames: ReadonlyMap<string, string>;
}

/** What a name in `why` means. 'unclear': several alerts, those that fire first, then the one heard of last; at least two. */
export type Explained =
  | { readonly kind: 'explained'; readonly explanation: Explanation }
  | { readonly kind: 'unclear'; readonly alerts: readonly Alert[] };

/** An alert that fires; 'resolved': its incident was closed meanwhile. 'none': it waits, or is in no incident. */
export interface FiringAlert {
  readonly alert: Alert;
  readonly incident: 'open' | 'resolved' | 'none';
}

/** Alerts as triage left them, and what it decided. */
export interface Alerts {
  /** Firing ones, the most severe first, of these what waits for nothing, then the newest; of one service by its name, of `unassigned`, or all. */
  readonly firing: (of: { readonly service: string | undefined; readonly most: number }) => Promise<readonly FiringAlert[]>;
  /** What could not be read, newest first. */
  readonly rejected: (most: number) => Promise<readonly StoredEvent[]>;
  /** An alert by its id ("A-1f03c2d9"), its title or a part of it, or an incident by its id. Throws UserError with the nearest. */
  readonly explain: (name: string) => Promise<Explained>;
}

/** Why a silence may keep nothing quiet: it is no mistake yet, since it may be meant for what is to come. */
export type SilenceDoubt =
  /** No alert known so far has the label, or this value of `rule`, `resource`…; `near`: what was perhaps meant. */
  | { readonly kind: 'unknown'; readonly what: string; readonly value: string; readonly near: string | undefined }
  | { readonly kind: 'does not fire'; readonly alert: Alert };

/** `alerts`: those that it names by their ids, as far as they are known. */
export interface SilenceOfAlerts {
  readonly silence: Silence;
  readonly alerts: readonly Alert[];
}

/** Silences made in a chat, and the maintenance windows of the configuration. */
export interface Silences {
  /** IANA name: in it everybody is told of times, since all read the same message. */
  readonly timeZone: string;
  /** Those that hold or are to come; with when each holds next: `from` ≤ now means it holds now. */
  readonly list: (now: number) => Promise<readonly (SilenceOfAlerts & { readonly from: number; readonly to: number })[]>;
  /** Throws UserError for an alert that does not exist: it never will. Labels and rules may be of alerts to come. */
  readonly add: (
    silence: { readonly match: Matchers; readonly times: SilenceTimes; readonly reason: string },
    by: Person,
  ) => Promise<SilenceOfAlerts & { readonly doubts: readonly SilenceDoubt[] }>;
  /**
   * Ends it now: what still fires is announced. 'already': somebody had ended it before (Silence.ended), or its time was up. Throws UserError for
   * an unknown one, and for one of the configuration.
   */
  readonly end: (id: string, by: Person) => Promise<SilenceOfAlerts & { readonly result: 'ended' | 'already' }>;
}

/** Deliveries that were given up. */
export interface FailedDeliveries {
  readonly list: (most: number) => Promise<readonly FailedDelivery[]>;
  /** Throws UserError when there is none with this number. */
  readonly retry: (id: number) => Promise<void>;
}
