import Fastify from 'fastify';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { EmulatorClock } from '../../emulators/clock.ts';
import { Faults } from '../../emulators/faults.ts';
import { applyFaults } from '../../emulators/faults-server.ts';
import { createSlackEmulator, type SlackEmulator, type SlackEmulatorOptions } from '../../emulators/slack/index.ts';
import type { SlackManifest } from '../../emulators/slack/manifest.ts';
import { secrets } from '../../emulators/world.ts';

/** Whatever Slack sends: the tests look into it. */
const payload = z.record(z.string(), z.any());
export type Payload = z.infer<typeof payload>;

const envelope = z.looseObject({
  type: z.string(),
  envelope_id: z.string().optional(),
  reason: z.string().optional(),
  retry_attempt: z.number().optional(),
  retry_reason: z.string().optional(),
  num_connections: z.number().optional(),
  payload: payload.optional(),
});
export type Envelope = z.infer<typeof envelope>;

/** What a handler says when the app does not acknowledge at all. */
export const silent = Symbol('silent');
type Handler = (payload: Payload) => unknown;

/** An app made of nothing but a websocket: it shows what Slack sends, word by word, and answers what it is told to. */
export interface SlackApp {
  readonly slack: SlackEmulator;
  readonly clock: EmulatorClock;
  readonly faults: Faults;
  readonly baseUrl: string;
  readonly call: (method: string, args?: object, token?: string) => Promise<{ status: number; headers: Headers; body: Payload }>;
  /** How payloads of this type ("view_submission", an event's type, "slash_commands") are acknowledged; others are with nothing. */
  readonly on: (type: string, handler: Handler) => void;
  /** The next payload of this type, or one that came already and was not asked for yet. */
  readonly next: (type: string) => Promise<Payload>;
  /** Everything that came, hello included. */
  readonly envelopes: readonly Envelope[];
  /** One more connection. */
  readonly connect: () => Promise<WebSocket>;
  readonly stop: () => Promise<void>;
}

/** All that Slack can do for an app like this one. */
export const wholeManifest: SlackManifest = {
  scopes: [
    'app_mentions:read bookmarks:read bookmarks:write channels:history channels:join channels:manage channels:read chat:write commands',
    'files:read files:write im:history im:read im:write pins:read pins:write reactions:read reactions:write users:read users:read.email',
  ].flatMap((line) => line.split(' ')),
  events: [
    'app_home_opened',
    'app_mention',
    'message.channels',
    'message.im',
    'pin_added',
    'pin_removed',
    'reaction_added',
    'reaction_removed',
  ],
  commands: ['/tocsin'],
  messageShortcuts: [{ name: 'Add to timeline', callbackId: 'add-to-timeline' }],
  homeTab: 'on',
  interactivity: 'on',
};

export async function startSlackApp(options: Partial<SlackEmulatorOptions> = {}): Promise<SlackApp> {
  const server = Fastify({ forceCloseConnections: true });
  const clock = new EmulatorClock({ patienceMs: 0 });
  const faults = new Faults(clock.now);
  const address = { url: '' };
  const slack = createSlackEmulator({ clock, faults, baseUrl: () => address.url, manifest: wholeManifest, patienceMs: 200, ...options });
  applyFaults(server, faults);
  slack.mount(server);
  address.url = await server.listen({ host: '127.0.0.1', port: 0 });
  const handlers = new Map<string, Handler>();
  const inbox = createInbox();

  const call: SlackApp['call'] = async (method, args = {}, token = secrets.slackBotToken) => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    const response = await fetch(`${address.url}/slack/api/${method}`, { method: 'POST', headers, body: JSON.stringify(args) });
    return { status: response.status, headers: response.headers, body: payload.parse(await response.json()) };
  };
  const connect = async (): Promise<WebSocket> => {
    const opened = await call('apps.connections.open', {}, secrets.slackAppToken);
    const socket = new WebSocket(String(opened.body['url']));
    const greeted = Promise.withResolvers<WebSocket>();
    socket.on('message', (data) => {
      const read = envelope.parse(JSON.parse(Buffer.isBuffer(data) ? data.toString() : ''));
      inbox.put(read);
      if (read.type === 'hello') greeted.resolve(socket);
      const handler = handlers.get(typeOf(read));
      const answer = handler?.(read.payload ?? {});
      if (read.envelope_id === undefined || answer === silent) return;
      socket.send(JSON.stringify({ envelope_id: read.envelope_id, ...(answer === undefined ? {} : { payload: answer }) }));
    });
    return greeted.promise;
  };
  await connect();
  return {
    slack,
    clock,
    faults,
    baseUrl: address.url,
    call,
    connect,
    on: (type, handler) => void handlers.set(type, handler),
    next: inbox.next,
    envelopes: inbox.all,
    stop: async () => {
      await slack.stop();
      await server.close();
    },
  };
}

/** What the payload is called: an event by its own type, an interaction by its, anything else by the envelope's. */
function typeOf({ type, payload }: Envelope): string {
  if (type === 'events_api') return String(payload?.['event']?.['type']);
  return type === 'interactive' ? String(payload?.['type']) : type;
}

function createInbox(): {
  readonly all: Envelope[];
  readonly put: (one: Envelope) => void;
  readonly next: (type: string) => Promise<Payload>;
} {
  const all: Envelope[] = [];
  const asked = new Map<string, number>();
  const waiting = new Set<() => void>();
  const payloadOf = (one: Envelope): Payload => (one.type === 'events_api' ? one.payload?.['event'] : (one.payload ?? one));
  return {
    all,
    put: (one) => {
      all.push(one);
      for (const wake of waiting) wake();
    },
    next: (type) => {
      const index = asked.get(type) ?? 0;
      asked.set(type, index + 1);
      return new Promise((resolve) => {
        const look = (): void => {
          const found = all.filter((one) => typeOf(one) === type)[index];
          if (found === undefined) return;
          waiting.delete(look);
          resolve(payloadOf(found));
        };
        waiting.add(look);
        look();
      });
    },
  };
}
