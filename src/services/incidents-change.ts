import type { Change } from '../core/ledger.ts';
import type { NewDelivery } from '../core/model/delivery.ts';
import type { Incident, TimelineEntry } from '../core/model/incident.ts';
import { formatTarget } from '../core/model/person.ts';

/**
 * Everything that follows from a changed incident: its next version, its entries told in every room, and its root message
 * redrawn there, or posted when it is new. Roots and edits come before the entries in each destination.
 */
export function changeOf(incident: Incident, entries: readonly TimelineEntry[], now: number): Change & { readonly incidents: [Incident] } {
  const next = { ...incident, version: incident.version + 1 };
  const targets = next.rooms.map((room) => room.target);
  return {
    incidents: [next],
    deliveries: next.version === 1 ? roots(next, now) : edits(next, now),
    // The root message itself tells that the incident was opened.
    entries: entries.map((entry) => ({ entry, announceTo: entry.kind === 'opened' ? [] : targets })),
  };
}

function roots(incident: Incident, now: number): readonly NewDelivery[] {
  return incident.rooms.map(({ target }) => ({
    key: `root:${incident.id}:${formatTarget(target)}`,
    destination: formatTarget(target),
    effect: { kind: 'incident-root', incident: incident.id, target },
    dueAt: now,
  }));
}

function edits(incident: Incident, now: number): readonly NewDelivery[] {
  return incident.rooms.map(({ target }) => ({
    key: `edit:${incident.id}:${incident.version}:${formatTarget(target)}`,
    destination: formatTarget(target),
    effect: { kind: 'incident-edit', incident: incident.id, target },
    dueAt: now,
  }));
}
