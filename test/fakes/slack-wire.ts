import { createHmac } from 'node:crypto';
import Fastify from 'fastify';
import { createSlackAdapter, type SlackOptions } from '../../adapters/slack/index.ts';
import { createSignatures } from '../../src/auth/signatures.ts';
import type { ChatAdapter, ChatListener } from '../../src/core/chat.ts';
import type { Invocation } from '../../src/core/invocation.ts';
import type { RawRequest } from '../../src/core/ports.ts';
import { createSystemClock } from '../../src/schedule/system-clock.ts';
import { createTimeText } from '../../src/text/time-text.ts';
import { createHandClock } from './hand-clock.ts';
import { createLogList } from './log.ts';
import { pixelCharts } from './slack-harness.ts';

export interface WireCall {
  readonly method: string;
  readonly args: Readonly<Record<string, unknown>>;
}

type Answer = Readonly<Record<string, unknown>> | { readonly status: number; readonly retryAfter: number };

/** Slack as bare wire: what it answers is scripted, what it was asked is kept. For what one request or answer holds exactly. */
export interface SlackWire {
  readonly adapter: ChatAdapter;
  readonly log: ReturnType<typeof createLogList>;
  readonly calls: readonly WireCall[];
  readonly callsOf: (method: string) => readonly Readonly<Record<string, unknown>>[];
  /** The next calls of the method are answered so, in turn; after that as always. */
  readonly answer: (method: string, ...answers: readonly Answer[]) => void;
  /** What the adapter handed in. */
  readonly received: readonly Invocation[];
  /** Settles with the adapter's answer to a signed request; `body` as JSON is an event, `payload` a click or a form. */
  readonly event: (body: object, headers?: Readonly<Record<string, string>>) => Promise<WireResponse>;
  readonly interact: (payload: object) => Promise<WireResponse>;
  readonly command: (text: string) => Promise<WireResponse>;
  readonly responseUrl: string;
  readonly stop: () => Promise<void>;
}

export interface WireResponse {
  readonly status: number;
  readonly body: unknown;
}

const secret = 'signing-secret';

export async function startSlackWire(listener: Partial<ChatListener> = {}, options: Partial<SlackOptions> = {}): Promise<SlackWire> {
  const server = Fastify({ forceCloseConnections: true });
  const calls: WireCall[] = [];
  const scripted = new Map<string, Answer[]>();
  server.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
    done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  );
  server.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, { length: body.length }),
  );
  const take = async (method: string, body: unknown): Promise<Answer> => {
    const args = readArgs(body);
    calls.push({ method, args });
    return scripted.get(method)?.shift() ?? { ok: true, ...usual(method, args, calls.length) };
  };
  server.post<{ Params: { method: string } }>('/api/:method', async (request, reply) => {
    const answer = await take(request.params.method, request.body);
    if (!('retryAfter' in answer)) return answer;
    return reply.code(Number(answer.status)).header('retry-after', String(answer.retryAfter)).send({ ok: false, error: 'ratelimited' });
  });
  server.post('/response', (request) => take('response_url', request.body));
  server.post('/upload', (request) => take('upload', request.body));
  const url = await server.listen({ host: '127.0.0.1', port: 0 });

  const log = createLogList();
  const received: Invocation[] = [];
  const adapter = createSlackAdapter({
    botToken: 'xoxb-wire',
    signingSecrets: [secret],
    apiUrl: `${url}/api/`,
    charts: pixelCharts,
    signatures: createSignatures(),
    clock: createHandClock(),
    realClock: createSystemClock(),
    log,
    time: createTimeText(),
    ...options,
  });
  await adapter.start({
    search: () => Promise.resolve([]),
    ...listener,
    receive: async (invocation) => {
      received.push(invocation);
      await listener.receive?.(invocation);
    },
  });
  const form = (fields: Readonly<Record<string, string>>): Promise<WireResponse> =>
    send(adapter, new URLSearchParams(fields).toString(), 'application/x-www-form-urlencoded');
  return {
    adapter,
    log,
    calls,
    callsOf: (method) => calls.filter((call) => call.method === method).map((call) => call.args),
    answer: (method, ...answers) => void scripted.set(method, [...(scripted.get(method) ?? []), ...answers]),
    received,
    event: (body, headers) => send(adapter, JSON.stringify(body), 'application/json', headers),
    interact: (payload) => form({ payload: JSON.stringify(payload) }),
    command: (text) =>
      form({
        command: '/tocsin',
        text,
        user_id: 'U1',
        user_name: 'ana',
        channel_id: 'C1',
        channel_name: 'ops',
        trigger_id: `T${received.length + 1}`,
        response_url: `${url}/response`,
      }),
    responseUrl: `${url}/response`,
    stop: async () => {
      await adapter.stop();
      await server.close();
    },
  };

  /** What Slack says when all is well. */
  function usual(method: string, args: WireCall['args'], count: number): Readonly<Record<string, unknown>> {
    switch (method) {
      case 'auth.test':
        return { user_id: 'UBOT', bot_id: 'BBOT', team: 'Wire', team_id: 'T1' };
      case 'users.info':
        return { user: { name: 'ana', real_name: 'Ana Lima', team_id: 'T1', tz: 'Europe/Berlin' } };
      case 'conversations.open':
        return { channel: { id: 'D1' } };
      case 'files.getUploadURLExternal':
        return { upload_url: `${url}/upload`, file_id: `F${count}` };
      default:
        return { channel: 'C1', ts: args['ts'] ?? `100.${String(count).padStart(6, '0')}` };
    }
  }
}

/** Forms carry objects as JSON. */
function readArgs(body: unknown): Readonly<Record<string, unknown>> {
  const entries = Object.entries(typeof body === 'object' && body !== null ? body : {});
  return Object.fromEntries(
    entries.map(([name, value]) => [name, typeof value === 'string' && /^[[{]/u.test(value) ? parse(value) : value]),
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

async function send(
  adapter: ChatAdapter,
  body: string,
  type: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<WireResponse> {
  const [route] = adapter.routes;
  if (route === undefined) throw new Error('no route');
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const signature = `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
  const request: RawRequest = {
    method: 'POST',
    path: route.path,
    query: {},
    params: {},
    headers: { 'content-type': type, 'x-slack-request-timestamp': timestamp, 'x-slack-signature': signature, ...headers },
    body: new TextEncoder().encode(body),
  };
  const { status, body: answer } = await route.handle(request);
  const text = typeof answer === 'string' ? answer : new TextDecoder().decode(answer);
  return { status, body: text === '' ? undefined : parse(text) };
}
