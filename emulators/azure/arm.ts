import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Estate } from '../estate/estate.ts';
import type { EstateMetric } from '../estate/metric.ts';
import type { EstateResource } from '../estate/resources.ts';
import { writeMinutes } from './durations.ts';
import { sendBareError, sendError } from './errors.ts';
import { answerMetrics, type MetricsWorld, writeSecond } from './metrics-answer.ts';
import { readMetricRequest } from './metrics-request.ts';

const query = z.object({
  timespan: z.string().optional(),
  interval: z.string().optional(),
  metricnames: z.string().optional(),
  aggregation: z.string().optional(),
  metricnamespace: z.string().optional(),
  AutoAdjustTimegrain: z.string().optional(),
  $filter: z.string().optional(),
  rollupby: z.string().optional(),
  top: z.string().optional(),
  orderby: z.string().optional(),
});

/** Azure Resource Manager: the subscriptions, and what can be read below a resource's id. */
export function mountArm(server: FastifyInstance, world: MetricsWorld): void {
  const { estate, faults } = world;
  server.get('/arm/*', async (call, reply) => {
    if (!('api-version' in z.record(z.string(), z.unknown()).parse(call.query)))
      return sendError(
        reply,
        400,
        'MissingApiVersionParameter',
        'The api-version query parameter (?api-version=) is required for all requests.',
      );
    const path = decodeURI(call.url.split('?')[0] ?? '').replace(/^\/azure\/arm\/+/u, '/');
    if (/^\/subscriptions\/?$/iu.test(path)) return listSubscriptions(estate);
    const found = /^(?<id>.+)\/providers\/microsoft\.insights\/(?<what>metrics|metricdefinitions)$/iu.exec(path)?.groups;
    if (found === undefined) return sendError(reply, 404, 'InvalidResourceType', 'The resource type could not be found.');
    const { id = '', what = '' } = found;
    const subscription = /^\/subscriptions\/([^/]+)/iu.exec(id)?.[1] ?? '';
    if (!estate.subscriptions.some((one) => one.id === subscription.toLowerCase()))
      return sendError(reply, 404, 'SubscriptionNotFound', `The subscription '${subscription}' could not be found.`);
    const resource = estate.find(id);
    if (resource === undefined) return sendNotFound(reply, id);
    if (what.toLowerCase() === 'metricdefinitions')
      return { value: estate.metricsOf(resource.type).map((one) => toDefinition(resource, one)) };
    return sendMetrics(reply, resource, query.parse(call.query), world, faults.takePartial(call.url, call.raw));
  });
}

function listSubscriptions(estate: Estate): object {
  const value = estate.subscriptions.map(({ id, name }) => ({
    id: `/subscriptions/${id}`,
    authorizationSource: 'RoleBased',
    subscriptionId: id,
    displayName: name,
    state: 'Enabled',
  }));
  return { value, count: { type: 'Total', value: value.length } };
}

function sendNotFound(reply: FastifyReply, id: string): FastifyReply {
  const [, group = '', resource = ''] = /\/resourcegroups\/([^/]+)\/providers\/(.+)$/iu.exec(id) ?? [];
  return sendError(reply, 404, 'ResourceNotFound', `The Resource '${resource}' under resource group '${group}' was not found.`);
}

function toDefinition(resource: EstateResource, metric: EstateMetric): object {
  const title = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
  return {
    id: `${resource.id}/providers/microsoft.insights/metricdefinitions/${metric.name}`,
    resourceId: resource.id,
    namespace: resource.provider,
    name: { value: metric.name, localizedValue: metric.title },
    displayDescription: `${metric.title}.`,
    isDimensionRequired: false,
    unit: metric.unit,
    primaryAggregationType: title(metric.primary),
    supportedAggregationTypes: metric.aggregations.map(title),
    metricAvailabilities: metric.grains.map((grain) => ({ timeGrain: writeMinutes(grain), retention: 'P93D' })),
    ...(metric.dimensions.length === 0 ? {} : { dimensions: metric.dimensions.map((value) => ({ value, localizedValue: value })) }),
  };
}

function sendMetrics(
  reply: FastifyReply,
  resource: EstateResource,
  asked: z.infer<typeof query>,
  { estate, clock }: MetricsWorld,
  incomplete: 'partial' | undefined,
): object {
  const [start, end] = asked.timespan?.split('/') ?? [];
  const request = readMetricRequest(
    {
      start,
      end,
      interval: asked.interval,
      names: asked.metricnames,
      namespace: asked.metricnamespace ?? resource.type,
      aggregation: asked.aggregation,
      adjust: asked.AutoAdjustTimegrain === 'true',
      filter: asked.$filter,
      rollUpBy: asked.rollupby,
      top: asked.top,
      orderBy: asked.orderby,
    },
    estate,
    clock.now(),
  );
  if ('refusal' in request) return sendBareError(reply, 400, 'BadRequest', request.refusal);
  return {
    cost: Math.max(0, Math.round((request.to - request.from) / 60_000) - 1),
    timespan: `${writeSecond(request.from)}/${writeSecond(request.to)}`,
    interval: request.interval,
    value: answerMetrics(estate, resource, request, incomplete),
    namespace: resource.provider,
    resourceregion: resource.region,
  };
}
