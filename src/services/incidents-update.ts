import type { Ledger } from '../core/ledger.ts';
import type { Incident, TimelineEntry } from '../core/model/incident.ts';
import { changeOf, type Telling } from './incidents-change.ts';

/** What is to become of an incident, decided from how it was just read; undefined: nothing has to change. */
export type Update = { readonly incident: Incident; readonly entries: readonly TimelineEntry[] } | undefined;

const mostConflicts = 20;

/**
 * Reads, decides and commits until no one else changed the incident in between. Gives back the incident as it is then, and
 * whether this call changed it. `decide` may throw to refuse. Rooms are redrawn and told as changeOf says.
 */
export async function updateIncident(
  ledger: Pick<Ledger, 'commit'>,
  read: () => Promise<Incident>,
  decide: (incident: Incident) => Update,
  now: number,
  telling?: Telling,
): Promise<{ readonly changed: 'changed' | 'unchanged'; readonly incident: Incident }> {
  for (let attempt = 0; attempt < mostConflicts; attempt += 1) {
    const incident = await read();
    const update = decide(incident);
    if (update === undefined) return { changed: 'unchanged', incident };
    const change = changeOf(update.incident, update.entries, now, telling);
    if ((await ledger.commit(change)) === 'committed') {
      return { changed: 'changed', incident: change.incidents[0] };
    }
  }
  throw new Error(`an incident met ${mostConflicts} conflicts one after another`);
}
