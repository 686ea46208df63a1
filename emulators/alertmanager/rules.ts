import type { Reading, Rule } from '../alerting/rule.ts';
import type { Estate } from '../estate/estate.ts';
import { diceOf, hexOf } from '../logs/dice.ts';
import type { Labels } from './payload.ts';

/** An alerting rule of Prometheus; its `for` is in firesAfter. */
export interface PrometheusRule extends Rule {
  readonly expression: string;
  readonly labels: Labels;
  readonly annotations: Labels;
}

/** Looked at each minute; wrong for five minutes is six evaluations. */
const forFiveMinutes = { everyMinutes: 1, firesAfter: 6, resolvesAfter: 1 } as const;
const where = { namespace: 'packamal', cluster: 'packamal-aks' } as const;

interface Written {
  readonly alertname: string;
  readonly severity: 'critical' | 'warning';
  readonly expression: string;
  readonly summary: string;
  readonly description: string;
  readonly labels?: Labels;
  readonly reading: Reading;
  readonly of?: Reading;
  readonly threshold: number;
}

function rule(written: Written): PrometheusRule {
  const { alertname, severity, expression, summary, description, labels = {}, reading, of, threshold } = written;
  return {
    name: alertname,
    service: 'packamal',
    description,
    expression,
    labels: { alertname, severity, ...where, ...labels },
    annotations: { summary, description, runbook_url: `https://runbooks.example.com/packamal/${alertname}` },
    condition: { reading, of, operator: 'GreaterThan', threshold, windowMinutes: 5 },
    ...forFiveMinutes,
  };
}

const failed: Reading = { resource: 'packamal-insights', metric: 'requests/failed', aggregation: 'count' };
const all: Reading = { resource: 'packamal-insights', metric: 'requests/count', aggregation: 'count' };

/** The rules of the Kubernetes application. `crashingPod`: the one whose crashes the estate counts. */
export const prometheusRules = (crashingPod: string): readonly PrometheusRule[] => [
  rule({
    alertname: 'PackamalHighErrorRate',
    severity: 'critical',
    expression:
      'sum(rate(django_http_responses_total_by_status_total{namespace="packamal",status=~"5.."}[5m])) / sum(rate(django_http_responses_total_by_status_total{namespace="packamal"}[5m])) > 0.05',
    summary: 'More than 5 % of the requests of packamal fail',
    description: 'More than 5 % of the requests that packamal-backend answered in 5 minutes failed.',
    labels: { job: 'packamal-backend' },
    reading: failed,
    of: all,
    threshold: 5,
  }),
  rule({
    alertname: 'PackamalPodCrashLooping',
    severity: 'critical',
    expression: 'increase(kube_pod_container_status_restarts_total{namespace="packamal"}[5m]) > 0',
    summary: 'A pod of packamal-worker crashes again and again',
    description: `Pod packamal/${crashingPod} (worker) is started again and again.`,
    labels: { pod: crashingPod, container: 'worker' },
    reading: { resource: 'packamal-aks', metric: 'inner/crashes', aggregation: 'total' },
    threshold: 0,
  }),
  rule({
    alertname: 'PackamalHighMemory',
    severity: 'warning',
    expression:
      'max(container_memory_working_set_bytes{namespace="packamal"}) by (pod) / max(kube_pod_container_resource_limits{resource="memory"}) by (pod) > 0.9',
    summary: 'packamal-backend uses more than 90 % of its memory',
    description: 'The pods of packamal-backend use more than 90 % of the memory that they may have.',
    labels: { container: 'backend' },
    reading: { resource: 'packamal-aks', metric: 'inner/backend_memory', aggregation: 'average' },
    threshold: 90,
  }),
];

/** The pod that crashes in the estate's logs as well. */
export function crashingPodOf(estate: Pick<Estate, 'resources'>, seed: string): string {
  const cluster = estate.resources.find((one) => one.name === where.cluster);
  const dice = diceOf(seed, cluster?.id ?? '', 'pod');
  return `packamal-worker-${hexOf(dice, 1, 8).slice(0, 7)}-${hexOf(dice, 108, 8).slice(0, 5)}`;
}
