import Fastify, { type FastifyInstance } from 'fastify';
import { createSlackAdapter, type SlackOptions } from '../../adapters/slack/index.ts';
import { EmulatorClock } from '../../emulators/clock.ts';
import { Faults } from '../../emulators/faults.ts';
import { createSlackEmulator, type SlackEmulator } from '../../emulators/slack/index.ts';
import { secrets } from '../../emulators/world.ts';
import { createSignatures } from '../../src/auth/signatures.ts';
import type { ChatAdapter, SearchChoice, SearchQuery } from '../../src/core/chat.ts';
import { ProviderError } from '../../src/core/errors.ts';
import type { Invocation } from '../../src/core/invocation.ts';
import type { ChartRenderer, RawRequest } from '../../src/core/ports.ts';
import { createSystemClock } from '../../src/schedule/system-clock.ts';
import { createTimeText } from '../../src/text/time-text.ts';
import { createLogList } from './log.ts';

/** A 1 × 1 picture: what a chart looks like is src/render's affair. */
const pixel = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64');

export const pixelCharts: ChartRenderer = {
  render: () => Promise.resolve({ png: pixel, width: 1, height: 1 }),
  stop: () => Promise.resolve(),
};

export const brokenCharts: ChartRenderer = {
  render: () => Promise.reject(new ProviderError('charts', 'the picture cannot be made', { retry: { when: 'never' } })),
  stop: () => Promise.resolve(),
};

export interface SlackHarness {
  readonly adapter: ChatAdapter;
  readonly slack: SlackEmulator;
  readonly clock: EmulatorClock;
  readonly faults: Faults;
  readonly baseUrl: string;
  readonly log: ReturnType<typeof createLogList>;
  /** What the adapter has handed in so far. */
  readonly received: readonly Invocation[];
  /** The next thing the adapter hands in, or one that came already and was not yet asked for. */
  readonly nextReceived: () => Promise<Invocation>;
  /** Decides what `receive` does with each invocation; by default it accepts. */
  onReceive: (invocation: Invocation) => Promise<void>;
  /** Decides what a search in a form finds; by default nothing. */
  onSearch: (query: SearchQuery) => Promise<readonly SearchChoice[]>;
  readonly stop: () => Promise<void>;
}

export interface SlackHarnessOptions {
  /** 'http': signed HTTP through the adapter's routes; default Socket Mode. */
  readonly by?: 'socket' | 'http' | undefined;
  readonly start?: 'started' | 'not started' | undefined;
  readonly scopes?: readonly string[] | undefined;
  /** How long the emulator waits for acknowledgements. */
  readonly patienceMs?: number | undefined;
  readonly slowPictures?: number | undefined;
  readonly adapter?: Partial<SlackOptions> | undefined;
}

/** The Slack emulator on a free port, and a started adapter that is connected to it. */
export async function startSlackHarness(options: SlackHarnessOptions = {}): Promise<SlackHarness> {
  const server = Fastify({ forceCloseConnections: true });
  const clock = new EmulatorClock({ patienceMs: 0 });
  const log = createLogList();
  const faults = new Faults();
  const address: { url: string } = { url: '' };
  const events = { url: '', signingSecret: secrets.slackSigning };
  const slack = createSlackEmulator({
    clock,
    faults,
    baseUrl: () => address.url,
    scopes: options.scopes,
    slowPictures: options.slowPictures,
    patienceMs: options.patienceMs,
    deliverTo: options.by === 'http' ? events : undefined,
  });
  slack.mount(server);
  const adapter = createSlackAdapter({
    botToken: secrets.slackBotToken,
    appToken: options.by === 'http' ? undefined : secrets.slackAppToken,
    signingSecrets: [secrets.slackSigning],
    charts: pixelCharts,
    signatures: createSignatures(),
    clock,
    realClock: createSystemClock(),
    log,
    time: createTimeText(),
    ...options.adapter,
    get apiUrl() {
      return options.adapter?.apiUrl ?? `${address.url}/slack/api/`;
    },
  });
  mountAdapter(server, adapter);
  address.url = await server.listen({ host: '127.0.0.1', port: 0 });
  events.url = `${address.url}/slack/events`;
  const inbox = createInbox();
  const harness: SlackHarness = {
    adapter,
    slack,
    clock,
    faults,
    baseUrl: address.url,
    log,
    received: inbox.received,
    nextReceived: inbox.next,
    onReceive: () => Promise.resolve(),
    onSearch: () => Promise.resolve([]),
    stop: async () => {
      await adapter.stop();
      await slack.stop();
      await server.close();
    },
  };
  if (options.start !== 'not started') {
    await adapter.start({
      receive: async (invocation) => {
        await harness.onReceive(invocation);
        inbox.put(invocation);
      },
      search: (query) => harness.onSearch(query),
    });
  }
  return harness;
}

function createInbox(): {
  readonly received: readonly Invocation[];
  readonly next: () => Promise<Invocation>;
  readonly put: (one: Invocation) => void;
} {
  const received: Invocation[] = [];
  const waiting: ((one: Invocation) => void)[] = [];
  let asked = 0;
  return {
    received,
    put: (one) => {
      received.push(one);
      waiting.shift()?.(one);
    },
    next: () => {
      const present = received[asked];
      asked += 1;
      return present === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(present);
    },
  };
}

/** The adapter's routes on the same server, raw bytes and all, as the bot's own server mounts them. */
function mountAdapter(server: FastifyInstance, adapter: ChatAdapter): void {
  server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    for (const route of adapter.routes) {
      scope.route({
        method: route.method,
        url: route.path,
        handler: async (request, reply) => {
          const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
          const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
          const raw: RawRequest = { method: request.method, path: request.url, query: {}, params: {}, headers, body };
          const answer = await route.handle(raw);
          return reply.code(answer.status).headers(answer.headers).send(answer.body);
        },
      });
    }
  });
}
