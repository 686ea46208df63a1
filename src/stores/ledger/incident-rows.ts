import { type Incident, marksOf } from '../../core/model/incident.ts';
import { columnsOfIncident, numberOf, toJson } from './json.ts';
import type { KnownIncidents } from './known-incidents.ts';
import { notEnded } from './tables.ts';
import { indexed } from './text.ts';

/** What of an incident is to be written: data only, so that it can be written in another thread than the one that decided it. */
export interface IncidentRows {
  readonly id: string;
  readonly number: number;
  readonly version: number;
  readonly columns: ReturnType<typeof columnsOfIncident>;
  /** Only those that changed, where it is known how it was before. */
  readonly alerts: readonly { readonly place: number; readonly body: string }[];
  /** How many it has; undefined: none of those that are stored goes beyond. */
  readonly cutAt: number | undefined;
  /** As the column holds them. */
  readonly marks: readonly string[];
  readonly endedAt: number;
  /** undefined: to be read. */
  readonly marksBefore: MarksKept | undefined;
}

export interface MarksKept {
  readonly marks: readonly string[];
  readonly endedAt: number | undefined;
}

/** `known`: as it was before, where that is known: then only what changed is written. */
export function rowsOfIncident(incident: Incident, known: KnownIncidents): IncidentRows {
  const { id, version, alerts } = incident;
  const before = version === 1 ? { ...incident, alerts: [], services: [] } : known.at(id, version - 1);
  // Nothing is taken out of an incident: each alert has its place for good.
  const changed = [...alerts.entries()].filter(([place, alert]) => before?.alerts[place] !== alert);
  return {
    id,
    number: numberOf(id),
    version,
    columns: columnsOfIncident(incident),
    alerts: changed.map(([place, alert]) => ({ place, body: toJson(alert) })),
    cutAt: before === undefined || before.alerts.length > alerts.length ? alerts.length : undefined,
    marks: columnsOfMarks(incident),
    endedAt: endedAt(incident),
    marksBefore: before === undefined ? undefined : { marks: columnsOfMarks(before), endedAt: endedAt(before) },
  };
}

/** As the column holds them. */
export const columnsOfMarks = (incident: Incident): readonly string[] => [...new Set(marksOf(incident).map(indexed))];

const endedAt = (incident: Incident): number => incident.resolved?.at ?? notEnded;
