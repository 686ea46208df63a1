import { welcome } from '../../adapters/teams/welcome.ts';
import { commands } from '../../commands/index.ts';
import type { Document } from '../../src/core/document.ts';
import type { Origin } from '../../src/core/invocation.ts';
import type { Incident } from '../../src/core/model/incident.ts';
import type { Role } from '../../src/core/model/person.ts';
import type { SavedChart, SavedQuery } from '../../src/core/model/schedule.ts';
import { chartButtons } from '../../src/services/charts-buttons.ts';
import { heldButtons, queryButtons } from '../../src/services/queries-buttons.ts';
import { kqlCommand } from '../../src/services/queries-grammar.ts';
import { noOptions, type QueryOptions } from '../../src/services/queries-options.ts';
import { saveForm } from '../../templates/chart-forms.ts';
import { savedChartList } from '../../templates/charts.ts';
import { home } from '../../templates/home.ts';
import { incidentCard } from '../../templates/incident.ts';
import { incidentChoice } from '../../templates/incidents.ts';
import { querySpeech } from '../../templates/query.ts';
import { queryList } from '../../templates/query-list.ts';
import { timeline } from '../../templates/timeline.ts';
import { shop } from '../fakes/incident-desk.ts';

/** The role that words of a command need, by their beginning; the longest that fits counts. A new command has to be decided on here. */
export const needed: Readonly<Record<string, Role>> = {
  ack: 'viewer',
  bind: 'viewer',
  'bind compliance': 'responder',
  'bind none': 'responder',
  chart: 'viewer',
  'chart delete theirs': 'admin',
  charts: 'viewer',
  digest: 'viewer',
  'digest add': 'responder',
  'digest remove mine': 'responder',
  'digest remove theirs': 'admin',
  help: 'viewer',
  home: 'viewer',
  incidents: 'viewer',
  jira: 'responder',
  kql: 'viewer',
  queries: 'viewer',
  query: 'viewer',
  'query delete theirs': 'admin',
  resolve: 'responder',
  resources: 'viewer',
  services: 'viewer',
  timeline: 'viewer',
  whoami: 'viewer',
  zone: 'viewer',
};

export function neededFor(words: string): Role {
  const fits = Object.keys(needed).filter((one) => words === one || words.startsWith(`${one} `));
  const role = needed[fits.toSorted((one, other) => other.length - one.length)[0] ?? ''];
  if (role === undefined) throw new Error(`nobody has decided who may say “${words}”`);
  return role;
}

export const now = Date.UTC(2026, 10, 20, 9);
const incident: Incident = {
  id: 'INC-1',
  service: 'shop',
  title: 'Slow responses',
  severity: 'P2',
  state: 'triggered',
  openedAt: now,
  alerts: [],
  rooms: [],
  version: 1,
};
export const saved: SavedChart = {
  id: 'daily',
  name: 'daily',
  command: 'chart cpu of shop',
  owner: 'slack:ana',
  ownerName: 'Ana',
};
export const savedQuery: SavedQuery = { ...saved, command: 'kql in shop requests' };
const queryWords = (options: QueryOptions): string => kqlCommand({ options, body: { kind: 'text', text: 'requests' } });
const answered = {
  from: now - 86_400_000,
  to: now,
  result: {
    table: {
      columns: [
        { name: 'name', type: 'string' },
        { name: 'n', type: 'long' },
      ],
      rows: Array.from({ length: 40 }, () => ['x', 1]),
    },
    render: undefined,
    partial: undefined,
  },
  portal: 'https://portal.example/',
  found: { place: { kind: 'workspace', id: 'w1', title: 'logs' }, tables: 'workspace', service: undefined, name: 'shop' },
} as const;
const queryRows = [
  ...queryButtons({
    answer: answered,
    options: { ...noOptions, page: 2 },
    command: queryWords,
    save: `query save ${queryWords(noOptions)}`,
  }),
  ...heldButtons({ command: queryWords, options: noOptions }),
];
const wish = {
  metric: 'cpu',
  aggregation: undefined,
  targets: ['shop'],
  span: { kind: 'over', ms: 21_600_000 },
  everyMs: undefined,
  by: undefined,
  where: undefined,
  versusMs: undefined,
  as: undefined,
  timeZone: undefined,
  save: undefined,
} as const;

/** One of each message that has buttons, and where in the code they are made. */
export const withButtons: Readonly<Record<string, readonly Document[]>> = {
  'adapters/teams/welcome.ts': [welcome('direct'), welcome('channel')],
  'src/services/charts-buttons.ts': [
    buttonsOnly(chartButtons({ wish, range: { from: now - 21_600_000, to: now }, timeZone: 'UTC', dimensions: ['Instance'], now })),
  ],
  'src/services/queries-buttons.ts': [{ summary: '', blocks: queryRows.map((items) => ({ kind: 'actions', items })) }],
  'templates/charts.ts': [savedChartList([saved], { text: '', of: 1, by: { platform: 'slack', id: 'ana', name: 'Ana' } })],
  'templates/home.ts': [
    home({ services: undefined, catalogue: [], incidents: [incident], charts: [saved], timeZone: 'UTC', now, mayResolve: 'yes' }),
  ],
  'templates/incident.ts': (['triggered', 'acknowledged', 'resolved'] as const).map((state) =>
    incidentCard({ incident: { ...incident, state }, service: shop, issueTracker: 'configured', timeZone: 'UTC' }),
  ),
  'templates/incidents.ts': ['ack', 'resolve', 'jira', 'timeline'].map((name) =>
    incidentChoice('Which?', (id) => `${name} ${id}`, [incident]),
  ),
  'templates/query-list.ts': [queryList([savedQuery], { text: '', of: 1, by: { platform: 'slack', id: 'ana', name: 'Ana' } })],
  'templates/query.ts': [querySpeech.running({ id: 'abc1234', ahead: 1, forMs: 0 })],
  'templates/timeline.ts': [timeline({ incident, service: shop, issueTracker: 'configured', timeZone: 'UTC' }, [])],
};

function buttonsOnly(rows: ReturnType<typeof chartButtons>): Document {
  return { summary: '', blocks: [...rows.map((items) => ({ kind: 'actions' as const, items })), ...saveForm('chart cpu of shop').blocks] };
}

export function wordsOf(document: Document): readonly string[] {
  return document.blocks.flatMap((block) => {
    // Whoever sends the form adds to its words; what it needs is decided by how they begin.
    if (block.kind === 'form') return [`${block.command} save name`];
    if (block.kind !== 'actions') return [];
    return block.items.flatMap((item) => {
      if (item.kind === 'button') return [item.command];
      return item.kind === 'select' ? item.options.map((option) => option.command) : [];
    });
  });
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
