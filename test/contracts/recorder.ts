import { channel } from 'node:diagnostics_channel';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Exchange } from './openapi.ts';

export interface Recorder {
  /** In the order in which they were answered. */
  readonly exchanges: readonly Exchange[];
  readonly stop: () => void;
}

/**
 * Keeps what every Fastify server of this process is asked and answers, and what this process sends by fetch, from now on:
 * emulators and bot stay as they are, and nothing stands between them.
 */
export function startRecorder(): Recorder {
  const exchanges: Exchange[] = [];
  const stops = [recordServers(exchanges), recordFetches(exchanges)];
  return {
    exchanges,
    stop: () => {
      for (const stop of stops) stop();
    },
  };
}

function recordServers(exchanges: Exchange[]): () => void {
  const watch = (message: unknown): void => {
    if (!isCreated(message)) return;
    message.fastify.addHook('onSend', (request: FastifyRequest, reply: FastifyReply, payload: unknown, done) => {
      exchanges.push(exchangeOf(request.method, request.url, { request: request.body, status: reply.statusCode, response: payload }));
      done();
    });
  };
  const created = channel('fastify.initialization');
  created.subscribe(watch);
  return () => created.unsubscribe(watch);
}

interface Sent {
  readonly method: string;
  readonly path: string;
}

/** A fetch to a server of this process is recorded there. */
function recordFetches(exchanges: Exchange[]): () => void {
  const bodies = new WeakMap<object, Uint8Array[]>();
  const answers = new WeakMap<object, { readonly status: number; readonly chunks: Uint8Array[] }>();
  const handlers = {
    bodyChunkSent: ({ request, chunk }: { request: Sent; chunk: Uint8Array }): void => {
      bodies.set(request, [...(bodies.get(request) ?? []), chunk]);
    },
    headers: ({ request, response }: { request: Sent; response: { statusCode: number } }): void => {
      answers.set(request, { status: response.statusCode, chunks: [] });
    },
    bodyChunkReceived: ({ request, chunk }: { request: Sent; chunk: Uint8Array }): void => void answers.get(request)?.chunks.push(chunk),
    trailers: ({ request }: { request: Sent }): void => {
      const answer = answers.get(request);
      if (answer === undefined || !toBot(request.path)) return;
      const said = { request: Buffer.concat(bodies.get(request) ?? []), status: answer.status, response: Buffer.concat(answer.chunks) };
      exchanges.push(exchangeOf(request.method, request.path, said));
    },
  };
  const subscriptions = Object.entries(handlers).map(([name, handle]) => {
    // Undici publishes just these; its types are not part of Node's.
    const watch = (message: unknown): void => Reflect.apply(handle, undefined, [message]);
    const told = channel(`undici:request:${name}`);
    told.subscribe(watch);
    return () => told.unsubscribe(watch);
  });
  return () => {
    for (const end of subscriptions) end();
  };
}

const toBot = (path: string): boolean => path.startsWith('/api/messages') || path.startsWith('/webhooks/');

function isCreated(message: unknown): message is { readonly fastify: FastifyInstance } {
  return typeof message === 'object' && message !== null && 'fastify' in message;
}

function exchangeOf(method: string, requested: string, said: { request: unknown; status: number; response: unknown }): Exchange {
  const url = new URL(requested, 'http://127.0.0.1');
  return {
    method,
    path: decodeURIComponent(url.pathname),
    query: Object.fromEntries(url.searchParams),
    request: jsonOf(said.request),
    status: said.status,
    response: jsonOf(said.response),
  };
}

/** As the other side reads it; what is no JSON stays what it is, and what is empty is nothing. */
function jsonOf(content: unknown): unknown {
  const text = content instanceof Uint8Array ? Buffer.from(content).toString('utf8') : content;
  if (typeof text !== 'string') return text ?? undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text === '' ? undefined : text;
  }
}
