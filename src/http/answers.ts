import type { RawResponse } from '../core/ports.ts';

/** A JSON answer. */
export function answer(status: number, body: object, headers: Readonly<Record<string, string>> = {}): RawResponse {
  return { status, headers: { 'content-type': 'application/json; charset=utf-8', ...headers }, body: JSON.stringify(body) };
}
