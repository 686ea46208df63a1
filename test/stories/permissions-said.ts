import { commands } from '../../commands/index.ts';
import type { Origin } from '../../src/core/invocation.ts';
import type { Role } from '../../src/core/model/person.ts';
import { withButtons, wordsOf } from './permissions-buttons.ts';

/** The role that words of a command need, by their beginning; the longest that fits counts. A new command has to be decided on here. */
export const needed: Readonly<Record<string, Role>> = {
  ack: 'viewer',
  alerts: 'viewer',
  bind: 'viewer',
  'bind compliance': 'responder',
  'bind none': 'responder',
  chart: 'viewer',
  'chart delete theirs': 'admin',
  charts: 'viewer',
  deliveries: 'admin',
  digest: 'viewer',
  'digest add': 'responder',
  'digest remove mine': 'responder',
  'digest remove theirs': 'admin',
  help: 'viewer',
  home: 'viewer',
  incident: 'viewer',
  incidents: 'viewer',
  jira: 'responder',
  kql: 'viewer',
  queries: 'viewer',
  query: 'viewer',
  'query delete theirs': 'admin',
  resolve: 'responder',
  resources: 'viewer',
  services: 'viewer',
  silence: 'responder',
  silences: 'viewer',
  timeline: 'viewer',
  whoami: 'viewer',
  why: 'viewer',
  zone: 'viewer',
};

export function neededFor(words: string): Role {
  const fits = Object.keys(needed).filter((one) => words === one || words.startsWith(`${one} `));
  const role = needed[fits.toSorted((one, other) => other.length - one.length)[0] ?? ''];
  if (role === undefined) throw new Error(`nobody has decided who may say “${words}”`);
  return role;
}

const typed = [
  ...commands.flatMap((command) => command.examples),
  'digest remove mine',
  'digest remove theirs',
  'chart delete mine',
  'chart delete theirs',
  'query delete mine',
  'query delete theirs',
  'query save kept 1a2b3c4d5e6f708192a3b4c5d6e7f809 daily',
  'kql cancel abc1234',
  'bind none',
].filter((words) => words !== 'digest remove digest-1' && words !== 'query delete morning');
const clicked = Object.values(withButtons).flatMap((documents) => documents.flatMap(wordsOf));

const message = { platform: 'slack', channel: 'C1', id: '1' };
const origins: Readonly<Record<Origin['kind'], Origin>> = {
  typed: { kind: 'typed' },
  form: { kind: 'form' },
  clicked: { kind: 'clicked', message },
  shortcut: { kind: 'shortcut', message },
};
/** Everything that can be said to the bot, and how. */
export const said = [
  ...typed.map((words) => ({ words, origin: origins.typed })),
  ...clicked.map((words) => ({ words, origin: origins.clicked })),
  { words: 'chart cpu of shop over 6h', origin: origins.form },
  { words: 'timeline add "from the menu"', origin: origins.shortcut },
];
