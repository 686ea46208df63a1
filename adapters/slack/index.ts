import type { webApi } from '@slack/bolt';
import type { Invocation } from '../../src/core/invocation.ts';
import type { ChartRenderer, ChatAdapter, Clock, ConnectionState, Log, Signatures, TimeText } from '../../src/core/ports.ts';
import { type BoltPackage, boltLogger, clientOptionsFor, createFeed, type Feed, loadBolt } from './bolt.ts';
import { checkSlack } from './check.ts';
import type { ComposeNeeds } from './compose.ts';
import { createDelivery } from './deliver.ts';
import { isFatal, toFailure } from './errors.ts';
import { createRoutes } from './http.ts';
import { createPeople } from './people.ts';
import type { Heard } from './read-invocation.ts';
import { respond } from './respond.ts';
import { identity } from './schema.ts';
import { createSocket, type Socket } from './socket.ts';
import { createSlackWeb, type SlackWeb } from './web.ts';

export { createSlackFormat } from './format.ts';
export { slackManifest } from './manifest.ts';

export interface SlackOptions {
  readonly botToken: string;
  /** With an app-level token events come through Socket Mode; signed HTTP works either way. */
  readonly appToken?: string | undefined;
  /** Every one of them is valid: two while a secret is being replaced. */
  readonly signingSecrets: readonly string[];
  /** Base URL of the Web API, ending in a slash; undefined: Slack's own. */
  readonly apiUrl?: string | undefined;
  readonly charts: ChartRenderer;
  readonly signatures: Signatures;
  readonly clock: Clock;
  readonly log: Log;
  readonly time: TimeText;
}

export function createSlackAdapter(options: SlackOptions): ChatAdapter {
  const sdk = createSdk(options);
  const web = createSlackWeb(() => sdk.client(options.botToken));
  const needs: ComposeNeeds = { web, charts: options.charts, time: options.time, log: options.log };
  const inbound = createInbound(options, sdk, web);
  return {
    platform: 'slack',
    start: inbound.start,
    stop: inbound.stop,
    state: inbound.state,
    ...createDelivery(needs),
    respond: (invocation, reply, { signal }) => respond(invocation, reply, needs, signal),
    routes: createRoutes({
      signingSecrets: options.signingSecrets,
      signatures: options.signatures,
      log: options.log,
      realNow: () => Date.now(),
      feed: inbound.feed,
    }),
    check: ({ signal }) => {
      const { appToken } = options;
      return checkSlack(web, appToken === undefined ? undefined : createSlackWeb(() => sdk.client(appToken)), signal);
    },
  };
}

interface Sdk {
  readonly load: () => Promise<{ readonly bolt: BoltPackage; readonly clientOptions: webApi.WebClientOptions }>;
  readonly client: (token: string) => Promise<webApi.WebClient>;
}

/** Slack's packages, loaded once and on first use. */
function createSdk(options: SlackOptions): Sdk {
  let loaded: ReturnType<Sdk['load']> | undefined;
  const clients = new Map<string, webApi.WebClient>();
  const load: Sdk['load'] = () => {
    loaded ??= loadBolt().then((bolt) => ({
      bolt,
      clientOptions: clientOptionsFor({ apiUrl: options.apiUrl, logger: boltLogger(bolt, options.log) }),
    }));
    return loaded;
  };
  return {
    load,
    client: async (token) => {
      const { bolt, clientOptions } = await load();
      const client = clients.get(token) ?? new bolt.webApi.WebClient(token, clientOptions);
      clients.set(token, client);
      return client;
    },
  };
}

interface Inbound {
  readonly start: ChatAdapter['start'];
  readonly stop: () => Promise<void>;
  readonly state: () => ConnectionState;
  readonly feed: () => Feed | undefined;
}

/** How Slack's requests come in: one feed for Socket Mode and HTTP. */
function createInbound(options: SlackOptions, sdk: Sdk, web: SlackWeb): Inbound {
  const people = createPeople({ web, clock: options.clock, log: options.log });
  let state: ConnectionState = { state: 'disconnected' };
  let feed: Feed | undefined;
  let socket: Socket | undefined;

  const connect = async (receive: (invocation: Invocation) => Promise<void>): Promise<void> => {
    const { bolt, clientOptions } = await sdk.load();
    const bot = await web.call('auth.test', {}, identity, AbortSignal.timeout(10_000));
    const hear = async ({ user, ...heard }: Heard): Promise<void> =>
      receive({ ...heard, actor: await people.find(user.id, user.name), receivedAt: options.clock.now() });
    const logger = boltLogger(bolt, options.log);
    feed = createFeed({ bolt, clientOptions, logger, botToken: options.botToken, bot, hear, log: options.log });
    if (options.appToken !== undefined) {
      socket = createSocket({ bolt, appToken: options.appToken, clientOptions, logger, feed, log: options.log });
      await socket.start();
    }
    state = { state: 'connected' };
  };

  return {
    start: async (receive) => {
      state = { state: 'connecting' };
      try {
        await connect(receive);
      } catch (error) {
        const failure = toFailure(error);
        state = { state: isFatal(failure) ? 'failed' : 'disconnected', reason: failure.message };
        throw failure;
      }
    },
    stop: async () => {
      feed = undefined;
      await socket?.stop();
      state = { state: 'disconnected' };
    },
    state: () => (state.state === 'connected' ? (socket?.state() ?? state) : state),
    feed: () => feed,
  };
}
