import { formatTarget, type Target } from './person.ts';

/**
 * One outgoing effect, stored until it is settled. It says what to do, not what to send: the text is made when it is sent,
 * from the state of that moment, so an edit that waited is never out of date.
 */
export type Effect =
  /** Posts an incident's root message into `target`. */
  | { readonly kind: 'incident-root'; readonly incident: string; readonly target: Target }
  /** Redraws the incident's root message in `target`. */
  | { readonly kind: 'incident-edit'; readonly incident: string; readonly target: Target }
  /**
   * Tells lines of the story in the incident's thread in `target`, as one message: those from the entry `first` on, up to where
   * the next such delivery begins. Whatever is added before it goes out goes out with it; the first one there also tells what came
   * before `first` and made no message of its own (Ledger.threadEntries).
   */
  | { readonly kind: 'incident-thread'; readonly incident: string; readonly target: Target; readonly first: number }
  /** Creates the incident's JIRA issue. */
  | { readonly kind: 'incident-jira'; readonly incident: string; readonly by: string }
  /** Posts the digest of `schedule` that fell due at `due`. */
  | { readonly kind: 'digest'; readonly schedule: string; readonly due: number; readonly target: Target }
  /** Tells those who run Tocsin something about itself: a source that sends too much. */
  | { readonly kind: 'notice'; readonly text: string; readonly target: Target };

/**
 * What a destination gets first when more is due than it takes, in this order. 'P0', 'P1': the first message of such an incident, or
 * that one has become it. 'root': the first message of any other. 'act': what people did or asked for, and Tocsin's own important
 * lines. 'news': what alerts do, digests. 'redraw': a message that shows how things are now.
 */
export const urgencies = ['P0', 'P1', 'root', 'act', 'news', 'redraw'] as const;
export type Urgency = (typeof urgencies)[number];

/** What has been due for so long counts as one more urgent, and so on up to an 'act': nothing is passed over for ever. Milliseconds. */
export const patienceMs = 30_000;

export interface NewDelivery {
  /** Idempotency key: a second delivery with the same key is not stored, but an earlier `dueAt` of it counts until the first is begun. */
  readonly key: string;
  /**
   * Deliveries of one lane go out one after another, in the order they were stored, only that a redraw waits for no line that is
   * put off: "slack:#ops INC-7", "jira INC-7". A lane has one destination.
   */
  readonly lane: string;
  /** What is paced: no more goes to one destination than its platform takes: "slack:#ops", "jira". */
  readonly destination: string;
  /** The service it is for, or the incident of no service: those of one do not keep back those of another. "": none in particular. */
  readonly owner: string;
  /** What comes after it in its lane and is due lends it its own: a lane keeps its order. A second one with the same key can only raise it. */
  readonly urgency: Urgency;
  readonly effect: Effect;
  /** Not before; milliseconds since 1970 (UTC). */
  readonly dueAt: number;
}

export interface StoredDelivery extends NewDelivery {
  readonly id: number;
  /** Begun before this one, finished or not: above 0 means that it may have arrived already. */
  readonly attempts: number;
}

/**
 * What became of an attempt. `remark`: why there was nothing to be sent. `retry`: it waits, and with it all that comes after it in its lane. `pauseUntil`: the platform wants its
 * whole destination to be left alone so long (429 with Retry-After): nothing of any lane is leased for it before, and an earlier
 * moment than the one that holds already changes nothing. `dead`: given up, for good.
 */
export type Settlement =
  | { readonly outcome: 'done'; readonly remark?: string | undefined }
  | { readonly outcome: 'retry'; readonly dueAt: number; readonly reason: string; readonly pauseUntil?: number | undefined }
  | { readonly outcome: 'dead'; readonly reason: string };

/** A delivery that was given up. */
export interface FailedDelivery extends StoredDelivery {
  /** All that were made. */
  readonly attempts: number;
  readonly reason: string;
  readonly failedAt: number;
}

/** What became of a delivery so far: the receipt that `why` shows. */
export interface Receipt {
  readonly id: number;
  readonly key: string;
  readonly destination: string;
  readonly kind: Effect['kind'];
  readonly state: 'waiting' | 'done' | 'dead';
  readonly attempts: number;
  readonly dueAt: number;
  readonly settledAt?: number | undefined;
  /** Of the last attempt that failed; of what is done, why there was nothing to be sent. */
  readonly reason?: string | undefined;
}

/** How fast a destination may be sent to: one each `everyMs`, after `burst` at once. */
export interface Pace {
  readonly everyMs: number;
  readonly burst: number;
  /**
   * No process has more than this in hand there. For a chat that cannot be asked afterwards whether a message arrived: a process that
   * dies doubles at most what it had in hand. undefined: as many as the burst allows.
   */
  readonly atOnce?: 1;
}

/** The lane of an incident's messages in a room: root, redraws and thread keep their order (see NewDelivery.lane), and wait for no other incident. */
export function laneOf(incident: string, target: Target): string {
  return `${formatTarget(target)} ${incident}`;
}
