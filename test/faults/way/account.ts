import type { EmulatedMessage } from '../../../emulators/emulator.ts';
import type { Ledger } from '../../../src/core/ledger.ts';
import type { Incident } from '../../../src/core/model/incident.ts';

/** What became of all that was acknowledged. */
export interface Account {
  readonly acknowledged: number;
  readonly incidents: number;
  /** Ids of alerts that are in no incident, or were never stored. */
  readonly lost: readonly string[];
  /** Ids of alerts that are in several incidents. */
  readonly twice: readonly string[];
  /** Messages beyond those that were ordered, by platform; each with what it says. */
  readonly doubled: { readonly slack: readonly string[]; readonly teams: readonly string[] };
  /** Messages that were ordered and are not there. */
  readonly missing: readonly string[];
  readonly posts: { readonly slack: number; readonly teams: number };
  /** Deliveries that were given up or still wait. */
  readonly undone: readonly string[];
}

const most = 1_000_000;

/** Compares what was answered 2xx with the ledger, and the ledger with what can be read in the chats. */
export async function accountOf(
  ledger: Ledger,
  acknowledged: ReadonlySet<string>,
  posted: (platform: 'slack' | 'teams') => readonly EmulatedMessage[],
): Promise<Account> {
  const incidents = await ledger.incidents({ most });
  const places = await placesOf(ledger, incidents);
  const ids = [...acknowledged];
  const told = await toldOf(ledger, incidents, posted);
  return {
    acknowledged: acknowledged.size,
    incidents: incidents.length,
    lost: ids.filter((id) => (places.get(id)?.size ?? 0) === 0),
    twice: ids.filter((id) => (places.get(id)?.size ?? 0) > 1),
    ...told,
    posts: { slack: posted('slack').length, teams: posted('teams').length },
  };
}

const idIn = /alert-\d{6}/u;

/** The incidents that each alert is in, both by the decisions on its events and by the incidents' own lists. */
async function placesOf(ledger: Ledger, incidents: readonly Incident[]): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const places = new Map<string, Set<string>>();
  const put = (id: string | undefined, place: string): void => {
    if (id === undefined) return;
    places.set(id, (places.get(id) ?? new Set()).add(place));
  };
  const stored = await ledger.events({ most });
  const events = new Map(stored.map((event) => [event.id, idIn.exec(event.body)?.[0]] as const));
  for (const { event, incident } of await ledger.decisions({ most }))
    if (event !== undefined && incident !== undefined) put(events.get(event), incident);
  const held = new Set<string>();
  for (const { id, alerts } of incidents)
    for (const one of alerts) {
      const alert = idIn.exec(JSON.stringify(one))?.[0];
      put(alert, id);
      if (alert !== undefined) held.add(alert);
    }
  // A decision for an incident that does not have the alert has lost it.
  for (const id of places.keys()) if (!held.has(id)) places.delete(id);
  return places;
}

async function toldOf(
  ledger: Ledger,
  incidents: readonly Incident[],
  posted: (platform: 'slack' | 'teams') => readonly EmulatedMessage[],
): Promise<Pick<Account, 'doubled' | 'missing' | 'undone'>> {
  const doubled: Record<'slack' | 'teams', string[]> = { slack: [], teams: [] };
  const missing: string[] = [];
  const undone: string[] = [];
  for (const incident of incidents) {
    const receipts = await ledger.receipts(incident.id);
    undone.push(...receipts.filter((one) => one.state !== 'done').map((one) => `${one.state} ${one.key}: ${one.reason}`));
    for (const { target, ref } of incident.rooms) {
      const platform = target.platform === 'slack' ? 'slack' : 'teams';
      const here = receipts.filter((one) => one.state === 'done' && one.destination.startsWith(`${platform}:`));
      const messages = posted(platform);
      const roots = messages.filter((one) => one.thread === undefined && new RegExp(`\\b${incident.id}\\b`, 'u').test(one.text));
      const lines = messages.filter((one) => one.thread !== undefined && roots.some((root) => root.id === one.thread));
      const ordered = { roots: ref === undefined ? 0 : 1, lines: here.filter((one) => one.kind === 'incident-thread').length };
      doubled[platform].push(...roots.slice(ordered.roots).map((one) => one.text), ...lines.slice(ordered.lines).map((one) => one.text));
      if (roots.length < ordered.roots || !roots.some((one) => one.id === ref?.id)) missing.push(`${incident.id} in ${platform}`);
      if (lines.length < ordered.lines) missing.push(`${ordered.lines - lines.length} lines of ${incident.id} in ${platform}`);
    }
  }
  return { doubled, missing, undone };
}
