import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../../src/core/ports.ts';
import type { Estate } from '../estate/estate.ts';
import type { Faults } from '../faults.ts';
import type { LogScope, LogWorkspace } from '../logs/index.ts';
import { writeAnswer } from './logs-answer.ts';
import { answerBatch } from './logs-batch.ts';
import type { LogEngine } from './logs-engine.ts';
import { sendBadArgument, sendNoPath, sendNoResource, sendNoWorkspace, sendThrottled, sendTooLate } from './logs-errors.ts';
import { serviceError } from './logs-faults.ts';
import { createQueryLine, type QueryLine } from './logs-line.ts';
import { metadataOf } from './logs-metadata.ts';
import { type LogsRequest, readLogsRequest, readPrefer } from './logs-request.ts';

export interface LogsWorld {
  readonly estate: Estate;
  readonly clock: Clock;
  readonly faults: Faults;
  readonly engine: LogEngine;
}

/** All paths of the Logs API begin so. */
export const logsPrefix = '/azure/logs/v1/';

/** As many as the service carries out and keeps waiting for one identity. */
const documentedLine = { atOnce: 5, waiting: 200 };

/** The query API of Log Analytics: of workspaces by their ids, and of whatever has an id in Resource Manager. */
export function mountLogs(server: FastifyInstance, world: LogsWorld): void {
  const line = createQueryLine(documentedLine);
  // A late answer is a slow query here: it counts towards what may run at once, and ends when it has taken too long.
  world.faults.keepDelays(logsPrefix);
  server.route({
    method: ['GET', 'POST'],
    url: '/logs/v1/*',
    handler: async (request, reply) => {
      const path = decodeURIComponent(request.url.split('?')[0] ?? '').slice(logsPrefix.length);
      if (path === '$batch') return answerBatch(server, request, reply);
      const [, id = '', what = ''] = /^workspaces\/([^/]+)\/(query|metadata)$/iu.exec(path) ?? [];
      const resourceId = /^\/*(subscriptions\/.+)\/query$/iu.exec(path)?.[1];
      if (id === '' && resourceId === undefined) return sendNoPath(reply);
      const scope = id === '' ? ofResource(resourceId ?? '', world) : ofWorkspace(id, world.engine);
      if (scope === undefined) return resourceId === undefined ? sendNoWorkspace(reply) : sendNoResource(reply, resourceId);
      if (what.toLowerCase() === 'metadata') return metadataOf(scope, world.engine.schemas);
      const asked = readLogsRequest(request.method === 'GET' ? request.query : request.body, world.clock.now());
      if ('refusal' in asked) return sendBadArgument(reply, { code: 'InvalidRequestError', message: asked.refusal });
      const all = alsoOf(scope, asked.workspaces, world.engine);
      if (all === undefined) return sendNoWorkspace(reply);
      return answerQuery(request, reply, { asked, scope: all, world, line });
    },
  });
}

const ofWorkspace = (id: string, engine: LogEngine): LogScope | undefined => {
  const workspace = engine.workspace(id);
  return workspace && { kind: 'workspace', workspace };
};

function ofResource(id: string, { estate }: LogsWorld): LogScope | undefined {
  const resource = estate.find(`/${id}`);
  return resource && { kind: 'resource', resource };
}

/** Together with other workspaces, by id, name or resource id; undefined: one of them is not known. */
function alsoOf(scope: LogScope, others: readonly string[], engine: LogEngine): LogScope | undefined {
  if (others.length === 0 || scope.kind !== 'workspace') return scope;
  const found = others.map((one) => engine.workspace(one));
  if (found.includes(undefined)) return undefined;
  const known = found.filter((one): one is LogWorkspace => one !== undefined);
  const services = [...new Set([scope.workspace, ...known].flatMap((one) => one.services))];
  return { kind: 'workspace', workspace: { ...scope.workspace, services } };
}

interface Answering {
  readonly asked: LogsRequest;
  readonly scope: LogScope;
  readonly world: LogsWorld;
  readonly line: QueryLine;
}

async function answerQuery(request: FastifyRequest, reply: FastifyReply, { asked, scope, world, line }: Answering): Promise<unknown> {
  const prefer = readPrefer(request.headers['prefer']);
  const left = (): number => prefer.waitMs - reply.elapsedTime;
  const gone = goneWith(reply);
  const signal = AbortSignal.any([gone, AbortSignal.timeout(Math.max(1, left()))]);
  const leave = await line.enter(signal);
  if (leave === 'full') return sendThrottled(reply, 1, 'as many queries as may wait are waiting.');
  if (leave === 'left') return sendTooLate(reply);
  try {
    const late = world.faults.takeDelay(request.url);
    const tooLate = left() <= (late?.delayMs ?? 0);
    if (late !== undefined) await pause(Math.max(0, Math.min(late.delayMs, left())), undefined, { signal: gone, ref: false });
    if (tooLate) return sendTooLate(reply);
    if (scope.kind === 'workspace' && scope.workspace.services.length === 0) return reply.code(204).send();
    const { query: text, from, to } = asked;
    const outcome = await world.engine.ask({ scope, text, from, to, waitMs: left() }, signal);
    if (left() <= 0) return sendTooLate(reply);
    if (outcome.kind === 'faulty') return sendBadArgument(reply, serviceError(outcome.faults, asked.query));
    const incomplete = world.faults.takePartial(request.url, request.raw);
    return reply.type('application/json; charset=utf-8').send(writeAnswer(outcome, { ...prefer, incomplete, tookMs: reply.elapsedTime }));
  } catch (error) {
    if (signal.aborted) return sendTooLate(reply);
    throw error;
  } finally {
    leave();
  }
}

/** Whoever hangs up wants no answer: the query ends. */
function goneWith({ raw }: FastifyReply): AbortSignal {
  const controller = new AbortController();
  raw.once('close', () => controller.abort());
  return controller.signal;
}
