import { button } from '../src/core/actions.ts';
import { actions, type Block, type Document, heading, sentence, text } from '../src/core/document.ts';
import type { Incident } from '../src/core/model/incident.ts';
import { age } from './ages.ts';
import { stateWords, toneOf } from './incident.ts';

/** As many rows as are shown; how many there are is said. */
const mostRows = 20;
const mostButtons = 5;

/** The open incidents, the most severe first. */
export function incidentList(incidents: readonly Incident[], now: number): Document {
  if (incidents.length === 0) return sentence('No incident is open.');
  const sorted = bySeverity(incidents);
  const summary = incidents.length === 1 ? '1 incident is open' : `${incidents.length} incidents are open`;
  const table: Block = {
    kind: 'table',
    columns: ['Incident', 'Severity', 'State', 'Service', 'Open for', 'What'].map((title) => ({ title, align: 'left' })),
    rows: sorted.slice(0, mostRows).map((incident) => [
      { text: incident.id },
      { text: incident.severity, tone: toneOf(incident) },
      {
        text:
          incident.acknowledged === undefined
            ? stateWords[incident.state]
            : `${stateWords[incident.state]} (${incident.acknowledged.by.name})`,
      },
      { text: incident.service ?? '–' },
      { text: age(now - incident.openedAt) },
      { text: incident.title },
    ]),
    ...(sorted.length > mostRows ? { total: sorted.length } : {}),
  };
  return { summary, blocks: [heading(summary), table] };
}

/** Asks which incident was meant: each button is the command for its id. */
export function incidentChoice(question: string, command: (id: string) => string, incidents: readonly Incident[]): Document {
  const shown = bySeverity(incidents).slice(0, mostButtons);
  const more = incidents.length - shown.length;
  return {
    summary: question,
    blocks: [
      text(question, more > 0 ? ` (${shown.length} of ${incidents.length} shown)` : ''),
      actions(...shown.map((one) => button(`${one.id} ${one.service ?? ''}`.trim(), command(one.id)))),
    ],
  };
}

export function bySeverity(incidents: readonly Incident[]): readonly Incident[] {
  return incidents.toSorted((one, other) => one.severity.localeCompare(other.severity) || one.openedAt - other.openedAt);
}
