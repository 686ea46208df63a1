import { UserError } from '../core/errors.ts';
import type { Aggregation } from '../core/model/series.ts';
import { activeUsers, durationPercentile, jobSuccessRate, type LogMetric, podRestarts } from './log-metrics.ts';

/** What a chart's metric means where only logs have it. 'custom': a percentile of what may be a metric that an application sends. */
export type LogWish =
  | { readonly kind: 'known'; readonly metric: LogMetric }
  | { readonly kind: 'custom'; readonly name: string; readonly percent: number };

const percentileStart =
  /^(?:p ?(?<p>\d{1,2}(?:\.\d{1,2})?)|(?<nth>\d{1,2}(?:\.\d{1,2})?)(?:st|nd|rd|th)? percentile|(?<median>median))(?: of)?(?: (?<rest>.+))?$/iu;

const latency = new Set(['latency', 'response time', 'responsetime', 'duration', 'request duration', 'requests', 'request']);
const ofCalls = new Set(['dependency duration', 'dependency latency', 'dependencies', 'dependency']);

const named: ReadonlyMap<string, LogMetric> = new Map<string, LogMetric>([
  ...['pod restarts', 'container restarts'].map((one) => [one, podRestarts] as const),
  ...['job success rate', 'job success', 'jobs success rate'].map((one) => [one, jobSuccessRate] as const),
  ...['active users', 'daily active users', 'dau'].map((one) => [one, activeUsers] as const),
]);

/** Names to suggest, and to offer in a form. */
export const logMetricTitles: readonly string[] = [
  'p50 latency',
  'p95 latency',
  'p99 latency',
  'p95 dependency duration',
  'pod restarts',
  'job success rate',
  'active users',
];

/** Azure's metrics have no percentiles; these names are measured in the logs. undefined: none of them. Throws UserError for a percentile of nothing. */
export function logWish(typed: string): LogWish | undefined {
  const words = typed.trim().toLowerCase().replaceAll(/\s+/gu, ' ');
  const known = named.get(words);
  if (known !== undefined) return { kind: 'known', metric: known };
  const groups = percentileStart.exec(typed.trim().replaceAll(/\s+/gu, ' '))?.groups;
  if (groups === undefined) return undefined;
  const percent = groups['median'] === undefined ? Number(groups['p'] ?? groups['nth']) : 50;
  if (percent <= 0) throw new UserError('A percentile lies above 0 and below 100, as p95.', ['chart p95 latency of NAME']);
  const rest = groups['rest'];
  if (rest === undefined || latency.has(rest.toLowerCase())) return { kind: 'known', metric: durationPercentile(percent, 'requests') };
  if (ofCalls.has(rest.toLowerCase())) return { kind: 'known', metric: durationPercentile(percent, 'dependencies') };
  return { kind: 'custom', name: rest, percent };
}

/** A rate or a percentile is one number: no aggregation applies to it. */
export function ignoredAggregation(metric: LogMetric, aggregation: Aggregation | undefined): readonly string[] {
  return aggregation === undefined
    ? []
    : [`${metric.title} is measured in one way (${metric.way}); “${aggregation}” does not apply to it.`];
}
