import type { webApi } from '@slack/bolt';
import { z } from 'zod';
import { failureOf, failureOfStatus, SlackFailure, toFailure } from './errors.ts';

/** Slack's Web API and its response URLs. Everything throws SlackFailure. */
export interface SlackWeb {
  readonly call: <T>(method: string, args: Readonly<Record<string, unknown>>, schema: z.ZodType<T>, signal: AbortSignal) => Promise<T>;
  /** Sends JSON to a response URL. */
  readonly answer: (url: string, message: Readonly<Record<string, unknown>>, signal: AbortSignal) => Promise<void>;
  /** Sends a file's bytes to the address files.getUploadURLExternal gave. */
  readonly upload: (url: string, content: Uint8Array, signal: AbortSignal) => Promise<void>;
}

/** How long one request may take, ms. */
export const requestTimeoutMs = 10_000;

/** A response URL names its refusal in JSON, whatever the status. */
const refusal = z
  .string()
  .startsWith('{')
  .transform((text, context) => {
    try {
      return z.object({ ok: z.literal(false), error: z.string() }).parse(JSON.parse(text)).error;
    } catch {
      context.addIssue('not a refusal');
      return z.NEVER;
    }
  });

/** `client`: made on first use, because loading Slack's packages takes a while. */
export function createSlackWeb(client: () => Promise<Pick<webApi.WebClient, 'apiCall'>>): SlackWeb {
  return {
    call: async (method, args, schema, signal) => {
      try {
        const web = await client();
        if (signal.aborted) throw new SlackFailure('timeout', 'not sent', { when: 'later', afterMs: 5_000 }, signal.reason);
        return schema.parse(await unlessStopped(web.apiCall(method, { ...args }), signal));
      } catch (error) {
        throw toFailure(error);
      }
    },
    answer: (url, message, signal) =>
      send(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(message) }, signal),
    upload: (url, content, signal) =>
      send(url, { method: 'POST', headers: { 'content-type': 'application/octet-stream' }, body: Buffer.from(content) }, signal),
  };
}

async function send(url: string, init: RequestInit, signal: AbortSignal): Promise<void> {
  try {
    const response = await fetch(url, {
      ...init,
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(requestTimeoutMs)]),
    });
    const answer = await response.text();
    const code = refusal.safeParse(answer);
    if (code.success) throw failureOf(code.data);
    if (!response.ok) throw failureOfStatus(response.status, retryAfter(response.headers.get('retry-after')));
  } catch (error) {
    throw toFailure(error);
  }
}

function retryAfter(header: string | null): number | undefined {
  const seconds = Number.parseInt(header ?? '', 10);
  return Number.isNaN(seconds) ? undefined : seconds;
}

/** The client takes no signal: the call goes on, but nobody waits for it, and its outcome is unknown. */
async function unlessStopped<T>(call: Promise<T>, signal: AbortSignal): Promise<T> {
  const stopped = Promise.withResolvers<never>();
  const stop = (): void => stopped.reject(new SlackFailure('timeout', 'unknown', { when: 'later', afterMs: 5_000 }, signal.reason));
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([call, stopped.promise]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
