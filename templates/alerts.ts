import { type ActionItem, button } from '../src/core/actions.ts';
import { shorten } from '../src/core/clauses.ts';
import { actions, type Block, code, type Document, heading, moment, plain, sentence, text } from '../src/core/document.ts';
import type { StoredEvent } from '../src/core/ledger.ts';
import { type Alert, alertId } from '../src/core/model/alert.ts';
import type { Severity } from '../src/core/model/severity.ts';
import type { Tone } from '../src/core/tone.ts';
import { age } from './ages.ts';
import { sourceNames } from './incident.ts';

/** As many as are read; a message shows fewer. */
export const mostListed = 200;
const mostRows = 20;
const mostButtons = 5;
const longestTitle = 90;

/** The alerts that fire, newest first: where each went, or why it is in no incident. */
export function alertList(
  alerts: readonly Alert[],
  { service, now }: { readonly service: string | undefined; readonly now: number },
): Document {
  const of = service === undefined ? '' : ` of ${service}`;
  if (alerts.length === 0) return sentence(`No alert${of} fires.`);
  const count =
    alerts.length === mostListed
      ? `${mostListed} or more alerts${of} fire`
      : `${alerts.length} alert${alerts.length === 1 ? '' : 's'}${of} ${alerts.length === 1 ? 'fires' : 'fire'}`;
  const shown = alerts.slice(0, mostRows);
  return {
    summary: count,
    blocks: [
      heading(count),
      {
        kind: 'table',
        columns: ['Alert', 'Severity', 'Service', 'For', 'Where', 'What'].map((title) => ({ title, align: 'left' })),
        rows: shown.map((alert) => [
          { text: alertId(alert.key) },
          { text: alert.severity, tone: toneOf(alert.severity) },
          { text: alert.service ?? 'Unassigned' },
          { text: age(now - alert.firedAt) },
          { text: whereTo(alert) },
          { text: `${sourceNames[alert.source]}: ${shorten(alert.title, longestTitle)}` },
        ]),
        ...(alerts.length > shown.length ? { total: alerts.length } : {}),
      },
      actions(...whyButtons(shown)),
    ],
  };
}

function toneOf(severity: Severity): Tone {
  return severity === 'P0' || severity === 'P1' ? 'bad' : 'warning';
}

/** "INC-7", or what keeps it from being announced. */
export function whereTo(alert: Pick<Alert, 'incident' | 'waiting'>): string {
  const { waiting } = alert;
  switch (waiting?.kind) {
    case 'silenced':
      return `silenced by ${waiting.silence}`;
    case 'inhibited':
      return `held down by ${alertId(waiting.by)}`;
    case 'held':
      return `weak: ${waiting.seen.length} of ${waiting.times} times`;
    case undefined:
      return alert.incident ?? '–';
  }
}

/** Those in no incident first: of them people ask most. */
function whyButtons(alerts: readonly Alert[]): readonly ActionItem[] {
  const ordered = alerts.toSorted((one, other) => Number(one.waiting === undefined) - Number(other.waiting === undefined));
  const named = ordered.slice(0, mostButtons);
  return named.map(({ key }) => button(`Why ${alertId(key)}`, `why ${alertId(key)}`));
}

/** What was posted to us and could not be read, newest first. */
export function rejectedList(events: readonly StoredEvent[], timeZone: string): Document {
  if (events.length === 0) return sentence('Nothing that was posted here had to be rejected.');
  const summary =
    events.length === mostListed
      ? `${mostListed} or more messages were rejected`
      : `${events.length} message${events.length === 1 ? ' was' : 's were'} rejected`;
  const lines = events
    .slice(0, mostRows)
    .map(
      (event): Block =>
        text(
          moment(event.receivedAt, timeZone),
          plain(` ${sourceNames[event.source]}: ${shorten(event.rejected ?? 'it could not be read', 200)} `),
          code(shorten(oneLine(event.body), 80)),
        ),
    );
  const left = events.length - lines.length;
  return {
    summary,
    blocks: [heading(summary), ...lines, ...(left > 0 ? [text(`${lines.length} of ${events.length} shown, the newest.`)] : [])],
  };
}

const oneLine = (body: string): string => (body.trim() === '' ? '(empty)' : body.replaceAll(/\s+/gu, ' ').trim());
