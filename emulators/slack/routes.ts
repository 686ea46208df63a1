import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Fault, Faults } from '../faults.ts';
import { secrets } from '../world.ts';
import { type Args, SlackRefusal, stringArg } from './answer.ts';
import { mediaTypeOf } from './files.ts';
import type { Method } from './methods-chat.ts';
import type { RateLimits } from './rate-limits.ts';
import { isBlock, stringOf } from './readable.ts';
import type { ResponseUrls } from './response-urls.ts';
import { requireScopes, requireScopesFor } from './scopes.ts';
import type { SlackWorkspace } from './workspace.ts';

export interface RouteNeeds {
  readonly workspace: SlackWorkspace;
  readonly faults: Faults;
  readonly methods: Readonly<Record<string, Method>>;
  readonly responseUrls: ResponseUrls;
  /** A fresh websocket address for apps.connections.open. */
  readonly openSocket: () => string;
  /** The scopes the bot token was granted. */
  readonly scopes: readonly string[];
  /** undefined: every call is taken. */
  readonly limits: RateLimits | undefined;
  /** Whether the workspace's owner has taken the app's token away. */
  readonly token: () => 'valid' | 'revoked';
}

/** Everything Slack answers over HTTP, below /slack. */
export function mountRoutes(server: FastifyInstance, needs: RouteNeeds): void {
  readBodies(server);
  server.post('/slack/api/:method', { bodyLimit: 2_000_000 }, (request, reply) => answerMethod(request, reply, needs));
  server.get('/slack/api/:method', (request, reply) => answerMethod(request, reply, needs));
  server.post('/slack/upload/:id', { bodyLimit: 20_000_000 }, (request, reply) => takeUpload(request, reply, needs));
  server.get('/slack/files/:id/:name', (request, reply) => sendFile(pathPart(request, 'id'), reply, needs));
  for (const path of ['/slack/files-pri/:place/:name', '/slack/files-pri/:place/download/:name']) {
    server.get(path, (request, reply) => {
      // Whoever shows no token is sent to a page to sign in, with status 200.
      if (tokenOf(request, {}) !== secrets.slackBotToken) return reply.type('text/html').send('<!DOCTYPE html><title>Sign in</title>');
      return sendFile(pathPart(request, 'place').split('-').at(-1) ?? '', reply, needs);
    });
  }
  server.post('/slack/response/:id', (request, reply) => {
    const fault = needs.faults.take(request.url);
    if (fault !== undefined) return refuseBy(fault, reply);
    return answerRefusals(reply, 404, () => {
      needs.responseUrls.take(pathPart(request, 'id'), argsOf(request));
      return reply.type('text/plain').send('ok');
    });
  });
}

function sendFile(id: string, reply: FastifyReply, { workspace }: RouteNeeds): FastifyReply {
  const file = workspace.files.get(id);
  if (file?.content === undefined) return reply.code(404).send('no such file');
  return reply.header('content-type', mediaTypeOf(file.name)).header('x-content-type-options', 'nosniff').send(file.content);
}

/** Slack takes forms and raw bytes besides JSON. Parsers that the server already has are not ours to rely on. */
function readBodies(server: FastifyInstance): void {
  const form = 'application/x-www-form-urlencoded';
  const bytes = 'application/octet-stream';
  for (const type of [form, bytes]) if (server.hasContentTypeParser(type)) server.removeContentTypeParser(type);
  server.addContentTypeParser(form, { parseAs: 'string' }, (_request, body, done) => {
    done(null, Object.fromEntries(new URLSearchParams(String(body))));
  });
  server.addContentTypeParser(bytes, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
}

function answerMethod(request: FastifyRequest, reply: FastifyReply, needs: RouteNeeds): FastifyReply {
  const name = pathPart(request, 'method');
  const fault = needs.faults.take(`/slack/api/${name}`);
  if (fault !== undefined) return refuseBy(fault, reply);
  return answerRefusals(reply, 200, () => {
    const args = argsOf(request);
    const token = tokenOf(request, args);
    if (token === undefined) throw new SlackRefusal('not_authed');
    if (name === 'apps.connections.open') {
      if (token !== secrets.slackAppToken)
        throw new SlackRefusal(token === secrets.slackBotToken ? 'not_allowed_token_type' : 'invalid_auth');
      return reply.send({ ok: true, url: needs.openSocket() });
    }
    if (token !== secrets.slackBotToken) throw new SlackRefusal('invalid_auth');
    if (needs.token() === 'revoked') throw new SlackRefusal('token_revoked');
    const method = needs.methods[name];
    if (method === undefined) throw new SlackRefusal('unknown_method');
    const waitSeconds = needs.limits?.take(name, stringArg(args, 'channel'));
    if (waitSeconds !== undefined) return rateLimited(reply, waitSeconds);
    requireGranted(name, args, needs);
    return reply.header('x-oauth-scopes', needs.scopes.join(',')).send({ ok: true, ...method(args, needs.workspace) });
  });
}

function requireGranted(name: string, args: Args, { scopes, workspace }: RouteNeeds): void {
  requireScopes(name, scopes);
  const kind = name === 'conversations.create' ? 'channel' : workspace.channel(stringArg(args, 'channel') ?? '')?.kind;
  if (kind !== undefined) requireScopesFor(kind, name, scopes);
}

function answerRefusals(reply: FastifyReply, status: number, work: () => FastifyReply): FastifyReply {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof SlackRefusal)) throw error;
    const messages = error.messages.length === 0 ? {} : { errors: error.messages, response_metadata: { messages: error.messages } };
    return reply.code(status).send({ ok: false, error: error.code, ...error.more, ...messages });
  }
}

function rateLimited(reply: FastifyReply, waitSeconds: number): FastifyReply {
  return reply.code(429).header('retry-after', String(waitSeconds)).send({ ok: false, error: 'ratelimited' });
}

/** Slack's own words for a fault that was ordered. */
function refuseBy(fault: Fault, reply: FastifyReply): FastifyReply {
  if (fault.error !== undefined) return reply.code(200).send({ ok: false, error: fault.error });
  if (fault.status === 429) return rateLimited(reply, fault.retryAfter ?? 1);
  const error = fault.status === 503 ? 'service_unavailable' : fault.status >= 500 ? 'fatal_error' : 'invalid_auth';
  return reply.code(fault.status).send({ ok: false, error });
}

function takeUpload(request: FastifyRequest, reply: FastifyReply, { workspace, faults }: RouteNeeds): FastifyReply {
  const fault = faults.take(request.url);
  if (fault !== undefined) return refuseBy(fault, reply);
  const file = workspace.files.get(pathPart(request, 'id'));
  if (file === undefined) return reply.code(404).send('file_not_found');
  if (!Buffer.isBuffer(request.body) || request.body.length !== file.length)
    return reply.code(400).send('the length is not the one announced');
  file.content = request.body;
  return reply.type('text/plain').send(`OK - ${file.length}`);
}

function argsOf(request: FastifyRequest): Args {
  const query = isBlock(request.query) ? request.query : {};
  return isBlock(request.body) ? { ...query, ...request.body } : query;
}

function tokenOf(request: FastifyRequest, args: Args): string | undefined {
  const bearer = /^Bearer (?<token>.+)$/u.exec(request.headers.authorization ?? '')?.groups?.['token'];
  return bearer ?? (typeof args['token'] === 'string' ? args['token'] : undefined);
}

function pathPart(request: FastifyRequest, name: string): string {
  return isBlock(request.params) ? stringOf(request.params[name]) : '';
}
