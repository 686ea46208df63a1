import type { Change, NewEntry } from '../core/ledger.ts';
import { laneOf, type NewDelivery, type Urgency } from '../core/model/delivery.ts';
import type { Incident, TimelineEntry } from '../core/model/incident.ts';
import { formatTarget } from '../core/model/person.ts';
import type { Severity } from '../core/model/severity.ts';

/** How long an incident's messages are held back; milliseconds. */
export interface Telling {
  /** How long the first message waits for alerts that belong together. */
  readonly groupWait: Readonly<Record<Severity, number>>;
  /** News of alerts are told in the thread no more often than this. */
  readonly groupInterval: number;
}

/** Lines of our own that matter are not held back for news, but a burst of them is one message. */
const importantGapMs = 10_000;
/** What an alert that flaps does is told this many intervals after the last message, all in one line. */
const flappingIntervals = 5;

/**
 * Everything that follows from a changed incident: its next version, its entries told in every room, and its root message
 * redrawn there, or posted when it is new. Roots and edits come before the entries in each room. Without `telling`, nothing
 * of it is news of alerts.
 */
export function changeOf(
  incident: Incident,
  entries: readonly TimelineEntry[],
  now: number,
  telling?: Telling,
): Change & { readonly incidents: [Incident]; readonly deliveries: readonly NewDelivery[]; readonly entries: readonly NewEntry[] } {
  const next = { ...incident, version: incident.version + 1 };
  const raised = entries.some((entry) => entry.kind === 'severity');
  const urgency = raised ? ofSeverity(next.severity, 'redraw') : 'redraw';
  return {
    incidents: [next],
    deliveries: [
      // Where it was not told so far; what people do does not bring it forward.
      ...(next.version === 1 || telling !== undefined ? roots(next, telling) : []),
      ...(next.version === 1 ? [] : edits(next, now, urgency)),
    ],
    entries: entries.map((entry) => entryOf(next, entry, telling)),
  };
}

/** An entry as it is told in the incident's rooms. The root message itself tells that the incident was opened, but not why so late. */
export function entryOf(incident: Incident, entry: TimelineEntry, telling?: Telling): NewEntry {
  return {
    entry,
    announceTo: incident.rooms.map((room) => room.target),
    waits: entry.kind === 'opened' && entry.late === undefined ? 'for company' : undefined,
    gapMs: gapOf(entry, incident, telling?.groupInterval ?? 0),
    owner: ownerOf(incident),
    urgency: urgencyOf(entry, incident),
  };
}

/** Incidents of no service have nothing in common that one of them should wait for. */
export function ownerOf(incident: Pick<Incident, 'id' | 'service'>): string {
  return incident.service ?? incident.id;
}

function urgencyOf({ kind }: TimelineEntry, { severity }: Incident): Urgency {
  switch (kind) {
    case 'severity':
      return ofSeverity(severity, 'act');
    case 'joined':
    case 'refired':
    case 'alert-resolved':
    case 'reminder':
      return 'news';
    case 'opened':
    case 'reopened':
    case 'resolved':
    case 'acknowledged':
    case 'jira':
    case 'note':
      return 'act';
  }
}

/** What only the worst incidents have; of others it is `otherwise`. */
function ofSeverity(severity: Severity, otherwise: Urgency): Urgency {
  return severity === 'P0' || severity === 'P1' ? severity : otherwise;
}

function gapOf({ kind, by, alert }: TimelineEntry, { severity }: Incident, groupInterval: number): number {
  switch (kind) {
    case 'refired':
    case 'alert-resolved':
      return alert?.flaps === undefined ? groupInterval : groupInterval * flappingIntervals;
    case 'joined':
    case 'reminder':
      return groupInterval;
    case 'severity':
      // Who has acknowledged what was harmless has to hear at once that it no longer is.
      return severity === 'P0' || severity === 'P1' ? 0 : importantGapMs;
    case 'reopened':
      return importantGapMs;
    case 'resolved':
      return by === undefined ? importantGapMs : 0;
    case 'opened':
    case 'acknowledged':
    case 'jira':
    case 'note':
      return 0;
  }
}

/** Of a room where it waits already, only an earlier time counts: what became worse waits less. */
function roots(incident: Incident, telling: Telling | undefined): readonly NewDelivery[] {
  return incident.rooms
    .filter(({ ref }) => ref === undefined)
    .map(({ target }) => ({
      key: `root:${incident.id}:${formatTarget(target)}`,
      lane: laneOf(incident.id, target),
      destination: formatTarget(target),
      owner: ownerOf(incident),
      urgency: ofSeverity(incident.severity, 'root'),
      effect: { kind: 'incident-root', incident: incident.id, target },
      dueAt: incident.openedAt + (telling?.groupWait[incident.severity] ?? 0),
    }));
}

function edits(incident: Incident, now: number, urgency: Urgency): readonly NewDelivery[] {
  return incident.rooms.map(({ target }) => ({
    key: `edit:${incident.id}:${incident.version}:${formatTarget(target)}`,
    lane: laneOf(incident.id, target),
    destination: formatTarget(target),
    owner: ownerOf(incident),
    urgency,
    effect: { kind: 'incident-edit', incident: incident.id, target },
    dueAt: now,
  }));
}
