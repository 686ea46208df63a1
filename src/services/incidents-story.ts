import type { Ledger } from '../core/ledger.ts';
import type { Incident, TimelineEntry } from '../core/model/incident.ts';
import type { Person } from '../core/model/person.ts';
import { withRoomNames } from '../core/model/room-names.ts';
import type { Settings } from '../core/ports.ts';
import { entryOf } from './incidents-change.ts';
import { findIncident } from './incidents-view.ts';
import { readRoomNames } from './room-names.ts';
import type { Incidents } from './services.ts';

type StoryNeeds = Needs & { readonly settings: Pick<Settings, 'list'> };
type Needs = { readonly ledger: Pick<Ledger, 'incident' | 'incidents' | 'timeline' | 'commit'> };

/** Characters (UTF-16 units) of a note that are kept: a button must be able to carry it, and Slack's holds 2,000. */
export const longestNote = 1_500;

/** What is kept of a note: all of it, or its beginning and an ellipsis. */
export function cutNote(text: string): string {
  const whole = text.trim();
  if (whole.length <= longestNote) return whole;
  let kept = '';
  for (const character of whole) {
    if (kept.length + character.length >= longestNote) break;
    kept += character;
  }
  return `${kept}…`;
}

/** The same words of the same moment and mouth are one note: a second click, or a command taken up again after a crash. */
const repeatedMs = 10 * 60_000;

/** Adds what a person says to the story and tells it in every room of the incident; see Incidents.note. */
export async function addNote(
  { ledger }: Needs,
  id: string,
  note: Parameters<Incidents['note']>[1],
  by: Person,
): Promise<{ readonly result: 'added' | 'already'; readonly incident: Incident }> {
  const incident = await findIncident(ledger, id);
  const saidBy = note.saidBy === by.name ? undefined : note.saidBy;
  const entry: TimelineEntry = { incident: incident.id, at: note.at, kind: 'note', by, text: cutNote(note.text), saidBy };
  const story = await ledger.timeline(incident.id);
  if (story.some((one) => isSame(one, entry))) return { result: 'already', incident };
  // The card shows no notes, so the incident itself stays as it is.
  await ledger.commit({ entries: [entryOf(incident, entry)] });
  return { result: 'added', incident };
}

export async function storyOf({ ledger, settings }: StoryNeeds, id: string): Promise<readonly TimelineEntry[]> {
  const incident = await findIncident(ledger, id);
  // As it was stored is not as it happened: a late event comes after what it preceded.
  const story = (await ledger.timeline(incident.id)).toSorted((one, other) => one.at - other.at);
  const names = await readRoomNames(settings);
  return story.map((entry) => ({ ...entry, text: withRoomNames(entry.text, names) }));
}

function isSame(one: TimelineEntry, other: TimelineEntry): boolean {
  return one.kind === 'note' && one.text === other.text && mouthOf(one) === mouthOf(other) && Math.abs(one.at - other.at) < repeatedMs;
}

function mouthOf({ saidBy, by }: TimelineEntry): string {
  return saidBy ?? `${by?.platform}:${by?.id}`;
}
