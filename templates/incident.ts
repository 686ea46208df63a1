import { type ActionItem, button } from '../src/core/actions.ts';
import { shorten } from '../src/core/clauses.ts';
import {
  actions,
  type Block,
  type Document,
  type Fact,
  facts,
  heading,
  link,
  mention,
  moment,
  plain,
  type Run,
  text,
} from '../src/core/document.ts';
import type { Alert } from '../src/core/model/alert.ts';
import type { Incident } from '../src/core/model/incident.ts';
import type { Tone } from '../src/core/tone.ts';
import type { IncidentView } from '../src/services/services.ts';

export const sourceNames: Readonly<Record<Alert['source'], string>> = {
  azure: 'Azure',
  sentry: 'Sentry',
  alertmanager: 'Alertmanager',
  sonarcloud: 'SonarCloud',
};

export const stateWords: Readonly<Record<Incident['state'], string>> = {
  triggered: 'Triggered',
  acknowledged: 'Acknowledged',
  mitigated: 'Mitigated',
  resolved: 'Resolved',
};

/** How loud an incident looks: red only while nobody has it, and calm when it is resolved, whatever it was. */
export function toneOf(incident: Pick<Incident, 'state' | 'severity'>): Tone {
  if (incident.state === 'resolved') return 'good';
  if (incident.state !== 'triggered') return 'warning';
  return incident.severity === 'P0' || incident.severity === 'P1' ? 'bad' : 'warning';
}

/** Enough to see what it is about; the source's own page says the rest. */
const longestDescription = 300;

/** An incident's root message: what is wrong, how bad, who has it, what to press. The same for every state, so it can be redrawn. */
export function incidentCard(view: IncidentView, timeZone: string): Document {
  const { incident, service } = view;
  const where = service?.title ?? incident.service ?? 'No service';
  const alerts = incident.alerts.flatMap((key) => view.alerts.find((alert) => alert.key === key) ?? []);
  const description = shorten(alerts.find((alert) => alert.description !== '')?.description ?? '', longestDescription);
  const blocks: Block[] = [
    heading(`${incident.id} · ${incident.severity} · ${incident.title}`),
    ...(description === '' ? [] : [text(description)]),
    facts(...mainFacts(view, where, timeZone)),
    ...(alerts.length === 0 ? [] : [facts(...alerts.map((alert) => alertFact(alert, timeZone)))]),
  ];
  const items = buttons(view);
  return {
    summary: `${incident.id} ${incident.severity} ${stateWords[incident.state].toLowerCase()}: ${where}: ${incident.title}`,
    blocks: items.length === 0 ? blocks : [...blocks, actions(...items)],
  };
}

function mainFacts({ incident }: IncidentView, where: string, timeZone: string): readonly Fact[] {
  const { acknowledged, resolved, jira } = incident;
  return [
    { label: 'State', value: [plain(stateWords[incident.state])], tone: toneOf(incident) },
    { label: 'Service', value: [plain(where)] },
    { label: 'Since', value: [moment(incident.openedAt, timeZone)] },
    ...(acknowledged === undefined
      ? []
      : [{ label: 'Acknowledged by', value: [mention(acknowledged.by), plain(' at '), moment(acknowledged.at, timeZone)] }]),
    ...(resolved === undefined ? [] : [{ label: 'Resolved', value: [moment(resolved.at, timeZone), ...resolver(resolved)] }]),
    ...(jira === undefined ? [] : [{ label: 'JIRA', value: [link(jira.key, jira.url)] }]),
  ];
}

function resolver({ by, reason }: Exclude<Incident['resolved'], undefined>): readonly Run[] {
  return by === undefined ? [plain(` by itself: ${reason}`)] : [plain(' by '), mention(by)];
}

function alertFact(alert: Alert, timeZone: string): Fact {
  const name: Run = alert.link === undefined ? plain(alert.title) : link(alert.title, alert.link);
  const state: readonly Run[] =
    alert.state === 'fired'
      ? [plain(' · firing since '), moment(alert.firedAt, timeZone, 'time')]
      : [plain(' · resolved at '), moment(alert.resolvedAt ?? alert.lastEventAt, timeZone, 'time')];
  return {
    label: `${sourceNames[alert.source]} ${alert.severity}`,
    value: [name, ...state],
    tone: alert.state === 'fired' ? 'bad' : 'good',
  };
}

/** Only what can still be done. */
function buttons({ incident, issueTracker }: IncidentView): readonly ActionItem[] {
  const { id, state, jira } = incident;
  return [
    ...(state === 'triggered' ? [button('Acknowledge', `ack ${id}`, 'primary')] : []),
    ...(state === 'resolved' ? [] : [button('Resolve', `resolve ${id}`)]),
    ...(jira === undefined && issueTracker === 'configured' ? [button('Open JIRA', `jira ${id}`)] : []),
  ];
}
