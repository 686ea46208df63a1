import type { Target } from './person.ts';

/**
 * One outgoing effect, stored until it is settled. It says what to do, not what to send: the text is made when it is sent,
 * from the state of that moment, so an edit that waited is never out of date.
 */
export type Effect =
  /** Posts an incident's root message into `target`. */
  | { readonly kind: 'incident-root'; readonly incident: string; readonly target: Target }
  /** Redraws the incident's root message in `target`. */
  | { readonly kind: 'incident-edit'; readonly incident: string; readonly target: Target }
  /** Posts one line of the story into the incident's thread in `target`. */
  | { readonly kind: 'incident-entry'; readonly incident: string; readonly target: Target; readonly entry: number }
  /** Creates the incident's JIRA issue. */
  | { readonly kind: 'incident-jira'; readonly incident: string; readonly by: string }
  /** Posts the digest of `schedule` that fell due at `due`. */
  | { readonly kind: 'digest'; readonly schedule: string; readonly due: number; readonly target: Target };

export interface NewDelivery {
  /** Idempotency key: a second delivery with the same key is not stored. */
  readonly key: string;
  /** Deliveries to one destination go out one after another, in the order they were stored: "slack:#ops", "jira". */
  readonly destination: string;
  readonly effect: Effect;
  /** Not before; milliseconds since 1970 (UTC). */
  readonly dueAt: number;
}

export interface StoredDelivery extends NewDelivery {
  readonly id: number;
  /** Begun before this one, finished or not: above 0 means that it may have arrived already. */
  readonly attempts: number;
}

/** What became of an attempt. `retry`: it waits, and with it all that comes after it in its destination. `dead`: given up, for good. */
export type Settlement =
  | { readonly outcome: 'done' }
  | { readonly outcome: 'retry'; readonly dueAt: number; readonly reason: string }
  | { readonly outcome: 'dead'; readonly reason: string };
