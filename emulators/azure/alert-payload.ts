import type { EstateResource } from '../estate/resources.ts';
import { writeMinutes } from './durations.ts';

/** One firing of a static metric alert rule, or its end. */
export interface MetricAlert {
  readonly rule: string;
  /** 0..4 */
  readonly severity: number;
  readonly description: string;
  /** The resource's name. */
  readonly resource: string;
  readonly metric: string;
  readonly aggregation: 'average' | 'total';
  readonly operator: 'GreaterThan' | 'LessThan';
  readonly threshold: number;
  readonly windowMinutes: number;
  /** A GUID: the same for fired and resolved. */
  readonly firing: string;
  readonly firedAt: number;
  /** undefined: it fires. */
  readonly resolvedAt?: number | undefined;
}

/** The common alert schema, as Azure posts it. `value`: the metric's over the window. */
export function alertPayload(alert: MetricAlert, resource: EstateResource, value: number): object {
  const resolved = alert.resolvedAt !== undefined;
  const end = alert.resolvedAt ?? alert.firedAt;
  const aggregation = alert.aggregation === 'average' ? 'Average' : 'Total';
  return {
    schemaId: 'azureMonitorCommonAlertSchema',
    data: {
      essentials: {
        alertId: `/subscriptions/${resource.subscription}/providers/Microsoft.AlertsManagement/alerts/${alert.firing}`,
        alertRule: alert.rule,
        severity: `Sev${alert.severity}`,
        signalType: 'Metric',
        monitorCondition: resolved ? 'Resolved' : 'Fired',
        monitoringService: 'Platform',
        alertTargetIDs: [resource.id.toLowerCase()],
        configurationItems: [resource.name],
        originAlertId: `${resource.subscription}_${resource.group}_Microsoft.Insights_metricAlerts_${alert.rule}_-117781227`,
        firedDateTime: new Date(alert.firedAt).toISOString(),
        ...(alert.resolvedAt === undefined ? {} : { resolvedDateTime: new Date(alert.resolvedAt).toISOString() }),
        description: alert.description,
        essentialsVersion: '1.0',
        alertContextVersion: '1.0',
      },
      alertContext: {
        properties: null,
        conditionType: 'SingleResourceMultipleMetricCriteria',
        condition: {
          windowSize: writeMinutes(alert.windowMinutes),
          allOf: [
            {
              metricName: alert.metric,
              metricNamespace: resource.type,
              operator: alert.operator,
              threshold: String(alert.threshold),
              timeAggregation: aggregation,
              dimensions: [],
              metricValue: value,
              webTestName: null,
            },
          ],
          windowStartTime: new Date(end - alert.windowMinutes * 60_000).toISOString(),
          windowEndTime: new Date(end).toISOString(),
        },
      },
      customProperties: null,
    },
  };
}
