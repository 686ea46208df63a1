import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Estate } from '../estate/estate.ts';
import type { EstateResource } from '../estate/resources.ts';
import { sendBatchError } from './errors.ts';
import { answerMetrics, type MetricsWorld } from './metrics-answer.ts';
import { readMetricRequest } from './metrics-request.ts';

const query = z.object({
  'api-version': z.string(),
  starttime: z.string().optional(),
  endtime: z.string().optional(),
  interval: z.string().optional(),
  metricnamespace: z.string(),
  metricnames: z.string(),
  aggregation: z.string().optional(),
  filter: z.string().optional(),
  rollupby: z.string().optional(),
  top: z.string().optional(),
  orderby: z.string().optional(),
});
const body = z.object({ resourceids: z.array(z.string()) });

const mostResources = 50;

/** The regional data plane: each region's host is a path below /metrics. */
export function mountBatch(server: FastifyInstance, { estate, clock, faults }: MetricsWorld): void {
  server.post<{ Params: { region: string; subscription: string } }>(
    '/metrics/:region/subscriptions/:subscription/metrics::getBatch',
    async (call, reply) => {
      const asked = query.safeParse(call.query);
      const ids = body.safeParse(call.body);
      if (!asked.success || !ids.success) return sendBatchError(reply, 400, 'BadRequest', 'A required parameter is missing or malformed.');
      const chosen = chooseResources(ids.data.resourceids, { ...call.params, namespace: asked.data.metricnamespace }, estate);
      if ('refusal' in chosen) return sendBatchError(reply, 400, 'BadRequest', chosen.refusal);
      const request = readMetricRequest(
        {
          start: asked.data.starttime,
          end: asked.data.endtime,
          interval: asked.data.interval,
          names: asked.data.metricnames,
          namespace: asked.data.metricnamespace,
          aggregation: asked.data.aggregation,
          adjust: false,
          filter: asked.data.filter,
          rollUpBy: asked.data.rollupby,
          top: asked.data.top,
          orderBy: asked.data.orderby,
        },
        estate,
        clock.now(),
      );
      if ('refusal' in request) return sendBatchError(reply, 400, 'BadRequest', request.refusal);
      const incomplete = faults.takePartial(call.url, call.raw);
      return {
        values: chosen.resources.map((resource) => ({
          starttime: asked.data.starttime ?? new Date(request.from).toISOString(),
          endtime: asked.data.endtime ?? new Date(request.to).toISOString(),
          interval: request.interval,
          value: answerMetrics(estate, resource, request, incomplete),
          namespace: resource.type,
          resourceregion: resource.region,
          resourceid: resource.id,
        })),
      };
    },
  );
}

function chooseResources(
  ids: readonly string[],
  place: { readonly region: string; readonly subscription: string; readonly namespace: string },
  estate: Estate,
): { readonly resources: readonly EstateResource[] } | { readonly refusal: string } {
  if (ids.length === 0) return { refusal: 'The resourceids of the request body must not be empty.' };
  if (ids.length > mostResources)
    return { refusal: `The number of resources ${ids.length} exceeds the maximum of ${mostResources} in a batch.` };
  const resources: EstateResource[] = [];
  for (const id of ids) {
    const found = estate.find(id);
    if (found === undefined) return { refusal: `The resource ${id} was not found.` };
    if (found.subscription !== place.subscription.toLowerCase())
      return { refusal: 'All resources must belong to the subscription of the request.' };
    if (found.region !== place.region) return { refusal: `All resources must be in the region ${place.region}.` };
    if (found.type !== place.namespace.toLowerCase()) return { refusal: `All resources must be of the type ${place.namespace}.` };
    resources.push(found);
  }
  return { resources };
}
