import { type ActionItem, button } from '../src/core/actions.ts';
import { shorten } from '../src/core/clauses.ts';
import { actions, type Block, code, type Document, heading, moment, plain, sentence, text } from '../src/core/document.ts';
import type { StoredEvent } from '../src/core/ledger.ts';
import { type Alert, alertId } from '../src/core/model/alert.ts';
import { namesAmong } from '../src/core/model/alert-name.ts';
import { quoteWord } from '../src/core/words.ts';
import type { FiringAlert } from '../src/services/alert-services.ts';
import { age } from './ages.ts';
import { sourceNames } from './incident.ts';
import { type Listed, ofService } from './incidents.ts';
import { pageOf } from './pages.ts';

/** As many as are read; a message shows fewer. */
export const mostListed = 200;
const mostRows = 20;
const mostButtons = 10;
const longestTitle = 120;

/** The alerts that fire, in their order: where each went, or why it is in no incident. A page of them, at most mostListed in all. */
export function alertList(alerts: readonly FiringAlert[], { service, page, now }: Listed): Document {
  const of = ofService(service);
  if (alerts.length === 0) return sentence(`No alert${of} fires.`);
  const isCut = alerts.length === mostListed;
  const count = isCut
    ? `${mostListed} or more alerts${of} fire`
    : `${alerts.length} alert${alerts.length === 1 ? '' : 's'}${of} ${alerts.length === 1 ? 'fires' : 'fire'}`;
  const { nameOf } = namesAmong(alerts.map(({ alert }) => alert));
  const shown = pageOf(alerts, page, mostRows);
  return {
    summary: count,
    blocks: [
      heading(count),
      ...shown.head,
      {
        kind: 'table',
        columns: ['Alert', 'Severity', 'Service', 'For', 'Where', 'What'].map((title) => ({ title, align: 'left' })),
        rows: shown.rows.map(({ alert, incident }) => [
          { text: alertId(alert.key) },
          { text: alert.severity },
          { text: alert.service ?? 'Unassigned' },
          { text: age(now - alert.firedAt) },
          { text: incident === 'resolved' ? `${whereTo(alert)}, resolved` : whereTo(alert) },
          { text: `${sourceNames[alert.source]}: ${nameOf(alert, longestTitle)}` },
        ]),
      },
      ...shown.foot(
        service === undefined ? 'alerts' : `alerts of ${quoteWord(service)}`,
        isCut ? `the ${mostListed} most severe` : undefined,
      ),
      ...whyButtons(shown.rows.map(({ alert }) => alert)),
    ],
  };
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
function whyButtons(alerts: readonly Alert[]): readonly Block[] {
  const ordered = alerts.toSorted((one, other) => Number(one.waiting === undefined) - Number(other.waiting === undefined));
  const named = ordered.slice(0, mostButtons);
  const buttons = named.map(({ key }): ActionItem => button(`Why ${alertId(key)}`, `why ${alertId(key)}`));
  const others =
    alerts.length > named.length ? [text('Of any other: ', code(`why ${alertId(alerts[0]?.key ?? '')}`), ' with its id.')] : [];
  return [actions(...buttons), ...others];
}

/** What was posted to us and could not be read, newest first. A page of it, at most mostListed in all. */
export function rejectedList(
  events: readonly StoredEvent[],
  { page, timeZone }: { readonly page: number; readonly timeZone: string },
): Document {
  if (events.length === 0) return sentence('Nothing that was posted here had to be rejected.');
  const isCut = events.length === mostListed;
  const summary = isCut
    ? `${mostListed} or more messages were rejected`
    : `${events.length} message${events.length === 1 ? ' was' : 's were'} rejected`;
  const shown = pageOf(events, page, mostRows);
  const lines = shown.rows.map(
    (event): Block =>
      text(
        moment(event.receivedAt, timeZone),
        plain(` ${sourceNames[event.source]}: ${shorten(event.rejected ?? 'it could not be read', 200)} `),
        code(shorten(oneLine(event.body), 80)),
      ),
  );
  return {
    summary,
    blocks: [heading(summary), ...shown.head, ...lines, ...shown.foot('alerts rejected', isCut ? `the ${mostListed} newest` : undefined)],
  };
}

const oneLine = (body: string): string => (body.trim() === '' ? '(empty)' : body.replaceAll(/\s+/gu, ' ').trim());
