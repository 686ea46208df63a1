import { randomUUID } from 'node:crypto';
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import { UserError } from '../core/errors.ts';
import type { Log, Route } from '../core/ports.ts';
import { publicPath, toRawRequest } from './raw.ts';

/** The state of everything the bot needs. */
export interface Readiness {
  /** false only when events cannot be stored: then whoever posts them must try again later. */
  readonly ready: boolean;
  readonly dependencies: Readonly<Record<string, { readonly state: string; readonly reason?: string | undefined }>>;
}

export interface HttpMetrics {
  readonly request: (route: string, method: string, status: number, seconds: number) => void;
  readonly contentType: string;
  readonly render: () => Promise<string>;
}

export interface HttpServer {
  readonly url: string;
  readonly port: number;
  /** Takes no new requests, answers those it has, and settles. */
  readonly stop: () => Promise<void>;
}

export interface HttpOptions {
  readonly bind: string;
  /** 0: any free port. */
  readonly port: number;
  readonly routes: readonly Route[];
  readonly log: Log;
  readonly ready: () => Promise<Readiness>;
  readonly metrics: HttpMetrics;
  /** How long a request may take to arrive, in ms: slow senders must not hold connections. */
  readonly arrivalMs?: number | undefined;
}

const mostBytes = 1_048_576;
const arrivalMs = 10_000;

/** One server for every route. Throws UserError when the port cannot be had. */
export async function createHttpServer(options: HttpOptions): Promise<HttpServer> {
  const server = createFastify(options.arrivalMs ?? arrivalMs);
  takeRawBodies(server);
  refuseEncodings(server);
  logRequests(server, options);
  answerErrors(server, options.log);
  const letGo = letConnectionsGo(server);
  addOwnRoutes(server, options);
  for (const route of options.routes) addRoute(server, route);
  const url = await listen(server, options);
  return {
    url,
    port: Number(new URL(url).port),
    stop: () => {
      letGo();
      return server.close();
    },
  };
}

/**
 * From the returned call on, each answer ends its connection. Closing a server ends those that are idle at that moment only: one
 * that waits for an answer then would be kept for the next request, and the server would not end before its client lets it go.
 */
function letConnectionsGo(server: FastifyInstance): () => void {
  let keeping: 'yes' | 'no' = 'yes';
  server.addHook('onSend', (_request, reply, payload, done) => {
    if (keeping === 'no') reply.header('connection', 'close');
    done(null, payload);
  });
  return () => {
    keeping = 'no';
  };
}

function createFastify(mostArrivalMs: number): FastifyInstance {
  return fastify({
    logger: false,
    bodyLimit: mostBytes,
    requestTimeout: mostArrivalMs,
    keepAliveTimeout: 65_000,
    forceCloseConnections: 'idle',
    http: {
      headersTimeout: mostArrivalMs,
      // How often Node looks for connections that are too slow; its own default is half a minute.
      connectionsCheckingInterval: Math.min(1_000, mostArrivalMs),
    },
    routerOptions: { maxParamLength: 500 },
  });
}

/** Signatures are over the bytes as they came, so nothing is parsed here, whatever the content type says. */
function takeRawBodies(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
}

/**
 * Nothing that posts to a bot compresses. Unpacking would let a kilobyte become a gigabyte, and signatures are over the bytes as
 * they came; so it is refused before the body is read.
 */
function refuseEncodings(server: FastifyInstance): void {
  server.addHook('onRequest', (request, reply, done) => {
    const encoding = request.headers['content-encoding'];
    if (encoding === undefined || encoding === '' || encoding.toLowerCase() === 'identity') return done();
    reply.code(415).send({ error: 'Compressed bodies are not taken: send it without content-encoding.' });
  });
}

function logRequests(server: FastifyInstance, options: HttpOptions): void {
  server.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown';
    options.metrics.request(route, request.method, reply.statusCode, reply.elapsedTime / 1_000);
    const path = publicPath(route, request, secretsOf(request));
    options.log.debug({ method: request.method, path, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, 'request answered');
    done();
  });
}

function answerErrors(server: FastifyInstance, log: Log): void {
  server.setNotFoundHandler((_request, reply) => reply.code(404).send({ error: 'There is nothing at this address.' }));
  server.setErrorHandler((error, request, reply) => {
    const status = statusOf(error);
    if (status !== undefined && status < 500)
      return reply.code(status).send({ error: refusals[status] ?? 'This request cannot be understood.' });
    const id = randomUUID();
    log.error({ id, route: request.routeOptions.url, error }, 'a request failed');
    return reply.code(500).send({ error: 'Something went wrong here; the log says what.', id });
  });
}

const refusals: Readonly<Record<number, string>> = { 413: 'The body is larger than 1 MB.', 415: 'The content type is malformed.' };

/** What fastify itself refuses carries its status. */
function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return undefined;
  return typeof error.statusCode === 'number' ? error.statusCode : undefined;
}

function addOwnRoutes(server: FastifyInstance, options: HttpOptions): void {
  server.get('/healthz', async () => ({ alive: true }));
  server.get('/readyz', async (_request, reply) => {
    const readiness = await options.ready();
    return reply.code(readiness.ready ? 200 : 503).send(readiness);
  });
  server.get('/metrics', async (_request, reply) => reply.type(options.metrics.contentType).send(await options.metrics.render()));
}

function addRoute(server: FastifyInstance, route: Route): void {
  const handler = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const answer = await route.handle(toRawRequest(request));
    const body = typeof answer.body === 'string' ? answer.body : Buffer.from(answer.body);
    return reply.code(answer.status).headers(answer.headers).send(body);
  };
  server.route({ method: route.method, url: route.path, config: { secret: route.secret }, handler });
}

function secretsOf(request: FastifyRequest): readonly string[] {
  const { config } = request.routeOptions;
  return 'secret' in config && Array.isArray(config.secret) ? config.secret.map(String) : [];
}

async function listen(server: FastifyInstance, options: HttpOptions): Promise<string> {
  try {
    return await server.listen({ host: options.bind, port: options.port });
  } catch (error) {
    await server.close();
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const where = `port ${options.port} of ${options.bind}`;
    if (code === 'EADDRINUSE') throw new UserError(`Something else already uses ${where}. Set TOCSIN_PORT (or server.port) to a free one.`);
    if (code === 'EACCES') throw new UserError(`This user may not listen on ${where}. Set TOCSIN_PORT (or server.port) to one above 1023.`);
    if (code === 'EADDRNOTAVAIL') throw new UserError(`This machine has no address ${options.bind}: mend server.bind.`);
    throw error;
  }
}
