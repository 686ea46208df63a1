import { createGroups, type Groups } from '../alertmanager/groups.ts';
import { groupBody, type PrometheusAlert } from '../alertmanager/payload.ts';
import { crashingPodOf, type PrometheusRule, prometheusRules } from '../alertmanager/rules.ts';
import { type AzureFiring, alertPayload, firingOf } from '../azure/alert-payload.ts';
import { type AzureRule, azureRules } from '../azure/alert-rules.ts';
import type { Estate } from '../estate/estate.ts';
import { type SentryRule, sentryRules } from '../sentry/alert-rules.ts';
import { incidentOf, type MetricAlertTold, metricAlertBody } from '../sentry/payload.ts';
import type { AlertMessage, AlertTold } from './rule.ts';
import { createWatch, type Transition } from './watch.ts';

export type { AlertMessage } from './rule.ts';

export interface AlertingNeeds {
  readonly estate: Estate;
  /** The seed of the estate and its logs. */
  readonly seed: string;
  /** Where the emulators are: links lead there. */
  readonly baseUrl: string;
  /** Azure's rules; those of the estate unless given. */
  readonly azure?: readonly AzureRule[] | undefined;
}

/**
 * All that watches the estate: Azure's alert rules, Sentry's, Prometheus with its Alertmanager. It says what they would post, and
 * posts nothing. The same effects at the same times make the same messages, ids included.
 */
export interface Alerting {
  /** When something is to be looked at or told again; undefined: all is quiet. To be asked whenever the estate was changed. */
  readonly nextDue: (now: number) => number | undefined;
  /** Does all that is due at `at`, which the estate's clock must have reached. To be called in the order of time, each minute or when due. */
  readonly evaluateAll: (at: number) => readonly AlertMessage[];
}

/** How Alertmanager groups, as the chart that brings it configures it. */
const groupedBy = ['alertname', 'namespace'] as const;

export function createAlerting(needs: AlertingNeeds): Alerting {
  const { estate, seed } = needs;
  const azure = createWatch(needs.azure ?? azureRules, estate);
  const sentry = createWatch(sentryRules, estate);
  const prometheus = createWatch(prometheusRules(crashingPodOf(estate, seed)), estate);
  const groups = createGroups(groupedBy);
  return {
    nextDue: (now) => {
      const due = [azure.nextDue(now), sentry.nextDue(now), prometheus.nextDue(now), groups.nextDue()].flatMap((one) => one ?? []);
      return due.length === 0 ? undefined : Math.min(...due);
    },
    evaluateAll: (at) => {
      for (const transition of prometheus.look(at)) groups.take(prometheusAlert(transition, needs), at);
      return [
        ...azure.look(at).map((transition) => azureMessage(transition, estate)),
        ...sentry.look(at).map((transition) => sentryMessage(transition, needs)),
        ...groupMessages(groups, at, needs),
      ];
    },
  };
}

function azureMessage(transition: Transition<AzureRule>, estate: Estate): AlertMessage {
  const { rule, dimension, told, value, at, since } = transition;
  const measured = estate.seriesOf(rule.condition.reading.resource, rule.condition.reading.metric).resource;
  const target = rule.log === undefined ? measured : (estate.resources.find((one) => one.name === rule.log?.scope) ?? measured);
  const firing: AzureFiring = {
    rule,
    target,
    measured,
    dimension,
    value,
    firedAt: since,
    resolvedAt: told === 'resolved' ? at : undefined,
  };
  const alert: AlertTold = { rule: rule.name, service: rule.service, resource: measured.name, state: told, firing: firingOf(firing) };
  return { source: 'azure', at, body: alertPayload(firing), alerts: [alert] };
}

function sentryMessage(transition: Transition<SentryRule>, { baseUrl }: AlertingNeeds): AlertMessage {
  const { rule, told, value, at, since } = transition;
  const { threshold, windowMinutes } = rule.condition;
  const alert: MetricAlertTold = {
    rule: { ...rule, threshold, windowMinutes },
    state: told === 'fired' ? rule.trigger : 'resolved',
    count: value,
    startedAt: since,
    at,
  };
  return {
    source: 'sentry',
    resource: 'metric_alert',
    at,
    body: metricAlertBody(alert, { url: `${baseUrl}/sentry`, slug: 'example' }),
    alerts: [{ rule: rule.name, service: rule.service, state: told, firing: incidentOf(alert) }],
  };
}

function prometheusAlert({ rule, told, at, since }: Transition<PrometheusRule>, { baseUrl }: AlertingNeeds): PrometheusAlert {
  return {
    labels: rule.labels,
    annotations: rule.annotations,
    startsAt: since,
    endsAt: told === 'resolved' ? at : undefined,
    generatorUrl: `${baseUrl}/prometheus/graph?g0.expr=${encodeURIComponent(rule.expression)}&g0.tab=1`,
  };
}

function groupMessages(groups: Groups, at: number, { baseUrl }: AlertingNeeds): readonly AlertMessage[] {
  return groups.flush(at).map(({ labels, alerts }) => ({
    source: 'alertmanager',
    at,
    body: groupBody({ receiver: 'tocsin', labels, alerts, externalUrl: `${baseUrl}/alertmanager` }),
    alerts: alerts.map((one) => ({
      rule: one.labels['alertname'] ?? '',
      service: 'packamal',
      state: one.endsAt === undefined ? 'fired' : 'resolved',
      firing: `${one.labels['alertname']}@${one.startsAt}`,
    })),
  }));
}
