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
  readonly about: { readonly kind: 'alert'; readonly alert: Alert } | { readonly kind: 'incident'; readonly incident: Incident };
  /** Oldest first. */
  readonly decisions: readonly DecisionRecord[];
  /** How many older ones are left out. */
  readonly omitted: number;
  /** Of the incident; oldest first. */
  readonly receipts: readonly Receipt[];
}

/** Alerts as triage left them, and what it decided. */
export interface Alerts {
  /** Firing ones, newest first; of one service, or all. Throws UserError for an unknown service. */
  readonly firing: (of: { readonly service: string | undefined; readonly most: number }) => Promise<readonly Alert[]>;
  /** What could not be read, newest first. */
  readonly rejected: (most: number) => Promise<readonly StoredEvent[]>;
  /** An alert by its id ("A-1f03c2d9"), its title or a part of it, or an incident by its id. Throws UserError with the nearest. */
  readonly explain: (name: string) => Promise<Explanation>;
}

/** Silences made in a chat, and the maintenance windows of the configuration. */
export interface Silences {
  /** Those that hold or are to come; with when each holds next: `from` ≤ now means it holds now. */
  readonly list: (now: number) => Promise<readonly { readonly silence: Silence; readonly from: number; readonly to: number }[]>;
  readonly add: (
    silence: { readonly match: Matchers; readonly times: SilenceTimes; readonly reason: string },
    by: Person,
  ) => Promise<Silence>;
  /** Ends it now: what still fires is announced. Throws UserError for an unknown one, and for one of the configuration. */
  readonly end: (id: string, by: Person) => Promise<Silence>;
}

/** Deliveries that were given up. */
export interface FailedDeliveries {
  readonly list: (most: number) => Promise<readonly FailedDelivery[]>;
  /** Throws UserError when there is none with this number. */
  readonly retry: (id: number) => Promise<void>;
}
