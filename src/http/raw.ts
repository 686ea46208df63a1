import type { FastifyRequest } from 'fastify';
import type { RawRequest } from '../core/ports.ts';

const nothing = new Uint8Array();

/** The request as our own routes see it: raw bytes; of repeated query parameters the first, repeated headers joined. */
export function toRawRequest(request: FastifyRequest): RawRequest {
  return {
    method: request.method,
    path: request.url.split('?', 1)[0] ?? '/',
    query: textsOf(request.query, firstOf),
    params: textsOf(request.params, firstOf),
    headers: textsOf(request.headers, (value) => (Array.isArray(value) ? value.join(', ') : String(value))),
    body: request.body instanceof Uint8Array ? request.body : nothing,
  };
}

/** The path for logs: the route's pattern with its parameters filled in, but for the secret ones. The query is left out. */
export function publicPath(route: string, request: FastifyRequest, secrets: readonly string[]): string {
  if (!route.includes(':')) return route;
  const params = textsOf(request.params, firstOf);
  return route.replaceAll(/:([A-Za-z]\w*)/gu, (pattern, name: string) => (secrets.includes(name) ? pattern : (params[name] ?? pattern)));
}

/** Of a flood of alerts each request comes through here three times: no lists are made on the way. */
function textsOf(value: unknown, textOf: (value: unknown) => string): Readonly<Record<string, string>> {
  const texts: Record<string, string> = {};
  if (typeof value !== 'object' || value === null) return texts;
  for (const [name, one] of Object.entries(value)) {
    // Anybody may send a header or a parameter of that name; as a key it is no text but the object's prototype.
    if (one !== undefined && name !== '__proto__') texts[name] = textOf(one);
  }
  return texts;
}

function firstOf(value: unknown): string {
  return String(Array.isArray(value) ? (value[0] ?? '') : value);
}
