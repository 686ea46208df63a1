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

/**
 * A source that tells its state again and again tells a firing that ended and began once more with its first beginning. The
 * messages of one moment may cross on their way; of what is told so long after another, the later one holds.
 */
const crossingMs = 60_000;

function isOvertaken(event: AlertEvent, known: Alert): boolean {
  if (event.state === 'resolved' && isOfOlderFiring(event, known)) return true;
  if (event.state === 'fired' && event.seenAt !== undefined) {
    if (known.state === 'resolved') return event.seenAt - (known.resolvedAt ?? 0) < crossingMs && event.at <= known.lastEventAt;
    if (isSameFiring(event, known)) return false;
  }
  if (event.seenAt !== undefined && isSameFiring(event, known) && event.seenAt - known.lastEventAt >= crossingMs) return false;
  if (event.at !== known.lastEventAt) return event.at < known.lastEventAt;
  return known.state === 'resolved' && event.state === 'fired';
}

function isOfOlderFiring(event: AlertEvent, known: Alert): boolean {
  if (event.firing !== undefined && event.firing === known.firing) return false;
  return event.firingSince !== undefined && event.firingSince < known.lastEventAt;
}

/** So long after the last that was heard of a firing, another one is no repetition of it. */
const silentMs = 3_600_000;

/** A source that tells of its firings tells of another one, so the first is over, though nobody said so. */
export function isEndLost(event: AlertEvent, known: Alert): boolean {
  const isOther = event.firing !== undefined && known.firing !== undefined && event.firing !== known.firing;
  return isOther && event.at - known.lastEventAt > silentMs;
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

/** When it was told, for what counts how often it was: a state that is told again is told when it was seen. */
export function toldAt(event: AlertEvent, receivedAt: number): number {
  return Math.min(event.seenAt ?? event.at, receivedAt);
}

/** Told before: the same moment or, of a state that is told again and again, nearly so, as when its sender repeats a message. */
export function isCounted(event: AlertEvent, at: number, seen: readonly number[]): boolean {
  return seen.some((one) => (event.seenAt === undefined ? one === at : Math.abs(one - at) < crossingMs));
}
