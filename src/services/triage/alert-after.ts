import type { Alert, AlertEvent, AlertFacts } from '../../core/model/alert.ts';
import { moreSevere } from '../../core/model/severity.ts';
import { happenedAt } from './order.ts';

/** What the catalogue says of the event. */
export interface ServiceFound {
  /** undefined: unassigned, for now where the catalogue could not answer. */
  readonly name: string | undefined;
  readonly answered: 'answered' | 'failed';
  /** "its resource pg-orders is in group rg-orders", or why nothing was found */
  readonly by: string;
}

/** What is told of an event beside itself. */
export interface Received {
  readonly at: number;
  /** 'poll': nobody posted it, it was found by asking the source. */
  readonly via?: 'poll' | undefined;
}

/** The alert in a new firing. What it waits for, and which incident it was in last, stay known. */
export function newFiring(event: AlertEvent, known: Alert | undefined, found: ServiceFound, received: Received): Alert {
  // Of a firing that was over and is told again with its first beginning, the beginning is when that was seen.
  const isAgain = known?.state === 'resolved' && event.seenAt !== undefined && event.at <= known.lastEventAt;
  const at = isAgain ? event.seenAt : event.at;
  return {
    ...factsOf(event),
    key: known?.key ?? event.key,
    ...serviceOf(found),
    state: 'fired',
    firedAt: Math.min(at, received.at),
    lastEventAt: at,
    firing: event.firing,
    incident: known?.incident,
    waiting: known?.waiting,
    endsAt: endsAt(event, received),
    // What tells its firings apart would have posted this one; what is only ever found by asking does not.
    recovered: received.via === 'poll' && event.firing !== undefined ? true : undefined,
  };
}

/**
 * The firing goes on: told again, at its worst so far, as its newest message says. A listing that does not even tell its condition
 * says less than what was posted. Where its service could not be found, it is by now.
 */
export function toldAgain(event: AlertEvent, known: Alert, found: ServiceFound, received: Received): Alert {
  const isNewest = event.at >= known.lastEventAt && event.knownBy === undefined;
  return {
    ...known,
    ...(isNewest ? factsOf(event) : {}),
    ...(known.isServiceUnknown === true ? serviceOf(found) : {}),
    severity: moreSevere(known.severity, event.severity),
    lastEventAt: Math.max(known.lastEventAt, event.at),
    firing: event.firing ?? known.firing,
    endsAt: endsAt(event, received),
  };
}

/** It is over. `lastEventAt` stays the source's: an end that no event told must not overtake the source's next one. */
export function over(known: Alert, at: number, lastEventAt: number): Alert {
  return { ...known, state: 'resolved', resolvedAt: Math.max(at, known.firedAt), lastEventAt, waiting: undefined, endsAt: undefined };
}

/** A resolve of what was never seen firing: kept, so that a fire that comes late is known to be over. */
export function overUnseen(event: AlertEvent, found: ServiceFound, received: Received): Alert {
  const at = happenedAt(event, received.at);
  const fired = newFiring(event, undefined, found, received);
  return {
    ...fired,
    state: 'resolved',
    firedAt: Math.min(event.firingSince ?? at, at),
    resolvedAt: at,
    endsAt: undefined,
    recovered: undefined,
  };
}

export function serviceOf({ name, answered }: ServiceFound): Pick<Alert, 'service' | 'isServiceUnknown'> {
  return { service: name, isServiceUnknown: answered === 'failed' ? true : undefined };
}

/** Whether rules that were asked before may say something else now. */
export function looksAlike(one: Alert, other: Alert): boolean {
  return one.service === other.service && JSON.stringify(factsOf(one)) === JSON.stringify(factsOf(other));
}

function factsOf(event: AlertFacts): AlertFacts {
  const { source, rule, title, description, severity, resources, labels, project, operation, release, link } = event;
  return { source, rule, title, description, severity, resources, labels, project, operation, release, link };
}

/** Counted from when we were told: the source's clock may be minutes behind. */
function endsAt(event: AlertEvent, received: Received): number | undefined {
  return event.endsAfterMs === undefined ? undefined : received.at + event.endsAfterMs;
}
