import { welcome } from '../../adapters/teams/welcome.ts';
import type { Document } from '../../src/core/document.ts';
import type { FailedDelivery } from '../../src/core/model/delivery.ts';
import type { Incident } from '../../src/core/model/incident.ts';
import type { SavedChart, SavedQuery } from '../../src/core/model/schedule.ts';
import { chartButtons } from '../../src/services/charts-buttons.ts';
import { heldButtons, queryButtons } from '../../src/services/queries-buttons.ts';
import { kqlCommand } from '../../src/services/queries-grammar.ts';
import { noOptions, type QueryOptions } from '../../src/services/queries-options.ts';
import { alertList } from '../../templates/alerts.ts';
import { saveForm } from '../../templates/chart-forms.ts';
import { savedChartList } from '../../templates/charts.ts';
import { failedDeliveries } from '../../templates/deliveries.ts';
import { home } from '../../templates/home.ts';
import { incidentAnswer, incidentCard } from '../../templates/incident.ts';
import { incidentChoice } from '../../templates/incidents.ts';
import { pageOf } from '../../templates/pages.ts';
import { querySpeech } from '../../templates/query.ts';
import { queryList } from '../../templates/query-list.ts';
import { silenceList } from '../../templates/silences.ts';
import { timeline } from '../../templates/timeline.ts';
import { alertChoice, explanation } from '../../templates/why.ts';
import { firingAlert } from '../fakes/correlation.ts';
import { shop } from '../fakes/incident-desk.ts';

export const now = Date.UTC(2026, 10, 20, 9);
const incident: Incident = {
  id: 'INC-1',
  service: 'shop',
  services: ['shop'],
  title: 'Slow responses',
  severity: 'P2',
  state: 'triggered',
  openedAt: now,
  alerts: [],
  rooms: [],
  version: 1,
};
const view = { incident, service: shop, issueTracker: 'configured', timeZone: 'UTC', linkHosts: [] } as const;
const alert = firingAlert({ rule: 'slow', firedAt: now, lastEventAt: now, incident: incident.id });
const failed: FailedDelivery = {
  id: 12,
  key: 'root',
  lane: 'slack:#ops INC-1',
  destination: 'slack:#ops',
  owner: '',
  urgency: 'root',
  effect: { kind: 'incident-root', incident: 'INC-1', target: { platform: 'slack', channel: '#ops' } },
  dueAt: now,
  attempts: 3,
  reason: 'channel_not_found',
  failedAt: now,
};
const silence = {
  id: 'S-1f03c2d9',
  match: { service: ['shop'] },
  times: { kind: 'once', from: now, to: now + 3_600_000 },
  reason: '',
  by: { platform: 'slack', id: 'ana', name: 'Ana' },
  addedAt: now,
} as const;
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
  'templates/alerts.ts': [alertList([{ alert, incident: 'open' }], { service: undefined, page: 1, now })],
  'templates/charts.ts': [savedChartList([saved], { text: '', of: 1, by: { platform: 'slack', id: 'ana', name: 'Ana' } })],
  'templates/deliveries.ts': [failedDeliveries([failed], 'UTC')],
  'templates/home.ts': [
    home({ services: undefined, catalogue: [], incidents: [incident], charts: [saved], timeZone: 'UTC', now, mayResolve: 'yes' }),
  ],
  'templates/incident.ts': (['triggered', 'acknowledged', 'resolved'] as const).flatMap((state) => {
    const shown = { ...view, incident: { ...incident, state } };
    return [incidentCard(shown), incidentAnswer(shown)];
  }),
  'templates/incidents.ts': ['ack', 'incident', 'resolve', 'jira', 'timeline'].map((name) =>
    incidentChoice('Which?', (id) => `${name} ${id}`, [incident]),
  ),
  'templates/pages.ts': [{ summary: '', blocks: pageOf([1, 2, 3], 2, 1).foot('incidents') }],
  'templates/query-list.ts': [queryList([savedQuery], { text: '', of: 1, by: { platform: 'slack', id: 'ana', name: 'Ana' } })],
  'templates/query.ts': [querySpeech.running({ id: 'abc1234', ahead: 1, forMs: 0 })],
  'templates/silences.ts': [silenceList([{ silence, alerts: [], from: now, to: now + 3_600_000 }], { now, timeZone: 'UTC' })],
  'templates/timeline.ts': [timeline(view, [])],
  'templates/why.ts': [
    explanation(
      { about: { kind: 'alert', alert, incident }, decisions: [], omitted: 'none', receipts: [], roomNames: new Map() },
      { asked: 'why', timeZone: 'UTC' },
    ),
    alertChoice([alert, alert], 'why'),
  ],
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
