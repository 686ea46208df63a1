import { button } from '../src/core/actions.ts';
import { shorten } from '../src/core/clauses.ts';
import { actions, type Block, type Document, heading, sentence, text } from '../src/core/document.ts';
import type { Incident } from '../src/core/model/incident.ts';
import { unassigned } from '../src/core/model/service.ts';
import { quoteWord } from '../src/core/words.ts';
import { age } from './ages.ts';
import { stateWords, toneOf } from './incident.ts';
import { pageOf } from './pages.ts';

const mostRows = 20;
const mostButtons = 5;
const longestTitle = 90;

export interface Listed {
  /** Name of the one service they are of, or `unassigned`; undefined: of all. */
  readonly service: string | undefined;
  /** From 1. */
  readonly page: number;
  readonly now: number;
}

/** The open incidents, the most urgent first, a page of them. */
export function incidentList(incidents: readonly Incident[], { service, page, now }: Listed): Document {
  const of = ofService(service);
  if (incidents.length === 0) return sentence(`No incident${of} is open.`);
  const shown = pageOf(byUrgency(incidents), page, mostRows);
  const summary = incidents.length === 1 ? `1 incident${of} is open` : `${incidents.length} incidents${of} are open`;
  const table: Block = {
    kind: 'table',
    columns: ['Incident', 'Severity', 'State', 'Service', 'Open for', 'What'].map((title) => ({ title, align: 'left' })),
    rows: shown.rows.map((incident) => [
      { text: incident.id },
      { text: incident.severity },
      {
        tone: toneOf(incident),
        text:
          incident.acknowledged === undefined
            ? stateWords[incident.state]
            : `${stateWords[incident.state]} (${incident.acknowledged.by.name})`,
      },
      { text: incident.service ?? 'Unassigned' },
      { text: age(now - incident.openedAt) },
      { text: shorten(incident.title, longestTitle) },
    ]),
  };
  const command = service === undefined ? 'incidents' : `incidents of ${quoteWord(service)}`;
  return { summary, blocks: [heading(summary), ...shown.head, table, ...shown.foot(command)] };
}

/** " of shop", " of no service"; empty: of all. */
export function ofService(service: string | undefined): string {
  if (service === undefined) return '';
  return service === unassigned ? ' of no service' : ` of ${service}`;
}

/** Asks which incident was meant: each button is the command for its id. */
export function incidentChoice(question: string, command: (id: string) => string, incidents: readonly Incident[]): Document {
  const shown = byUrgency(incidents).slice(0, mostButtons);
  const more = incidents.length - shown.length;
  return {
    summary: question,
    blocks: [
      text(question, more > 0 ? ` (${shown.length} of ${incidents.length} shown)` : ''),
      actions(...shown.map((one) => button(`${one.id} ${one.service ?? ''}`.trim(), command(one.id)))),
    ],
  };
}

/** The most severe first; of these the ones that nobody has, then the ones that are open the longest. */
export function byUrgency(incidents: readonly Incident[]): readonly Incident[] {
  return incidents.toSorted(
    (one, other) =>
      one.severity.localeCompare(other.severity) ||
      Number(one.state !== 'triggered') - Number(other.state !== 'triggered') ||
      one.openedAt - other.openedAt ||
      one.id.localeCompare(other.id, 'en', { numeric: true }),
  );
}
