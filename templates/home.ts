import { type ActionItem, button } from '../src/core/actions.ts';
import { actions, type Block, bold, code, type Document, heading, moment, note, plain, text } from '../src/core/document.ts';
import type { Incident } from '../src/core/model/incident.ts';
import type { SavedChart } from '../src/core/model/schedule.ts';
import type { HomeContent, ServiceHealth } from '../src/services/services.ts';
import { healthOf, healthTones, healthWords, worstFirst } from './digest.ts';
import { stateWords, toneOf } from './incident.ts';
import { byUrgency } from './incidents.ts';

export interface HomeView extends HomeContent {
  /** The reader's. */
  readonly timeZone: string;
  readonly now: number;
  /** Whether the reader may resolve incidents. */
  readonly mayResolve: 'yes' | 'no';
}

/** Beyond these the lists of the commands say more. */
const mostServices = 20;
const mostIncidents = 5;
const mostCharts = 5;

/** A person's home page: how the services are, what is open, their own charts, and the way to a new one. */
export function home(view: HomeView): Document {
  const { incidents, catalogue } = view;
  const open =
    incidents.length === 0
      ? 'no incident is open'
      : incidents.length === 1
        ? '1 incident is open'
        : `${incidents.length} incidents are open`;
  return {
    summary: `Your home: ${catalogue.length === 1 ? '1 service' : `${catalogue.length} services`}, ${open}`,
    blocks: [
      actions(button('New chart', 'chart', 'primary'), button('Refresh', 'home'), button('What I can do', 'help')),
      heading('Services'),
      ...serviceBlocks(view),
      heading('Open incidents'),
      ...incidentBlocks(view),
      heading('Your charts'),
      ...chartBlocks(view.charts),
      text(plain('As of '), moment(view.now, view.timeZone)),
    ],
  };
}

function serviceBlocks({ services, catalogue }: HomeView): readonly Block[] {
  if (catalogue.length === 0) return [text('No services are configured. They are listed under “services” in tocsin.yaml.')];
  if (services === undefined)
    return [
      note('unknown', 'How they are is not known yet: the measurements take longer than usual. Refresh in a moment.'),
      ...limited(catalogue, mostServices, ({ title }) => note('unknown', bold(title), ': unknown')),
    ];
  return limited(worstFirst(services), mostServices, serviceLine);
}

/** The state, and what it comes from: the KPIs that are not well, or why nothing is known. */
function serviceLine(health: ServiceHealth): Block {
  const state = healthOf(health);
  const because = health.kpis.filter((kpi) => kpi.state !== 'good').map((kpi) => `${kpi.title} ${kpi.shown}`);
  const why = because.length === 0 && state === 'unknown' ? health.failures.slice(0, 1) : because;
  return note(healthTones[state], bold(health.service.title), `: ${healthWords[state]}`, ...why.map((words) => ` · ${words}`));
}

function incidentBlocks({ incidents, catalogue, timeZone, mayResolve }: HomeView): readonly Block[] {
  if (incidents.length === 0) return [text('None.')];
  const shown = byUrgency(incidents).slice(0, mostIncidents);
  const more = incidents.length - shown.length;
  const titleOf = ({ service }: Incident): string => catalogue.find((one) => one.name === service)?.title ?? service ?? 'Unassigned';
  return [
    ...shown.flatMap((incident) => [
      incidentLine(incident, titleOf(incident), timeZone),
      actions(...incidentButtons(incident, mayResolve)),
    ]),
    ...(more === 0 ? [] : [text(`${more} more are open.`), actions(button('All incidents', 'incidents'))]),
  ];
}

function incidentLine(incident: Incident, service: string, timeZone: string): Block {
  const { id, severity, state, title, acknowledged, openedAt } = incident;
  const by = acknowledged === undefined ? '' : ` by ${acknowledged.by.name}`;
  const what = ` · ${severity} · ${stateWords[state]}${by} · ${service}: ${title} · since `;
  return note(toneOf(incident), bold(id), what, moment(openedAt, timeZone));
}

function incidentButtons({ id, state }: Incident, mayResolve: 'yes' | 'no'): readonly ActionItem[] {
  return [
    ...(state === 'triggered' ? [button(`Acknowledge ${id}`, `ack ${id}`, 'primary')] : []),
    ...(mayResolve === 'yes' ? [button(`Resolve ${id}`, `resolve ${id}`)] : []),
    button(`Timeline ${id}`, `timeline ${id}`),
  ];
}

function chartBlocks(charts: readonly SavedChart[]): readonly Block[] {
  if (charts.length === 0) return [text('None yet. Draw one, then save it under a name.')];
  const shown = charts.slice(0, mostCharts);
  const draw = shown.map((chart) => button(`Draw ${chart.name}`, `chart ${chart.name}`));
  return [
    ...shown.map((chart) => text(bold(chart.name), ' ', code(chart.command))),
    actions(...draw, ...(charts.length > mostCharts ? [button('All charts', 'charts')] : [])),
  ];
}

function limited<Item>(items: readonly Item[], most: number, line: (item: Item) => Block): readonly Block[] {
  const more = items.length - most;
  return [...items.slice(0, most).map(line), ...(more > 0 ? [text(`${more} more are not shown here.`)] : [])];
}
