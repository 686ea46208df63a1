import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Estate } from '../estate/estate.ts';
import type { EstateResource } from '../estate/resources.ts';
import { workspaces } from '../logs/workspaces.ts';
import { sendError } from './errors.ts';
import { GraphQueryFault, type Row, runGraphQuery } from './graph-query.ts';

const request = z.object({
  subscriptions: z.array(z.string()).optional(),
  query: z.string(),
  options: z.object({ $top: z.number().optional(), $skip: z.number().optional(), $skipToken: z.string().optional() }).optional(),
});

/** Resource Graph: POST /providers/Microsoft.ResourceGraph/resources. `mostRows`: rows of a page. */
export function mountGraph(server: FastifyInstance, estate: Estate, mostRows: number): void {
  server.post('/arm/providers/Microsoft.ResourceGraph/resources', async (call, reply) => {
    const parsed = request.safeParse(call.body);
    if (!parsed.success) return sendError(reply, 400, 'BadRequest', 'The request body is not valid.');
    const { subscriptions, query, options } = parsed.data;
    const allowed = new Set((subscriptions ?? estate.subscriptions.map((one) => one.id)).map((id) => id.toLowerCase()));
    // Subscriptions it does not know are passed over, unless there is no other.
    if (subscriptions !== undefined && !estate.subscriptions.some((one) => allowed.has(one.id)))
      return sendGraphError(
        reply,
        'NoValidSubscriptionsInQueryRequest',
        `None of the given subscriptions is known: ${subscriptions.join(', ')}`,
      );
    const visible = estate.resources.filter((one) => allowed.has(one.subscription.toLowerCase()));
    let rows: readonly Row[];
    try {
      rows = runGraphQuery(query, visible.map(toRow));
    } catch (error) {
      if (!(error instanceof GraphQueryFault)) throw error;
      return sendGraphError(reply, 'ParserFailure', error.message);
    }
    const start = options?.$skipToken === undefined ? (options?.$skip ?? 0) : readToken(options.$skipToken);
    const size = Math.min(options?.$top ?? 100, mostRows);
    const page = rows.slice(start, start + size);
    const more = start + size < rows.length;
    return reply.header('x-ms-resource-graph-request-duration', '0:00:00:00.0310000').send({
      totalRecords: rows.length,
      count: page.length,
      data: page,
      facets: [],
      // A string, and about rows that are lost, not about further pages.
      resultTruncated: 'false',
      ...(more ? { $skipToken: writeToken(start + size) } : {}),
    });
  });
}

/** What is wrong stands in the details. */
function sendGraphError(reply: FastifyReply, code: string, message: string): FastifyReply {
  return sendError(reply, 400, 'BadRequest', 'Please provide below info when asking for support.', {
    details: [
      { code: 'InvalidQuery', message: 'The query cannot be run as it is; see the next detail.' },
      { code, message },
    ],
  });
}

function toRow(one: EstateResource): Row {
  return {
    id: one.id,
    name: one.name,
    type: one.type,
    location: one.region,
    resourceGroup: one.group.toLowerCase(),
    subscriptionId: one.subscription,
    tags: one.tags,
    properties: { customerId: workspaces.find((workspace) => workspace.resource === one)?.id },
  };
}

const writeToken = (start: number): string => Buffer.from(JSON.stringify({ $skip: start })).toString('base64');

function readToken(token: string): number {
  const parsed = z.object({ $skip: z.number() }).safeParse(JSON.parse(Buffer.from(token, 'base64').toString()));
  return parsed.success ? parsed.data.$skip : 0;
}
