import type { FastifyRequest } from 'fastify';
import type { RawRequest } from '../core/ports.ts';

const nothing = new Uint8Array();

/** The request as our own routes see it: raw bytes; of repeated query parameters the first, repeated headers joined. */
export function toRawRequest(request: FastifyRequest): RawRequest {
  return {
    method: request.method,
    path: request.url.split('?', 1)[0] ?? '/',
    query: Object.fromEntries(entriesOf(request.query).map(([name, value]) => [name, firstOf(value)])),
    params: Object.fromEntries(entriesOf(request.params).map(([name, value]) => [name, firstOf(value)])),
    headers: Object.fromEntries(
      entriesOf(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : String(value)]),
    ),
    body: request.body instanceof Uint8Array ? request.body : nothing,
  };
}

/** The path for logs: the route's pattern with its parameters filled in, but for the secret ones. The query is left out. */
export function publicPath(route: string, request: FastifyRequest, secrets: readonly string[]): string {
  const params = new Map(entriesOf(request.params));
  return route.replaceAll(/:([A-Za-z]\w*)/gu, (pattern, name: string) => {
    const value = params.get(name);
    return secrets.includes(name) || value === undefined ? pattern : firstOf(value);
  });
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === 'object' && value !== null ? Object.entries(value).filter(([, one]) => one !== undefined) : [];
}

function firstOf(value: unknown): string {
  return String(Array.isArray(value) ? (value[0] ?? '') : value);
}
