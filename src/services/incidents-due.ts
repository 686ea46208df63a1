import type { Ledger } from '../core/ledger.ts';
import type { Incident } from '../core/model/incident.ts';
import type { DueJob, Log } from '../core/ports.ts';
import type { Telling } from './incidents-change.ts';
import { type Update, updateIncident } from './incidents-update.ts';
import { findIncident } from './incidents-view.ts';
import { spanText } from './triage/spans.ts';

/** Durations in milliseconds. */
export interface DueRules extends Telling {
  /** How long all alerts must be quiet before the incident is resolved by itself. */
  readonly resolveAfter: number;
  /** How often people are reminded of what still fires. */
  readonly repeat: number;
}

export interface IncidentsDueNeeds {
  readonly ledger: Pick<Ledger, 'incidents' | 'incident' | 'commit'>;
  /** As configured now. */
  readonly rules: () => DueRules;
  readonly log: Log;
  readonly wake: () => void;
}

const mostOpen = 100_000;

/** What time alone brings: an incident whose alerts stayed quiet is resolved; of one that still fires people are reminded. */
export function createIncidentsDue({ ledger, rules, log, wake }: IncidentsDueNeeds): DueJob {
  const open = (): Promise<readonly Incident[]> => ledger.incidents({ open: true, most: mostOpen });

  return {
    name: 'incidents due',
    next: async () => {
      const due = (await open()).flatMap((incident) => dueAt(incident, rules()) ?? []);
      return due.length === 0 ? undefined : due.reduce((one, other) => Math.min(one, other));
    },
    run: async (now) => {
      for (const { id } of (await open()).filter((incident) => isDue(incident, rules(), now))) {
        // It may have fired again, or been resolved by a person, since the list was read.
        const decide = (incident: Incident): Update => (isDue(incident, rules(), now) ? whatIsDue(incident, rules(), now) : undefined);
        const { changed, incident } = await updateIncident(ledger, () => findIncident(ledger, id), decide, now, rules());
        if (changed === 'unchanged') continue;
        log.info(
          { incident: id, state: incident.state },
          incident.state === 'resolved' ? 'incident resolved: its alerts stayed quiet' : 'reminded of an incident',
        );
        wake();
      }
    },
  };
}

function isDue(incident: Incident, rules: DueRules, now: number): boolean {
  return (dueAt(incident, rules) ?? Number.POSITIVE_INFINITY) <= now;
}

/** undefined: nothing, since no alert of it fires or it is resolved. */
function dueAt(incident: Incident, { resolveAfter, repeat }: DueRules): number | undefined {
  if (incident.state === 'resolved') return undefined;
  if (incident.quietSince !== undefined) return incident.quietSince + resolveAfter;
  if (firingIn(incident) === 0) return undefined;
  return Math.max(incident.openedAt, incident.reopened?.at ?? 0, incident.remindedAt ?? 0) + repeat;
}

function firingIn({ alerts }: Incident): number {
  return alerts.filter((alert) => alert.state === 'fired').length;
}

function whatIsDue(incident: Incident, rules: DueRules, now: number): Exclude<Update, undefined> {
  return incident.quietSince === undefined ? reminded(incident, now) : resolvedByItself(incident, rules.resolveAfter, now);
}

function resolvedByItself(incident: Incident, resolveAfter: number, now: number): Exclude<Update, undefined> {
  const reason = `all alerts have been quiet for ${spanText(resolveAfter)}`;
  return {
    incident: { ...incident, state: 'resolved', quietSince: undefined, resolved: { by: undefined, at: now, reason } },
    entries: [{ incident: incident.id, at: now, kind: 'resolved', text: `Resolved: ${reason}` }],
  };
}

function reminded(incident: Incident, now: number): Exclude<Update, undefined> {
  const since = spanText(now - Math.max(incident.openedAt, incident.reopened?.at ?? 0));
  const count = incident.alerts.length;
  const text = `Still firing after ${since}: ${firingIn(incident)} of ${count} alert${count === 1 ? '' : 's'}`;
  return { incident: { ...incident, remindedAt: now }, entries: [{ incident: incident.id, at: now, kind: 'reminder', text }] };
}
