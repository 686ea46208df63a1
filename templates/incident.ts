import { type ActionItem, button } from '../src/core/actions.ts';
import { shorten } from '../src/core/clauses.ts';
import {
  actions,
  type Block,
  code,
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
import { linkOf } from '../src/core/links.ts';
import type { AlertOfIncident, AlertSourceName } from '../src/core/model/alert.ts';
import { namesAmong } from '../src/core/model/alert-name.ts';
import type { Incident } from '../src/core/model/incident.ts';
import type { Tone } from '../src/core/tone.ts';
import type { IncidentView } from '../src/services/services.ts';

export const sourceNames: Readonly<Record<AlertSourceName, string>> = {
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

/** One sign, one meaning, whatever the severity: red while nobody has it, or not as bad as it is; yellow while somebody has it; green when it is resolved. */
export function toneOf(incident: Pick<Incident, 'state' | 'severity' | 'acknowledged'>): Tone {
  if (incident.state === 'resolved') return 'good';
  const taken = incident.acknowledged?.severity ?? incident.severity;
  const isWorse = taken !== incident.severity && (incident.severity === 'P0' || incident.severity === 'P1');
  return incident.state === 'triggered' || isWorse ? 'bad' : 'warning';
}

/** Enough to see what it is about; the source's own page says the rest. */
const longestDescription = 300;

/** An incident's root message: what is wrong, how bad, who has it, what to press. The same for every state, so it can be redrawn. */
export function incidentCard(view: IncidentView): Document {
  const { incident, service } = view;
  const what = `${service?.title ?? incident.service ?? 'Unassigned'}: ${incident.title}`;
  const { alerts } = incident;
  const description = shorten(alerts.find((alert) => alert.description !== '')?.description ?? '', longestDescription);
  const blocks: Block[] = [
    heading(`${incident.id} · ${incident.severity} · ${what}`),
    ...(description === '' ? [] : [text(description)]),
    facts(...mainFacts(view)),
    ...(alerts.length === 0 ? [] : [facts(...shownAlerts(alerts).map((alert) => alertFact(alert, view)))]),
    ...left(incident),
  ];
  const items = buttons(view);
  return {
    summary: `${incident.id} ${incident.severity} ${stateWords[incident.state].toLowerCase()}: ${what}`,
    blocks: items.length === 0 ? blocks : [...blocks, actions(...items)],
  };
}

/** The card as an answer to whoever asked for it, with the ways to what lies behind it. */
export function incidentAnswer(view: IncidentView): Document {
  const { id } = view.incident;
  const card = incidentCard(view);
  return { ...card, blocks: [...card.blocks, actions(button('Timeline', `timeline ${id}`), button('Why', `why ${id}`))] };
}

/** A storm must not push the buttons off the screen. */
const mostAlerts = 8;

/** The worst first: what fires, then by severity, then what fires the longest. */
function shownAlerts(alerts: readonly AlertOfIncident[]): readonly AlertOfIncident[] {
  const sorted = alerts.toSorted(
    (one, other) =>
      Number(one.state === 'resolved') - Number(other.state === 'resolved') ||
      one.severity.localeCompare(other.severity) ||
      one.firedAt - other.firedAt,
  );
  return sorted.slice(0, mostAlerts);
}

function left({ id, alerts }: Incident): readonly Block[] {
  if (alerts.length <= mostAlerts) return [];
  const words = `${mostAlerts} of ${alerts.length} alerts are shown, the worst first; ${firingOf(alerts)}. All of them: `;
  return [text(words, code(`timeline ${id}`))];
}

function firingOf(alerts: readonly AlertOfIncident[]): string {
  const firing = alerts.filter((alert) => alert.state === 'fired').length;
  if (firing === 0) return 'none fires any more';
  if (firing === alerts.length) return `all ${firing} fire`;
  return firing === 1 ? '1 of all still fires' : `${firing} of all still fire`;
}

function mainFacts({ incident, timeZone, linkHosts }: IncidentView): readonly Fact[] {
  const { acknowledged, resolved, reopened, jira } = incident;
  return [
    { label: 'State', value: [plain(stateWords[incident.state])], tone: toneOf(incident) },
    { label: 'Since', value: [moment(incident.openedAt, timeZone)] },
    ...(incident.services.length > 1 ? [{ label: 'Services', value: [plain(incident.services.join(', '))] }] : []),
    ...(reopened === undefined
      ? []
      : [
          {
            label: 'Opened again',
            value: [moment(reopened.at, timeZone), plain(reopened.times === 1 ? '' : ` (${reopened.times} times in all)`)],
          },
        ]),
    ...(acknowledged === undefined
      ? []
      : [{ label: 'Acknowledged by', value: [mention(acknowledged.by), plain(' at '), moment(acknowledged.at, timeZone)] }]),
    ...(resolved === undefined ? [] : [{ label: 'Resolved', value: [moment(resolved.at, timeZone), ...resolver(resolved)] }]),
    ...(jira === undefined
      ? []
      : [{ label: 'JIRA', value: [linkOf(jira.url, linkHosts) === 'link' ? link(jira.key, jira.url) : plain(jira.key)] }]),
  ];
}

function resolver({ by, reason }: Exclude<Incident['resolved'], undefined>): readonly Run[] {
  return by === undefined ? [plain(` by itself: ${reason}`)] : [plain(' by '), mention(by)];
}

/** An address that is read, not followed. */
const longestAddress = 120;

/**
 * The state is linked to the source's page, where that is one people can trust. The title of the only alert is the heading's, and
 * not said again, but which one of its rule it is.
 */
function alertFact(alert: AlertOfIncident, { incident, timeZone, linkHosts }: IncidentView): Fact {
  const { resolvedAt, link: url = '' } = alert;
  const { distinctionOf, nameOf } = namesAmong(incident.alerts);
  const isSaid = incident.alerts.length === 1 && alert.title === incident.title;
  const name = isSaid ? distinctionOf(alert) : nameOf(alert);
  const isLeft = resolvedAt === undefined && incident.state === 'resolved';
  const shown = linkOf(url, linkHosts);
  const [state, at] = resolvedAt === undefined ? ['firing since', alert.firedAt] : ['resolved at', resolvedAt];
  return {
    label: `${sourceNames[alert.source]} ${alert.severity}`,
    value: [
      ...(name === '' ? [] : [plain(`${name} · `)]),
      shown === 'link' ? link(state, url) : plain(state),
      plain(' '),
      moment(at, timeZone, 'time'),
      ...(shown === 'text' ? [plain(` · ${shorten(url, longestAddress)}`)] : []),
      // Nobody has told its end: a person has resolved the incident all the same.
      ...(isLeft ? [plain(incident.resolved?.by === undefined ? ' · incident resolved' : ' · resolved by hand')] : []),
      ...(alert.recovered === true ? [plain(foundByAsking(alert.source))] : []),
    ],
    tone: isLeft ? 'neutral' : resolvedAt === undefined ? 'bad' : 'good',
  };
}

/** Whoever trusts the webhook learns here that it does not come. */
const foundByAsking = (source: AlertSourceName): string => ` (found by asking ${sourceNames[source]}; its webhook did not come)`;

/** Only what can still be done. */
function buttons({ incident, issueTracker }: IncidentView): readonly ActionItem[] {
  const { id, state, jira } = incident;
  return [
    ...(state === 'triggered' ? [button('Acknowledge', `ack ${id}`, 'primary')] : []),
    ...(state === 'resolved' ? [] : [button('Resolve', `resolve ${id}`)]),
    ...(jira === undefined && issueTracker === 'configured' ? [button('Open JIRA', `jira ${id}`)] : []),
  ];
}
