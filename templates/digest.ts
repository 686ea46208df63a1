import { type Block, bold, type Document, facts, heading, moment, note, plain, type Run, text } from '../src/core/document.ts';
import type { Tone } from '../src/core/tone.ts';
import type { DigestContent, KpiState, ServiceHealth } from '../src/services/services.ts';
import { stateWords } from './incident.ts';

type State = KpiState['state'];

export const healthWords: Readonly<Record<State, string>> = {
  good: 'healthy',
  warning: 'needs attention',
  bad: 'in trouble',
  unknown: 'unknown',
};
export const healthTones: Readonly<Record<State, Tone>> = { good: 'good', warning: 'warning', bad: 'bad', unknown: 'unknown' };
/** The worst first: what needs somebody must not be below the fold. */
const order: readonly State[] = ['bad', 'warning', 'unknown', 'good'];
const mostFailures = 3;

/** The state of each service by its KPIs over the range, and what is open. */
export function digest(content: DigestContent): Document {
  const services = worstFirst(content.services);
  const counts = order
    .map((state) => ({ state, count: services.filter((one) => healthOf(one) === state).length }))
    .filter(({ count }) => count > 0)
    .map(({ state, count }) => `${count} ${count > 1 && state === 'warning' ? 'need attention' : healthWords[state]}`);
  const headline = services.length === 0 ? 'no service is configured' : counts.join(', ');
  return {
    summary: `Health digest: ${headline}`,
    blocks: [
      heading(`Health digest: ${headline}`),
      text(
        moment(content.at, content.timeZone),
        plain(' · KPIs measured from '),
        moment(content.from, content.timeZone, 'time'),
        plain(' to '),
        moment(content.at, content.timeZone, 'time'),
      ),
      ...unassignedBlocks(content),
      ...services.flatMap(section),
    ],
  };
}

export function worstFirst(services: readonly ServiceHealth[]): readonly ServiceHealth[] {
  return services.toSorted((one, other) => order.indexOf(healthOf(one)) - order.indexOf(healthOf(other)));
}

/** An open incident counts whatever the KPIs say: a severe one is trouble, any other needs attention. */
export function healthOf({ state, incidents }: Pick<ServiceHealth, 'state' | 'incidents'>): State {
  if (state === 'bad' || incidents.some(({ severity }) => severity === 'P0' || severity === 'P1')) return 'bad';
  return incidents.length > 0 ? 'warning' : state;
}

function section(health: ServiceHealth): readonly Block[] {
  const state = healthOf(health);
  const { title, name } = health.service;
  const shown = health.failures.slice(0, mostFailures);
  const more = health.failures.length - shown.length;
  return [
    note(healthTones[state], bold(title), title === name ? '' : ` (${name})`, `: ${healthWords[state]}`, ...openIncidents(health)),
    ...kpiBlocks(health.kpis),
    ...(shown.length === 0 ? [] : [text(`Not read: ${shown.join('; ')}${more > 0 ? `; and ${more} more` : ''}`)]),
  ];
}

/** Nobody's incidents are everybody's: above the services. */
function unassignedBlocks({ unassigned }: DigestContent): readonly Block[] {
  const tone = healthTones[healthOf({ state: 'good', incidents: unassigned })];
  return unassigned.length === 0 ? [] : [note(tone, bold('Unassigned'), ...openIncidents({ incidents: unassigned }))];
}

function openIncidents({ incidents }: Pick<ServiceHealth, 'incidents'>): readonly Run[] {
  return incidents.map((one) => plain(` · ${one.id} ${one.severity} ${stateWords[one.state].toLowerCase()}: ${one.title}`));
}

/** What is not well gets a line of its own, with its limits and which resource it is; what is well shares one. */
function kpiBlocks(kpis: readonly KpiState[]): readonly Block[] {
  const well = kpis.filter((kpi) => kpi.state === 'good');
  const rest = kpis.filter((kpi) => kpi.state !== 'good');
  const explained = rest.map((kpi) => ({
    label: kpi.title,
    value: [plain([kpi.shown, kpi.resource, kpi.limits].filter((part) => part !== undefined).join(' · '))],
    tone: healthTones[kpi.state],
  }));
  return [
    ...(explained.length === 0 ? [] : [facts(...explained)]),
    ...(well.length === 0 ? [] : [text(well.map((kpi) => `${kpi.title} ${kpi.shown}`).join(' · '))]),
  ];
}
