import type { Ledger } from '../core/ledger.ts';
import type { Incident } from '../core/model/incident.ts';
import type { DueJob, Log } from '../core/ports.ts';
import { type Update, updateIncident } from './incidents-update.ts';
import { findIncident } from './incidents-view.ts';

export interface QuietNeeds {
  readonly ledger: Ledger;
  /** How long all alerts must be quiet, in milliseconds; 5 minutes unless configured. */
  readonly resolveAfterMs: number;
  readonly log: Log;
  readonly wake: () => void;
}

const mostOpen = 1_000;

/** Resolves incidents by themselves once all their alerts have been quiet for long enough. */
export function createResolveQuiet({ ledger, resolveAfterMs, log, wake }: QuietNeeds): DueJob {
  const dueAt = (incident: Incident): number | undefined =>
    incident.quietSince === undefined ? undefined : incident.quietSince + resolveAfterMs;

  return {
    name: 'resolve quiet incidents',
    next: async () => {
      const open = await ledger.incidents({ open: true, most: mostOpen });
      const due = open.flatMap((incident) => dueAt(incident) ?? []);
      return due.length === 0 ? undefined : Math.min(...due);
    },
    run: async (now) => {
      for (const { id } of await ledger.incidents({ open: true, most: mostOpen })) {
        const decide = (incident: Incident): Update => {
          const due = dueAt(incident);
          // It may have fired again, or been resolved by a person, since the list was read.
          if (incident.state === 'resolved' || due === undefined || due > now) return undefined;
          return resolvedByItself(incident, resolveAfterMs, now);
        };
        const { changed } = await updateIncident(ledger, () => findIncident(ledger, id), decide, now);
        if (changed === 'unchanged') continue;
        log.info({ incident: id }, 'incident resolved: its alerts stayed quiet');
        wake();
      }
    },
  };
}

function resolvedByItself(incident: Incident, resolveAfterMs: number, now: number): Exclude<Update, undefined> {
  const reason = `all alerts have been quiet for ${quietFor(resolveAfterMs)}`;
  return {
    incident: { ...incident, state: 'resolved', quietSince: undefined, resolved: { by: undefined, at: now, reason } },
    entries: [{ incident: incident.id, at: now, kind: 'resolved', text: `Resolved: ${reason}` }],
  };
}

function quietFor(ms: number): string {
  if (ms % 60_000 !== 0) return `${Math.round(ms / 1_000)} seconds`;
  return ms === 60_000 ? '1 minute' : `${ms / 60_000} minutes`;
}
