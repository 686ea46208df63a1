import { button } from '../src/core/actions.ts';
import { shorten } from '../src/core/clauses.ts';
import { actions, type Block, bold, type Document, heading, moment, note, plain, type Run, text } from '../src/core/document.ts';
import { type Alert, alertId } from '../src/core/model/alert.ts';
import { identityOf, nameAlone, namesAmong } from '../src/core/model/alert-name.ts';
import type { Receipt } from '../src/core/model/delivery.ts';
import type { Explanation } from '../src/services/alert-services.ts';
import { whereTo } from './alerts.ts';
import { stateWords } from './incident.ts';
import { decisionBlocks, decisionFile } from './why-decisions.ts';

const mostReceipts = 10;
/** The ids of Teams’ channels are long, and their beginning tells them apart. */
const longestDestination = 24;

type AskedAs = 'why' | 'why not';

interface Asked {
  readonly asked: AskedAs;
  readonly timeZone: string;
}

/** The chain of decisions with their times and rules, and what became of the messages. */
export function explanation(told: Explanation, { asked, timeZone }: Asked): Document {
  const summary = headline(told, asked);
  const { blocks, short } = decisionBlocks(told, timeZone);
  return {
    summary,
    blocks: [
      heading(summary),
      ...verdict(told, timeZone),
      ...blocks,
      ...receiptBlocks(told, timeZone),
      ...(short > mostWithoutFile ? inFull(told, short) : []),
      ...further(told),
    ],
  };
}

/** A file is a message more, for which few lines that repeat are no reason. */
const mostWithoutFile = 10;

/** What a short answer leaves out can be read somewhere. How much of the file can be read is said where it stands: not every chat takes files. */
function inFull(told: Explanation, short: number): readonly Block[] {
  const { about, decisions, omitted } = told;
  const { file, left } = decisionFile(told, about.kind === 'alert' ? alertId(about.alert.key) : about.incident.id);
  const count = omitted === 'none' ? decisions.length.toLocaleString('en') : `more than ${decisions.length.toLocaleString('en')}`;
  const isCut = left === 'some' || omitted === 'some';
  const words = `${short.toLocaleString('en')} of ${count} decisions are told in short here.`;
  return [note('neutral', isCut ? `${words} The file, too, has only the first and the latest.` : words), file];
}

function headline({ about }: Explanation, asked: AskedAs): string {
  switch (about.kind) {
    case 'alert':
      return `${asked === 'why' ? 'Why' : 'Why not'}: ${nameAlone(about.alert)} (${alertId(about.alert.key)})`;
    case 'incident':
      return `Why ${about.incident.id}: ${about.incident.title}`;
  }
}

/** The short answer, before the whole chain. */
function verdict(told: Explanation, timeZone: string): readonly Block[] {
  const { about } = told;
  if (about.kind === 'incident') {
    const { incident } = about;
    const { length } = incident.alerts;
    return [text(`${stateWords[incident.state]}, ${incident.severity}, ${length} alert${length === 1 ? '' : 's'}.`)];
  }
  return [text(...verdictOfAlert(about.alert, told, timeZone)), text(`Known by: ${identityOf(about.alert)}.`)];
}

function verdictOfAlert(alert: Alert, { about, decisions }: Explanation, timeZone: string): readonly Run[] {
  const incident = about.kind === 'alert' ? about.incident : undefined;
  const { waiting } = alert;
  if (alert.state === 'resolved') {
    const wasSeen = decisions.some(({ name }) => name !== 'resolved' && name !== 'duplicate');
    if (!wasSeen && incident === undefined) return [plain('It was never seen firing: only its end was told.')];
    return [plain(`It does not fire any more.${incident === undefined ? '' : ` It was in ${incident.id}.`}`)];
  }
  if (waiting !== undefined) {
    const until = waiting.kind === 'silenced' ? [plain(' until '), moment(waiting.until, timeZone)] : [];
    return [plain(`It fires and is not announced: ${whereTo(alert)}`), ...until, plain('.')];
  }
  if (incident?.state === 'resolved') return [plain('It fires; '), bold(incident.id), plain(', which it is in, is resolved.')];
  if (alert.incident !== undefined) return [plain('It fires and is announced in '), bold(alert.incident), plain('.')];
  const last = decisions.at(-1);
  return [plain(`It fires and is not announced: it is in no incident${last === undefined ? '' : `: ${last.reason}`}.`)];
}

/** Which of several alerts was meant: each with its button. */
export function alertChoice(alerts: readonly Alert[], asked: AskedAs): Document {
  const shown = alerts.slice(0, mostChoices);
  const { nameOf } = namesAmong(alerts);
  const question = `${alerts.length} alerts are called so. Which one?`;
  const lines = shown.flatMap((alert): readonly Run[] => [
    plain('\n• '),
    bold(alertId(alert.key)),
    plain(` ${nameOf(alert, longestName)} · ${alert.state === 'fired' ? 'fires' : 'over'}`),
  ]);
  const more = alerts.length - shown.length;
  return {
    summary: question,
    blocks: [
      text(question, ...lines, more === 0 ? '' : `\n• and ${more} more; say more of the title`),
      actions(...shown.map(({ key }) => button(alertId(key), `${asked} ${alertId(key)}`))),
    ],
  };
}

const mostChoices = 8;
const longestName = 120;

const states: Readonly<Record<Receipt['state'], string>> = { waiting: 'waits', done: 'arrived', dead: 'was given up' };
const kinds: Readonly<Record<Receipt['kind'], string>> = {
  'incident-root': 'First message',
  'incident-edit': 'First message, redrawn',
  'incident-thread': 'Lines in the thread',
  'incident-jira': 'JIRA issue',
  digest: 'Digest',
  notice: 'Notice',
};

function receiptBlocks({ receipts, roomNames }: Explanation, timeZone: string): readonly Block[] {
  if (receipts.length === 0) return [];
  const alike = Map.groupBy(receipts, ({ kind, destination, state }) => `${kind} ${destination} ${state}`);
  const lines = [...alike.values()].flatMap((all) => receiptLine(all, timeZone, roomNames));
  const shown = lines.slice(-mostReceipts);
  const left = lines.length - shown.length;
  const head = [bold('Messages'), plain(left === 0 ? '' : ` (${left} kinds of them are not shown)`)];
  return [text(...head, ...shown.flatMap((line) => [plain('\n• '), ...line]))];
}

/** Of those that are alike, what became of the last: a message is redrawn again and again. */
function receiptLine(alike: readonly Receipt[], timeZone: string, roomNames: Explanation['roomNames']): readonly (readonly Run[])[] {
  const receipt = alike.at(-1);
  if (receipt === undefined) return [];
  const { settledAt, attempts, reason, kind } = receipt;
  const where =
    kind === 'incident-jira' ? '' : ` to ${roomNames.get(receipt.destination) ?? shorten(receipt.destination, longestDestination)}`;
  const when = settledAt === undefined ? [plain(', due '), moment(receipt.dueAt, timeZone)] : [plain(' '), moment(settledAt, timeZone)];
  const tries = attempts > 1 ? `, attempt ${attempts}` : '';
  const because = receipt.state === 'done' || reason === undefined ? '' : `: ${reason}`;
  const count = alike.length === 1 ? '' : ` (${alike.length} times, the last)`;
  return [[plain(`${kinds[kind]}${where} ${states[receipt.state]}`), ...when, plain(`${count}${tries}${because}`)]];
}

function further({ about }: Explanation): readonly Block[] {
  const incident = about.kind === 'incident' ? about.incident.id : about.alert.incident;
  return incident === undefined ? [] : [actions(button('Incident', `incident ${incident}`), button('Timeline', `timeline ${incident}`))];
}
