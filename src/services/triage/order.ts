import type { Alert, AlertEvent } from '../../core/model/alert.ts';

/** Where an event stands among those of its alert, by the source's own clock alone. */
export type Order =
  | { readonly kind: 'overtaken'; readonly reason: string }
  /** Of the firing that is known, told once more. */
  | { readonly kind: 'repeated'; readonly reason: string }
  | { readonly kind: 'new'; readonly reason: string };

/** Of two events of one moment the resolve counts as the later, so that any order of arrival ends in the same state. */
export function orderOf(event: AlertEvent, known: Alert | undefined): Order {
  if (known === undefined) return { kind: 'new', reason: 'the first that is heard of it' };
  if (isOvertaken(event, known)) return { kind: 'overtaken', reason: `it is late: the alert has ${known.state} after it` };
  if (event.state === known.state && isSameFiring(event, known)) return { kind: 'repeated', reason: 'this firing is known' };
  return { kind: 'new', reason: `newer than all that is known, by which the alert has ${known.state}` };
}

function isOvertaken(event: AlertEvent, known: Alert): boolean {
  if (event.state === 'resolved' && isOfOlderFiring(event, known)) return true;
  if (event.at !== known.lastEventAt) return event.at < known.lastEventAt;
  return known.state === 'resolved' && event.state === 'fired';
}

function isOfOlderFiring(event: AlertEvent, known: Alert): boolean {
  if (event.firing !== undefined && event.firing === known.firing) return false;
  return event.firingSince !== undefined && event.firingSince < known.lastEventAt;
}

function isSameFiring(event: AlertEvent, known: Alert): boolean {
  if (event.firing !== undefined && known.firing !== undefined) return event.firing === known.firing;
  return event.at === known.lastEventAt;
}

/**
 * When it happened, for what is compared with other alerts: sources' clocks differ by minutes, but none is told before it
 * happens.
 */
export function happenedAt(event: AlertEvent, receivedAt: number): number {
  return Math.min(event.at, receivedAt);
}
