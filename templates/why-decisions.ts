import { shorten } from '../src/core/clauses.ts';
import { type Block, bold, code, moment, plain, plainText, type Run, text } from '../src/core/document.ts';
import { alertId } from '../src/core/model/alert.ts';
import { namesAmong } from '../src/core/model/alert-name.ts';
import type { DecisionName, DecisionRecord } from '../src/core/model/decision.ts';
import type { RulePlace } from '../src/core/model/matchers.ts';
import { withRoomNames } from '../src/core/model/room-names.ts';
import type { Explanation } from '../src/services/alert-services.ts';
import { type Filed, inFile } from './in-file.ts';
import { between } from './when.ts';
import { chosenOf, firstTimes, isChange } from './why-chosen.ts';

type Told = Pick<Explanation, 'about' | 'decisions' | 'omitted' | 'roomNames'>;

/** What is told, and what is looked up for each decision of it: in a storm there are thousands of both. */
interface Telling extends Told {
  readonly timeZone: string;
  /** " A-1f03c2d9 Slow responses"; the title only where the answer is about more than this alert. */
  readonly whose: (decision: DecisionRecord) => string;
  readonly firsts: ReadonlySet<DecisionRecord>;
}

const longestName = 90;
const longestReason = 100;
const mostKinds = 8;

/** What was decided: what matters most with each station, more in a line each, what repeats summed up. `short`: how many are not told with each station. */
export function decisionBlocks(told: Told, timeZone: string): { readonly blocks: readonly Block[]; readonly short: number } {
  const telling = tellingOf(told, timeZone);
  const { full, brief, rest } = chosenOf(told);
  const lines = brief.flatMap((one) => [plain('\n• '), ...briefly(one, telling)]);
  return {
    blocks: [
      ...full.map((one) => text(...chain(one, telling))),
      ...(brief.length === 0 ? [] : [text(bold('Then'), ...lines)]),
      ...summed(rest, telling),
    ],
    short: told.decisions.length - full.length,
  };
}

/** A file of them is 200 KB, and made in an instant. */
const mostFirst = 100;
const mostLatest = 400;

/** Each with its stations as plain text. */
export function decisionFile(told: Told, id: string): Filed {
  const telling = tellingOf(told, 'UTC');
  return inFile(told.decisions, {
    name: `why-${id}`,
    title: `Why ${id}: what was decided. Times in UTC.`,
    first: mostFirst,
    latest: mostLatest,
    write: (one) => plainText(chain(one, telling)),
    between: '\n\n',
  });
}

function tellingOf(told: Told, timeZone: string): Telling {
  const { about } = told;
  const alerts = about.kind === 'alert' ? [] : about.incident.alerts;
  const { nameOf } = namesAmong(alerts);
  const known = new Map(alerts.map((alert) => [alert.key, alert]));
  const whose = ({ alert: key }: DecisionRecord): string => {
    if (key === undefined) return '';
    const alert = known.get(key);
    return ` ${alertId(key)}${alert === undefined ? '' : ` ${nameOf(alert, longestName)}`}`;
  };
  return { ...told, timeZone, whose, firsts: firstTimes(told.decisions) };
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
function chain(decision: DecisionRecord, telling: Telling): readonly Run[] {
  const where = decision.incident === undefined ? '' : ` (${decision.incident})`;
  return [
    moment(decision.at, telling.timeZone),
    plain(' '),
    bold(`${isChange(decision) ? 'Changed' : names[decision.name]}${where}`),
    plain(`${telling.whose(decision)}: ${decision.reason}.`),
    ...decision.steps.flatMap((step): readonly Run[] => [
      plain(`\n• ${step.station}: ${withRoomNames(step.reason, telling.roomNames)}`),
      ...placeOf(step.rule),
    ]),
  ];
}

function briefly(decision: DecisionRecord, telling: Telling): readonly Run[] {
  const raised = decision.steps.find(({ station, reason }) => station === 'severity' && reason.startsWith('raised'))?.reason;
  return [
    moment(decision.at, telling.timeZone, 'time'),
    plain(`${telling.whose(decision)}: ${shorten(decision.reason, longestReason)}${raised === undefined ? '' : `; ${raised}`}`),
  ];
}

/** " — incidents.inhibit[0], line 41 of the configuration" */
function placeOf(rule: RulePlace | undefined): readonly Run[] {
  if (rule === undefined) return [];
  return [plain(' — '), code(rule.path), plain(rule.line === undefined ? '' : `, line ${rule.line} of the configuration`)];
}

/** A line for each kind of what repeats: how often, when, and why the last time. */
function summed(rest: readonly DecisionRecord[], telling: Telling): readonly Block[] {
  const kinds = [...Map.groupBy(rest, (one) => kindOf(one, telling)).values()].toSorted((one, other) => other.length - one.length);
  const lines = kinds.slice(0, mostKinds).map((alike) => summary(alike, telling));
  if (lines.length === 0) return [];
  const left = kinds.slice(mostKinds).flat().length;
  const others = left === 0 ? '' : `\n• and ${counted(left, telling)} others`;
  return [text(bold('In short'), ...lines.flatMap((line) => [plain('\n• '), ...line]), plain(others))];
}

/** Reasons that differ in their numbers alone are alike; why an alert joined is different each time. */
function kindOf(decision: DecisionRecord, { firsts }: Telling): string {
  if (decision.name === 'joined') return firsts.has(decision) ? 'first' : 'again';
  return `${isChange(decision) ? 'change' : decision.name} ${decision.reason.replaceAll(/\d+/gu, '#')}`;
}

function summary(alike: readonly DecisionRecord[], telling: Telling): readonly Run[] {
  const [first] = alike;
  const last = alike.at(-1);
  if (first === undefined || last === undefined) return [];
  const because = plain(`${alike.length === 1 ? ': ' : ', the last: '}${shorten(last.reason, longestReason)}.`);
  return [plain(`${howOften(alike, first, telling)} `), ...between(first.at, last.at, telling.timeZone), because];
}

/** "3 more alerts joined", "Once it was silenced", "7 times A-1f03c2d9 Slow resolved", "At least 1,900 times an alert resolved". */
function howOften(alike: readonly DecisionRecord[], first: DecisionRecord, telling: Telling): string {
  const count = alike.length;
  const isJoin = first.name === 'joined' && telling.about.kind === 'incident' && telling.firsts.has(first);
  const words = isJoin
    ? `${counted(count, telling)} more alert${count === 1 ? '' : 's'} joined`
    : `${count === 1 && telling.omitted === 'none' ? 'once' : `${counted(count, telling)} time${count === 1 ? '' : 's'}`} ${subjectOf(alike, telling)} ${whatOf(first, telling)}`;
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** Of a chain that was not read as a whole, nobody has counted the middle. */
function counted(count: number, { omitted }: Telling): string {
  return `${omitted === 'none' ? '' : 'at least '}${count.toLocaleString('en')}`;
}

/** More than this are not named: a line has room for few. */
const mostSubjects = 2;

function subjectOf(alike: readonly DecisionRecord[], { about, whose }: Telling): string {
  if (about.kind === 'alert') return 'it';
  const named = [...new Set(alike.map((one) => whose(one).trimStart()))];
  return named.length > mostSubjects || named.includes('') ? 'an alert' : named.join(' or ');
}

function whatOf(decision: DecisionRecord, { firsts }: Telling): string {
  switch (decision.name) {
    case 'opened':
      return 'opened an incident';
    case 'joined':
      return firsts.has(decision) ? 'joined' : 'fired again';
    case 'duplicate':
      return isChange(decision) ? 'changed while it fired' : 'was told without changing anything';
    case 'silenced':
      return 'was silenced';
    case 'inhibited':
      return 'was held down by another alert';
    case 'held':
      return 'was held as a weak signal';
    case 'resolved':
      return 'resolved';
    case 'rejected':
      return 'was rejected';
  }
}
