import type { AggregationType } from '@azure/monitor-query';
import type { Resource } from '../../core/model/resource.ts';
import type { Aggregation } from '../../core/model/series.ts';
import type { Calls } from './calls.ts';
import type { Clients } from './clients.ts';
import type { Attempt } from './errors.ts';
import { readAnswers } from './metrics-answer.ts';
import type { Outcomes } from './metrics-cells.ts';
import { dimensionWords } from './metrics-filter.ts';
import type { MetricCall, PlannedCall } from './metrics-plan.ts';
import type { Patience } from './patience.ts';
import { resourceMetrics } from './schema.ts';
import { writeGrain } from './units.ts';

export interface Asking {
  readonly clients: Clients;
  readonly calls: Calls;
  readonly patience: Patience;
}

/** One request for up to 50 resources, to the regional endpoint. Throws ProviderError. */
export async function requestBatch(planned: PlannedCall, { clients, calls, patience }: Asking): Promise<Outcomes> {
  const { call } = planned;
  const client = await clients.batch(call.region);
  // The client takes the subscription from the id, and finds it only behind the word in lower case.
  const ids = call.resources.map((one) => one.id.replace(/^\/*subscriptions\//iu, '/subscriptions/'));
  const words = dimensionWords(call, call.aggregations[0]);
  const answers = await calls.run(attemptFor('batch', call, call.resources), patience, async (options) => {
    const asked = {
      ...options,
      startTime: new Date(call.from),
      endTime: new Date(call.to),
      interval: writeGrain(call.grainMs),
      ...(call.aggregations.length === 0 ? {} : { aggregation: call.aggregations.join(',') }),
      ...(words === undefined ? {} : { filter: words.filter, top: words.top }),
      ...(words?.rollUpBy === undefined ? {} : { rollUpBy: words.rollUpBy }),
      // The client drops its own "orderBy" and passes on what it does not know.
      ...(words?.orderBy === undefined ? {} : { orderby: words.orderBy }),
    };
    const raw = await client.queryResources(ids, [...call.metrics], call.type, asked);
    return raw.map((one) => resourceMetrics.parse(one));
  });
  return readAnswers(planned, answers);
}

/** One request for one of the call's resources alone, to Azure Resource Manager. Throws ProviderError. */
export async function requestSingle(planned: PlannedCall, resource: Resource, { clients, calls, patience }: Asking): Promise<Outcomes> {
  const { call } = planned;
  const client = await clients.metrics();
  const words = dimensionWords(call, call.aggregations[0]);
  const answer = await calls.run(attemptFor('arm', call, [resource]), patience, async (options) => {
    const raw = await client.queryResource(resource.id.replace(/^\/+/u, ''), [...call.metrics], {
      ...options,
      timespan: { startTime: new Date(call.from), endTime: new Date(call.to) },
      granularity: writeGrain(call.grainMs),
      ...(call.aggregations.length === 0 ? {} : { aggregations: call.aggregations.map((one) => azureNames[one]) }),
      ...(words === undefined ? {} : { filter: words.filter, top: words.top }),
      ...(words?.orderBy === undefined ? {} : { orderBy: words.orderBy }),
      ...(words?.rollUpBy === undefined ? {} : { rollUpBy: words.rollUpBy }),
      metricNamespace: call.type,
      autoAdjustTimegrain: true,
    });
    return resourceMetrics.parse(raw);
  });
  // The single answer does not say whom it is about.
  return readAnswers(planned, [{ ...answer, resourceId: resource.id }]);
}

const azureNames: Readonly<Record<Aggregation, AggregationType>> = {
  average: 'Average',
  minimum: 'Minimum',
  maximum: 'Maximum',
  total: 'Total',
  count: 'Count',
};

function attemptFor(kind: 'batch' | 'arm', call: MetricCall, resources: readonly Resource[]): Attempt {
  const [first] = resources;
  const whose = resources.length === 1 && first !== undefined ? first.name : `${resources.length} resources`;
  const named = call.metrics.slice(0, 3).join(', ');
  return {
    kind,
    subscription: call.subscription,
    doing: `read ${call.metrics.length > 3 ? `${named} and ${call.metrics.length - 3} more` : named} of ${whose}`,
    role: { name: 'Monitoring Reader', scope: `the subscription ${call.subscription}` },
  };
}
