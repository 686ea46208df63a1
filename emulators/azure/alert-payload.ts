import { createHash } from 'node:crypto';
import type { EstateResource } from '../estate/resources.ts';
import type { AzureRule, LogSearch } from './alert-rules.ts';
import { writeMinutes } from './durations.ts';

/** One firing of a rule, or its end. */
export interface AzureFiring {
  readonly rule: AzureRule;
  /** What the rule is about: the resource it measures, or the one whose logs it searches. */
  readonly target: EstateResource;
  /** What is measured, which for a log search is another resource. */
  readonly measured: EstateResource;
  /** The value of the rule's dimension. */
  readonly dimension: string | undefined;
  /** The metric's over the window. */
  readonly value: number;
  readonly firedAt: number;
  /** undefined: it fires. */
  readonly resolvedAt?: number | undefined;
}

/** The GUID of this firing: the same for fired and resolved. */
export const firingOf = ({ rule, target, dimension, firedAt }: AzureFiring): string => guid([rule.name, target.id, dimension, firedAt]);

/** What Azure calls the alert: "/subscriptions/…/alerts/GUID". */
export const alertIdOf = (firing: AzureFiring): string =>
  `/subscriptions/${firing.target.subscription}/providers/Microsoft.AlertsManagement/alerts/${firingOf(firing)}`;

/** The common alert schema, as Azure posts it. */
export function alertPayload(firing: AzureFiring): object {
  return {
    schemaId: 'azureMonitorCommonAlertSchema',
    data: { essentials: essentials(firing), alertContext: alertContext(firing), customProperties: null },
  };
}

function essentials(firing: AzureFiring): object {
  const { rule, target, resolvedAt } = firing;
  return {
    alertId: alertIdOf(firing),
    alertRule: rule.name,
    severity: `Sev${rule.severity}`,
    signalType: rule.log === undefined ? 'Metric' : 'Log',
    monitorCondition: resolvedAt === undefined ? 'Fired' : 'Resolved',
    monitoringService: rule.log === undefined ? 'Platform' : 'Log Alerts V2',
    alertTargetIDs: [target.id.toLowerCase()],
    configurationItems: [firing.measured.name],
    originAlertId: originOf(firing),
    firedDateTime: new Date(firing.firedAt).toISOString(),
    // Only metric alerts say when they were resolved.
    ...(resolvedAt === undefined || rule.log !== undefined ? {} : { resolvedDateTime: new Date(resolvedAt).toISOString() }),
    description: rule.description,
    essentialsVersion: '1.0',
    alertContextVersion: '1.0',
  };
}

/** What the firing came from, in the words of the service that found it. */
export function originOf({ rule, target, firedAt }: AzureFiring): string {
  if (rule.log !== undefined) return guid(['origin', rule.name, firedAt]);
  return `${target.subscription}_${target.group}_Microsoft.Insights_metricAlerts_${rule.name}_-117781227`;
}

/** The part that depends on the kind of rule. */
export function alertContext(firing: AzureFiring): object {
  const { rule, resolvedAt, firedAt } = firing;
  const { windowMinutes } = rule.condition;
  const end = resolvedAt ?? firedAt;
  const from = new Date(end - windowMinutes * 60_000).toISOString();
  const to = new Date(end).toISOString();
  const criterion = rule.log === undefined ? metricCriterion(firing) : logCriterion(firing, rule.log, { from, to });
  return {
    properties: null,
    conditionType: rule.log === undefined ? 'SingleResourceMultipleMetricCriteria' : 'LogQueryCriteria',
    condition: { windowSize: writeMinutes(windowMinutes), allOf: [criterion], windowStartTime: from, windowEndTime: to },
  };
}

function metricCriterion({ rule, measured, dimension, value }: AzureFiring): object {
  const { reading, operator, threshold } = rule.condition;
  return {
    metricName: reading.metric,
    metricNamespace: measured.provider,
    operator,
    threshold: String(threshold),
    timeAggregation: title(reading.aggregation),
    dimensions: dimensionsOf(rule, dimension),
    metricValue: value,
    webTestName: null,
  };
}

/** Results are never part of it: the links lead to them. */
function logCriterion(firing: AzureFiring, log: LogSearch, { from, to }: { readonly from: string; readonly to: string }): object {
  const { rule, target, value } = firing;
  const { operator, threshold, reading } = rule.condition;
  const portal = `https://portal.azure.com#@tenant/blade/Microsoft_Azure_Monitoring_Logs/LogsBlade/source/Alerts.EmailLinks/scope/${encodeURIComponent(JSON.stringify({ resources: [{ resourceId: target.id }] }))}/q/${encodeURIComponent(log.query)}/prettify/1/timespan/${from}%2f${to}`;
  const api = `https://api.loganalytics.io/v1${target.id}/query?query=${encodeURIComponent(log.query)}&timespan=${from}%2f${to}`;
  return {
    searchQuery: log.query,
    metricMeasureColumn: log.column,
    targetResourceTypes: `['${target.provider}']`,
    operator,
    threshold: String(threshold),
    timeAggregation: title(reading.aggregation),
    dimensions: dimensionsOf(rule, firing.dimension),
    metricValue: value,
    failingPeriods: { numberOfEvaluationPeriods: rule.firesAfter, minFailingPeriodsToAlert: rule.firesAfter },
    linkToSearchResultsUI: portal,
    linkToFilteredSearchResultsUI: portal,
    linkToSearchResultsAPI: api,
    linkToFilteredSearchResultsAPI: api,
  };
}

function dimensionsOf(rule: AzureRule, value: string | undefined): readonly object[] {
  return rule.condition.dimension === undefined || value === undefined ? [] : [{ name: rule.condition.dimension, value }];
}

const title = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

function guid(parts: readonly (string | number | undefined)[]): string {
  const hex = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
