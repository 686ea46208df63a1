import { button } from '../src/core/actions.ts';
import { shorten } from '../src/core/clauses.ts';
import { actions, type Block, bold, code, type Document, heading, moment, note, plain, type Run, text } from '../src/core/document.ts';
import { alertId } from '../src/core/model/alert.ts';
import type { DecisionName, DecisionRecord } from '../src/core/model/decision.ts';
import type { Receipt } from '../src/core/model/delivery.ts';
import type { RulePlace } from '../src/core/model/matchers.ts';
import type { Explanation } from '../src/services/alert-services.ts';
import { whereTo } from './alerts.ts';
import { stateWords } from './incident.ts';

const mostDecisions = 8;
const mostReceipts = 10;
/** The ids of Teams’ channels are long, and their beginning tells them apart. */
const longestDestination = 24;

interface Asked {
  readonly asked: 'why' | 'why not';
  readonly timeZone: string;
}

/** The chain of decisions with their times and rules, and what became of the messages. */
export function explanation(told: Explanation, { asked, timeZone }: Asked): Document {
  const summary = headline(told, asked);
  const { kept, repetitions } = withoutRepetitions(told.decisions);
  const shown = kept.slice(-mostDecisions);
  const left = told.omitted + kept.length - shown.length;
  return {
    summary,
    blocks: [
      heading(summary),
      verdict(told, timeZone),
      ...(left > 0 ? [note('neutral', `${left} older decision${left === 1 ? ' is' : 's are'} not shown.`)] : []),
      ...shown.map((decision) => chain(decision, timeZone)),
      ...repeated(repetitions, timeZone),
      ...receiptBlocks(told.receipts, timeZone),
      ...further(told),
    ],
  };
}

/** Of what is told again and again, one is worth its chain: the last, where there is nothing else. */
function withoutRepetitions(decisions: readonly DecisionRecord[]) {
  const kept = decisions.filter((one) => one.name !== 'duplicate');
  if (kept.length === 0) return { kept: decisions.slice(-1), repetitions: [] };
  return { kept, repetitions: decisions.filter((one) => one.name === 'duplicate') };
}

function repeated(decisions: readonly DecisionRecord[], timeZone: string): readonly Block[] {
  const last = decisions.at(-1);
  if (last === undefined) return [];
  const times = decisions.length === 1 ? 'Once' : `${decisions.length} times`;
  return [text(`${times} it was told without changing anything, last at `, moment(last.at, timeZone), plain(`: ${last.reason}.`))];
}

function headline({ about }: Explanation, asked: Asked['asked']): string {
  switch (about.kind) {
    case 'alert':
      return `${asked === 'why' ? 'Why' : 'Why not'}: ${about.alert.title} (${alertId(about.alert.key)})`;
    case 'incident':
      return `Why ${about.incident.id}: ${about.incident.title}`;
  }
}

/** The short answer, before the whole chain. */
function verdict({ about, decisions }: Explanation, timeZone: string): Block {
  if (about.kind === 'incident') {
    const { incident } = about;
    const { length } = incident.alerts;
    return text(`${stateWords[incident.state]}, ${incident.severity}, ${length} alert${length === 1 ? '' : 's'}.`);
  }
  const { alert } = about;
  if (alert.state === 'resolved')
    return text(`It does not fire any more.${alert.incident === undefined ? '' : ` It was in ${alert.incident}.`}`);
  const { waiting } = alert;
  if (waiting !== undefined) {
    const until = waiting.kind === 'silenced' ? [plain(' until '), moment(waiting.until, timeZone)] : [];
    return text(`It fires and is not announced: ${whereTo(alert)}`, ...until, '.');
  }
  if (alert.incident !== undefined) return text('It fires and is announced in ', bold(alert.incident), '.');
  const last = decisions.at(-1);
  return text(`It fires and is not announced: it is in no incident${last === undefined ? '' : `: ${last.reason}`}.`);
}

const names: Readonly<Record<DecisionName, string>> = {
  opened: 'Opened an incident',
  joined: 'Joined an incident',
  duplicate: 'Duplicate',
  silenced: 'Silenced',
  inhibited: 'Held down by another alert',
  held: 'Held: a weak signal',
  resolved: 'Resolved',
  rejected: 'Rejected',
};

/** One block, because a message has room for few: the decision, and below it each station. */
function chain(decision: DecisionRecord, timeZone: string): Block {
  const where = decision.incident === undefined ? '' : ` (${decision.incident})`;
  const whose = decision.alert === undefined ? '' : ` ${alertId(decision.alert)}`;
  return text(
    moment(decision.at, timeZone),
    plain(' '),
    bold(`${names[decision.name]}${where}`),
    plain(`${whose}: ${decision.reason}.`),
    ...decision.steps.flatMap((step): readonly Run[] => [plain(`\n• ${step.station}: ${step.reason}`), ...placeOf(step.rule)]),
  );
}

/** " — incidents.inhibit[0], line 41 of the configuration" */
function placeOf(rule: RulePlace | undefined): readonly Run[] {
  if (rule === undefined) return [];
  return [plain(' — '), code(rule.path), plain(rule.line === undefined ? '' : `, line ${rule.line} of the configuration`)];
}

const states: Readonly<Record<Receipt['state'], string>> = { waiting: 'waits', done: 'arrived', dead: 'was given up' };
const kinds: Readonly<Record<Receipt['kind'], string>> = {
  'incident-root': 'First message',
  'incident-edit': 'First message, redrawn',
  'incident-thread': 'Lines in the thread',
  'incident-jira': 'JIRA issue',
  digest: 'Digest',
  notice: 'Notice',
};

function receiptBlocks(receipts: readonly Receipt[], timeZone: string): readonly Block[] {
  if (receipts.length === 0) return [];
  const alike = Map.groupBy(receipts, ({ kind, destination, state }) => `${kind} ${destination} ${state}`);
  const lines = [...alike.values()].flatMap((all) => receiptLine(all, timeZone));
  const shown = lines.slice(-mostReceipts);
  const left = lines.length - shown.length;
  const head = [bold('Messages'), plain(left === 0 ? '' : ` (${left} kinds of them are not shown)`)];
  return [text(...head, ...shown.flatMap((line) => [plain('\n• '), ...line]))];
}

/** Of those that are alike, what became of the last: a message is redrawn again and again. */
function receiptLine(alike: readonly Receipt[], timeZone: string): readonly (readonly Run[])[] {
  const receipt = alike.at(-1);
  if (receipt === undefined) return [];
  const { settledAt, attempts, reason, kind } = receipt;
  const where = kind === 'incident-jira' ? '' : ` to ${shorten(receipt.destination, longestDestination)}`;
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
