import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { issueToken } from '../../emulators/azure/tokens.ts';
import { secrets } from '../../emulators/world.ts';
import type { AzureHarness } from './azure-harness.ts';

const samples = new URL('../../../shared/contracts/azure/', import.meta.url);
/** Whether the official samples are not at hand. */
export const absent = !existsSync(samples);

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

export interface CallOptions {
  /** Sent as JSON with POST; without it a GET is sent. */
  readonly body?: unknown;
  readonly audience?: string;
  /** Empty: none. */
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One request to the emulator on the wire, as any client could send it. `path` below "/azure". */
export async function callAzure({ url }: Pick<AzureHarness, 'url'>, path: string, options: CallOptions = {}): Promise<Answer> {
  const audience = options.audience ?? audienceOf(path);
  const token = options.token ?? issueToken(secrets.azureTenant, secrets.azureClientId, audience);
  const response = await fetch(`${url}/azure${path}`, {
    method: options.body === undefined ? 'GET' : 'POST',
    headers: { ...(token === '' ? {} : { authorization: `Bearer ${token}` }), 'content-type': 'application/json', ...options.headers },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
}

function audienceOf(path: string): string {
  if (path.startsWith('/metrics')) return 'https://metrics.monitor.azure.com';
  return path.startsWith('/logs') ? 'https://api.loganalytics.io' : 'https://management.azure.com';
}

const example = z.object({ responses: z.record(z.string(), z.object({ body: z.unknown() })) });

/** The body of an official sample's response. */
export function official(path: string, status = '200'): unknown {
  return example.parse(JSON.parse(readFileSync(new URL(path, samples), 'utf8'))).responses[status]?.body;
}

/** Every path in a body with the kind of what stands there: "value[].name.value: string". */
export function shapeOf(value: unknown, path = ''): ReadonlySet<string> {
  if (Array.isArray(value)) return new Set(value.flatMap((one) => [...shapeOf(one, `${path}[]`)]));
  if (typeof value !== 'object' || value === null) return new Set([`${path}: ${typeof value}`]);
  return new Set(Object.entries(value).flatMap(([name, one]) => [...shapeOf(one, `${path}.${name}`)]));
}
