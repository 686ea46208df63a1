import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { sendBadArgument } from './logs-errors.ts';

const batch = z.object({
  requests: z.array(
    z.object({
      id: z.string(),
      workspace: z.string(),
      headers: z.record(z.string(), z.string()).nullish(),
      body: z.unknown(),
    }),
  ),
});

const mostRequests = 100;

/** Several queries in one request; each is answered, counted and refused as if it had come by itself. */
export async function answerBatch(server: FastifyInstance, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const asked = batch.safeParse(request.body);
  if (!asked.success || asked.data.requests.length > mostRequests)
    return sendBadArgument(reply, {
      code: 'InvalidRequestError',
      message: `A batch has 1 to ${mostRequests} requests, each with id, workspace and body.`,
    });
  const { authorization = '' } = request.headers;
  const responses = asked.data.requests.map(async ({ id, workspace, headers, body }) => {
    const answer = await server.inject({
      method: 'POST',
      url: `/azure/logs/v1/workspaces/${encodeURIComponent(workspace)}/query`,
      headers: { ...headers, authorization, 'content-type': 'application/json' },
      payload: JSON.stringify(body),
    });
    const content: unknown = answer.body === '' ? {} : JSON.parse(answer.body);
    return { id, status: answer.statusCode, headers: {}, body: content };
  });
  return { responses: await Promise.all(responses) };
}
