import { shorten } from '../src/core/clauses.ts';
import { type Block, bold, code, moment, plain, plainText, type Run, text } from '../src/core/document.ts';
import { alertId } from '../src/core/model/alert.ts';
import { nameOf } from '../src/core/model/alert-name.ts';
import type { DecisionName, DecisionRecord } from '../src/core/model/decision.ts';
import type { RulePlace } from '../src/core/model/matchers.ts';
import { withRoomNames } from '../src/core/model/room-names.ts';
import type { Explanation } from '../src/services/alert-services.ts';
import { between } from './when.ts';
import { chosenOf, isAgain } from './why-chosen.ts';

type Told = Pick<Explanation, 'about' | 'decisions' | 'roomNames'>;

const longestName = 90;
const longestReason = 100;
const mostKinds = 8;

/** What was decided: what matters most with each station, more in a line each, what repeats summed up. 'some': not all of it is shown in full. */
export function decisionBlocks(told: Told, timeZone: string): { readonly blocks: readonly Block[]; readonly left: 'none' | 'some' } {
  const { full, brief, rest } = chosenOf(told);
  const lines = brief.flatMap((one) => [plain('\n• '), ...briefly(one, told, timeZone)]);
  return {
    blocks: [
      ...full.map((one) => text(...chain(one, told, timeZone))),
      ...(brief.length === 0 ? [] : [text(bold('Then'), ...lines)]),
      ...summed(rest, told, timeZone),
    ],
    left: full.length === told.decisions.length ? 'none' : 'some',
  };
}

/** All of it as plain text, moments in UTC. */
export function decisionText(told: Told): string {
  return `${told.decisions.map((one) => plainText(chain(one, told, 'UTC'))).join('\n\n')}\n`;
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
function chain(decision: DecisionRecord, told: Told, timeZone: string): readonly Run[] {
  const where = decision.incident === undefined ? '' : ` (${decision.incident})`;
  return [
    moment(decision.at, timeZone),
    plain(' '),
    bold(`${names[decision.name]}${where}`),
    plain(`${whose(decision, told)}: ${decision.reason}.`),
    ...decision.steps.flatMap((step): readonly Run[] => [
      plain(`\n• ${step.station}: ${withRoomNames(step.reason, told.roomNames)}`),
      ...placeOf(step.rule),
    ]),
  ];
}

function briefly(decision: DecisionRecord, told: Told, timeZone: string): readonly Run[] {
  const raised = decision.steps.find(({ station, reason }) => station === 'severity' && reason.startsWith('raised'))?.reason;
  return [
    moment(decision.at, timeZone, 'time'),
    plain(`${whose(decision, told)}: ${shorten(decision.reason, longestReason)}${raised === undefined ? '' : `; ${raised}`}`),
  ];
}

/** " A-1f03c2d9 Slow responses"; the title only where the answer is about more than this alert. */
function whose({ alert: key }: DecisionRecord, { about }: Told): string {
  if (key === undefined) return '';
  if (about.kind === 'alert') return ` ${alertId(key)}`;
  const { alerts } = about.incident;
  const alert = alerts.find((one) => one.key === key);
  return ` ${alertId(key)}${alert === undefined ? '' : ` ${nameOf(alert, alerts, longestName)}`}`;
}

/** " — incidents.inhibit[0], line 41 of the configuration" */
function placeOf(rule: RulePlace | undefined): readonly Run[] {
  if (rule === undefined) return [];
  return [plain(' — '), code(rule.path), plain(rule.line === undefined ? '' : `, line ${rule.line} of the configuration`)];
}

/** A line for each kind of what repeats: how often, when, and why the last time. */
function summed(rest: readonly DecisionRecord[], told: Told, timeZone: string): readonly Block[] {
  const kinds = [...Map.groupBy(rest, (one) => kindOf(one, told)).values()].toSorted((one, other) => other.length - one.length);
  const lines = kinds.slice(0, mostKinds).map((alike) => summary(alike, told, timeZone));
  if (lines.length === 0) return [];
  const left = kinds.length > lines.length ? `\n• and ${kinds.slice(mostKinds).flat().length} others` : '';
  return [text(bold('In short'), ...lines.flatMap((line) => [plain('\n• '), ...line]), plain(left))];
}

/** Reasons that differ in their numbers alone are alike; why an alert joined is different each time. */
function kindOf(decision: DecisionRecord, told: Told): string {
  if (decision.name === 'joined') return isAgain(decision, told.decisions);
  return `${decision.name} ${decision.reason.replaceAll(/\d+/gu, '#')}`;
}

function summary(alike: readonly DecisionRecord[], told: Told, timeZone: string): readonly Run[] {
  const [first] = alike;
  const last = alike.at(-1);
  if (first === undefined || last === undefined) return [];
  const because = plain(`${alike.length === 1 ? ': ' : ', the last: '}${shorten(last.reason, longestReason)}.`);
  return [plain(`${howOften(first, alike.length, told)} `), ...between(first.at, last.at, timeZone), because];
}

/** "3 more alerts joined", "Once it was silenced", "147 times an alert resolved". */
function howOften(first: DecisionRecord, count: number, told: Told): string {
  const isJoin = first.name === 'joined' && told.about.kind === 'incident' && isAgain(first, told.decisions) === 'first';
  if (isJoin) return `${count} more alert${count === 1 ? '' : 's'} joined`;
  return `${count === 1 ? 'Once' : `${count} times`} ${whatOf(first, told)}`;
}

function whatOf(decision: DecisionRecord, { about, decisions }: Told): string {
  const subject = about.kind === 'alert' ? 'it' : 'an alert';
  switch (decision.name) {
    case 'opened':
      return `${subject} opened an incident`;
    case 'joined':
      return isAgain(decision, decisions) === 'again' ? `${subject} fired again` : `${subject} joined`;
    case 'duplicate':
      return `${subject} was told without changing anything`;
    case 'silenced':
      return `${subject} was silenced`;
    case 'inhibited':
      return `${subject} was held down by another alert`;
    case 'held':
      return `${subject} was held as a weak signal`;
    case 'resolved':
      return `${subject} resolved`;
    case 'rejected':
      return `${subject} was rejected`;
  }
}
