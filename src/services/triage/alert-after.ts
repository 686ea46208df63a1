import type { Alert, AlertEvent } from '../../core/model/alert.ts';
import { moreSevere } from '../../core/model/severity.ts';
import { happenedAt } from './order.ts';

/** What is told of an event beside itself. */
export interface Received {
  readonly at: number;
  /** 'poll': nobody posted it, it was found by asking the source. */
  readonly via?: 'poll' | undefined;
}

/** The alert in a new firing. What it waited for, and which incident it was in last, stay known. */
export function newFiring(event: AlertEvent, known: Alert | undefined, service: string | undefined, received: Received): Alert {
  return {
    ...factsOf(event),
    key: known?.key ?? event.key,
    service,
    state: 'fired',
    firedAt: happenedAt(event, received.at),
    lastEventAt: event.at,
    firing: event.firing,
    incident: known?.incident,
    endsAt: endsAt(event, received),
    // What tells its firings apart would have posted this one; what is only ever found by asking does not.
    recovered: received.via === 'poll' && event.firing !== undefined ? true : undefined,
  };
}

/** The firing goes on: told again, at its worst so far. */
export function toldAgain(event: AlertEvent, known: Alert, received: Received): Alert {
  return {
    ...known,
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
export function overUnseen(event: AlertEvent, service: string | undefined, received: Received): Alert {
  const at = happenedAt(event, received.at);
  const fired = newFiring(event, undefined, service, received);
  return {
    ...fired,
    state: 'resolved',
    firedAt: Math.min(event.firingSince ?? at, at),
    resolvedAt: at,
    endsAt: undefined,
    recovered: undefined,
  };
}

function factsOf(event: AlertEvent) {
  const { source, rule, title, description, severity, resources, labels, project, operation, release, link } = event;
  return { source, rule, title, description, severity, resources, labels, project, operation, release, link };
}

/** Counted from when we were told: the source's clock may be minutes behind. */
function endsAt(event: AlertEvent, received: Received): number | undefined {
  return event.endsAfterMs === undefined ? undefined : received.at + event.endsAfterMs;
}
