import type { AggregationType } from '@azure/monitor-query';
import type { Aggregation } from '../../core/model/series.ts';
import type { MetricResult } from '../../core/ports.ts';
import type { Calls } from './calls.ts';
import type { Clients } from './clients.ts';
import { readAnswers } from './metrics-answer.ts';
import type { MetricCall } from './metrics-plan.ts';
import { resourceMetrics } from './schema.ts';
import { writeGrain } from './units.ts';

// A request that several callers share is not theirs to cancel; calls.ts bounds it in time.
const neverAborted = new AbortController().signal;

/** One request for up to 50 resources, to the regional endpoint. Throws ProviderError. */
export async function requestBatch(call: MetricCall, clients: Clients, calls: Calls): Promise<MetricResult> {
  const client = await clients.batch(call.region);
  // The client takes the subscription from the id, and finds it only behind the word in lower case.
  const ids = call.resources.map((one) => one.id.replace(/^\/*subscriptions\//iu, '/subscriptions/'));
  const answers = await calls.run(attemptFor(call), neverAborted, async (options) => {
    const raw = await client.queryResources(ids, [...call.metrics], call.type, {
      ...options,
      startTime: new Date(call.from),
      endTime: new Date(call.to),
      interval: writeGrain(call.grainMs),
      aggregation: call.aggregations.join(','),
    });
    return raw.map((one) => resourceMetrics.parse(one));
  });
  return readAnswers(call, answers);
}

/** One request for the call's first resource alone, to Azure Resource Manager. Throws ProviderError. */
export async function requestSingle(call: MetricCall, clients: Clients, calls: Calls): Promise<MetricResult> {
  const client = await clients.metrics();
  const id = call.resources[0]?.id ?? '';
  const answer = await calls.run(attemptFor(call), neverAborted, async (options) => {
    const raw = await client.queryResource(id.replace(/^\/+/u, ''), [...call.metrics], {
      ...options,
      timespan: { startTime: new Date(call.from), endTime: new Date(call.to) },
      granularity: writeGrain(call.grainMs),
      aggregations: call.aggregations.map((one) => azureNames[one]),
      metricNamespace: call.type,
      autoAdjustTimegrain: true,
    });
    return resourceMetrics.parse(raw);
  });
  // The single answer does not say whom it is about.
  return readAnswers(call, [{ ...answer, resourceId: id }]);
}

const azureNames: Readonly<Record<Aggregation, AggregationType>> = {
  average: 'Average',
  minimum: 'Minimum',
  maximum: 'Maximum',
  total: 'Total',
  count: 'Count',
};

function attemptFor(call: MetricCall) {
  const [first] = call.resources;
  const whose = call.resources.length === 1 && first !== undefined ? first.name : `${call.resources.length} resources`;
  return {
    doing: `read ${call.metrics.slice(0, 3).join(', ')} of ${whose}`,
    grant: `grant the role Monitoring Reader on the subscription ${call.subscription} to the bot’s identity`,
  };
}
