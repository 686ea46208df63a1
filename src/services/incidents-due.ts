import type { Ledger } from '../core/ledger.ts';
import { type Incident, type IncidentWait, longerQuietMs, waitOf } from '../core/model/incident.ts';
import type { DueJob, Log } from '../core/ports.ts';
import type { Telling } from './incidents-change.ts';
import { type Update, updateIncident } from './incidents-update.ts';
import { findIncident } from './incidents-view.ts';
import type { TriageRules } from './triage/rules.ts';
import { type SilenceNeeds, silencedUntil } from './triage/silenced-until.ts';
import { spanText } from './triage/spans.ts';

/** Durations in milliseconds. */
export interface DueRules extends Telling {
  /** How long all alerts must be quiet before the incident is resolved by itself. */
  readonly resolveAfter: number;
  /** How often people are reminded of what still fires. */
  readonly repeat: number;
}

export interface IncidentsDueNeeds extends SilenceNeeds {
  readonly ledger: Pick<Ledger, 'incidents' | 'incident' | 'longestWait' | 'commit' | 'alert'>;
  /** As configured now. */
  readonly rules: () => DueRules & Pick<TriageRules, 'maintenance'>;
  readonly log: Log;
  readonly wake: () => void;
}

const kinds = ['quiet', 'firing'] as const;
/** So many are read at once: what is left is still due afterwards. */
const most = 100;

/**
 * What time alone brings: an incident whose alerts stayed quiet is resolved; of one that still fires people are reminded,
 * unless all that fires of it is silenced: then at the end of that.
 */
export function createIncidentsDue(needs: IncidentsDueNeeds): DueJob {
  const { ledger, rules } = needs;
  return {
    name: 'incidents due',
    // The rules may be others than when it began to wait, so the ledger knows only since when it does.
    next: async () => {
      const due = await Promise.all(
        kinds.map(async (kind) => {
          const since = await ledger.longestWait(kind);
          return since === undefined ? Number.POSITIVE_INFINITY : since + patienceWith(kind, rules());
        }),
      );
      const first = Math.min(...due);
      return first === Number.POSITIVE_INFINITY ? undefined : first;
    },
    run: async (now) => {
      for (const kind of kinds) {
        const waiting = { kind, since: now - patienceWith(kind, rules()) };
        for (const listed of await ledger.incidents({ waiting, most })) await takeUp(listed, needs, now);
      }
    },
  };
}

async function takeUp(listed: Incident, needs: IncidentsDueNeeds, now: number): Promise<void> {
  const { ledger, rules, log, wake } = needs;
  const { id } = listed;
  const silenced = await silencedUntil(await findIncident(ledger, id), needs, now);
  // It may have fired again, or been resolved by a person, since the list was read.
  const decide = (incident: Incident): Update => whatIsDue(incident, rules(), { now, silenced });
  const { changed, incident } = await updateIncident(ledger, () => findIncident(ledger, id), decide, now, rules());
  if (changed === 'unchanged') {
    if (incident.version === listed.version) await keepWaitAnew(incident, ledger);
    return;
  }
  log.info({ incident: id, state: incident.state }, whatWasDone(incident, now));
  wake();
}

/**
 * It was listed as due and is not: what was kept beside it of how it waits is of a version that counted otherwise. Kept as it is, it
 * would be listed again at once, before all others. What people see is the same; after a conflict it is listed once more.
 */
async function keepWaitAnew(incident: Incident, ledger: IncidentsDueNeeds['ledger']): Promise<void> {
  await ledger.commit({ incidents: [{ ...incident, version: incident.version + 1 }] });
}

function whatWasDone({ state, remindedAt }: Incident, now: number): string {
  if (state === 'resolved') return 'incident resolved: its alerts stayed quiet';
  return remindedAt === now ? 'reminded of an incident' : 'not reminded of an incident: all that fires is silenced';
}

function patienceWith(kind: IncidentWait['kind'], { resolveAfter, repeat }: DueRules): number {
  return kind === 'quiet' ? resolveAfter : repeat;
}

function whatIsDue(
  incident: Incident,
  rules: DueRules,
  { now, silenced }: { readonly now: number; readonly silenced: number | undefined },
): Update {
  const wait = waitOf(incident);
  if (wait === undefined || wait.since + patienceWith(wait.kind, rules) > now) return undefined;
  if (wait.kind === 'quiet') return resolvedByItself(incident, rules.resolveAfter + longerQuietMs(incident), now);
  if (silenced === undefined) return reminded(incident, now);
  return { incident: { ...incident, remindedAt: silenced - rules.repeat }, entries: [] };
}

function resolvedByItself(incident: Incident, quietMs: number, now: number): Update {
  const reason = `all alerts have been quiet for ${spanText(quietMs)}`;
  return {
    incident: { ...incident, state: 'resolved', quietSince: undefined, resolved: { by: undefined, at: now, reason } },
    entries: [{ incident: incident.id, at: now, kind: 'resolved', text: `Resolved: ${reason}` }],
  };
}

function reminded(incident: Incident, now: number): Update {
  const since = spanText(now - Math.max(incident.openedAt, incident.reopened?.at ?? 0));
  const count = incident.alerts.length;
  const firing = incident.alerts.filter((alert) => alert.state === 'fired').length;
  const text = `Still firing after ${since}: ${firing} of ${count} alert${count === 1 ? '' : 's'}`;
  return { incident: { ...incident, remindedAt: now }, entries: [{ incident: incident.id, at: now, kind: 'reminder', text }] };
}
