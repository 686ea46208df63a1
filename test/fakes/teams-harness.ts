import fastify, { type FastifyInstance } from 'fastify';
import type { TeamsOptions } from '../../adapters/teams/index.ts';
import { createTeamsAdapter } from '../../adapters/teams/index.ts';
import { EmulatorClock } from '../../emulators/clock.ts';
import { Faults } from '../../emulators/faults.ts';
import { createDemoServer } from '../../emulators/server.ts';
import { createTeamsEmulator, type TeamsEmulator } from '../../emulators/teams/index.ts';
import type { ThrottleLimits } from '../../emulators/teams/throttle.ts';
import { secrets, teamsWorld } from '../../emulators/world.ts';
import { button } from '../../src/core/actions.ts';
import type { ChatAdapter, SearchChoice, SearchQuery } from '../../src/core/chat.ts';
import { type Document, heading } from '../../src/core/document.ts';
import type { Invocation } from '../../src/core/invocation.ts';
import type { MessageRef } from '../../src/core/model/person.ts';
import type { RawRequest, Route } from '../../src/core/ports.ts';
import { type AdapterNeeds, adapterNeeds } from './teams-needs.ts';

export interface TeamsHarness {
  readonly adapter: ChatAdapter;
  readonly emulator: TeamsEmulator;
  readonly faults: Faults;
  readonly clock: EmulatorClock;
  readonly needs: AdapterNeeds;
  /** Base address of the emulators' server, and of the bot's. */
  readonly baseUrl: string;
  readonly botUrl: string;
  readonly options: TeamsOptions;
  /** What the adapter handed over, in order; readers can wait for the next one. */
  readonly invocations: readonly Invocation[];
  readonly nextInvocation: () => Promise<Invocation>;
  /** Called with each invocation while it is accepted; throwing refuses it. */
  onInvocation: (invocation: Invocation) => Promise<void>;
  /** What was searched for, and what is found. */
  readonly searches: readonly SearchQuery[];
  choices: readonly SearchChoice[];
  /** The id of the channel of that name. */
  readonly channelId: (name: string) => string;
  /** What can be read in the channel of that name, in order. */
  readonly texts: (channel: string) => readonly string[];
  /** Posts a card with a button unless another document is given, and fails when that is not taken. */
  readonly posted: (channel: string, document?: Document) => Promise<MessageRef>;
  readonly stop: () => Promise<void>;
}

/** How tests post. */
export const posting = { signal: AbortSignal.timeout(60_000), mark: 'mark-1' };

export const teamsCard: Document = {
  summary: 'Checkout is slow',
  blocks: [heading('INC-1'), { kind: 'actions', items: [button('Acknowledge', 'ack INC-1')] }],
};

export interface HarnessOptions {
  /** Changes of the adapter's options, given the emulator's address. */
  readonly change?: ((options: TeamsOptions) => TeamsOptions) | undefined;
  /** false: nobody adds the app to the team. */
  readonly install?: false | undefined;
  /** What the emulator's throttle lets pass; undefined: more than tests send. */
  readonly limits?: ThrottleLimits | undefined;
}

const generous: ThrottleLimits = { perSecond: 10_000, perThreadAndHour: 100_000 };

/** The Teams adapter, started, against the Teams emulator, both on loopback servers of their own. */
export async function startTeamsHarness(harness: HarnessOptions = {}): Promise<TeamsHarness> {
  const clock = new EmulatorClock();
  const faults = new Faults(clock.now);
  let baseUrl = '';
  let botUrl = '';
  const emulator = createTeamsEmulator({ clock, faults, baseUrl: () => baseUrl, botUrl: () => botUrl, limits: harness.limits ?? generous });
  const platform = createDemoServer([emulator]);
  baseUrl = await platform.listen({ host: '127.0.0.1', port: 0 });

  const needs = adapterNeeds(clock);
  const plain: TeamsOptions = { ...needs, ...teamsSettings(baseUrl) };
  const options = harness.change?.(plain) ?? plain;
  const adapter = createTeamsAdapter(options);
  const bot = serveRoutes(adapter.routes);
  botUrl = await bot.listen({ host: '127.0.0.1', port: 0 });

  const invocations: Invocation[] = [];
  const searches: SearchQuery[] = [];
  const inbox = queue<Invocation>();
  const channelId = (name: string): string => emulator.channels().find((one) => one.name === name)?.id ?? '';
  const result: TeamsHarness = {
    adapter,
    emulator,
    faults,
    clock,
    needs,
    baseUrl,
    botUrl,
    options,
    invocations,
    nextInvocation: inbox.next,
    onInvocation: async () => undefined,
    searches,
    choices: [],
    channelId,
    texts: (channel) => emulator.messages.list({ channel: channelId(channel) }).map((one) => one.text),
    posted: async (channel, document = teamsCard) => {
      const delivery = await adapter.post({ platform: 'teams', channel }, document, posting);
      if (!delivery.ok || delivery.ref === undefined) throw new Error('not posted');
      return delivery.ref;
    },
    stop: async () => {
      await adapter.stop();
      await bot.close();
      await emulator.stop();
      await platform.close();
    },
  };
  await adapter.start({
    receive: async (invocation) => {
      await result.onInvocation(invocation);
      invocations.push(invocation);
      inbox.push(invocation);
    },
    search: async (query) => {
      searches.push(query);
      return result.choices;
    },
  });
  if (harness.install !== false) await emulator.install();
  return result;
}

/** The options that point an adapter at an emulator. */
export function teamsSettings(baseUrl: string): Pick<TeamsOptions, 'appId' | 'appPassword' | 'tenant' | 'serviceUrl' | 'endpoints'> {
  return {
    appId: teamsWorld.appId,
    appPassword: secrets.teamsPassword,
    tenant: teamsWorld.tenant,
    serviceUrl: `${baseUrl}/teams`,
    endpoints: { login: `${baseUrl}/teams/login`, openIdMetadata: `${baseUrl}/teams/openid/configuration`, issuer: `${baseUrl}/teams` },
  };
}

/** A server that hands a route its request with the raw bytes of the body. */
export function serveRoutes(routes: readonly Route[]): FastifyInstance {
  const server = fastify({ forceCloseConnections: true });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  for (const route of routes) {
    server.route<{ Params: Record<string, string>; Querystring: Record<string, string> }>({
      method: route.method,
      url: route.path,
      handler: async (request, reply) => {
        const headers: Record<string, string> = {};
        for (const [name, value] of Object.entries(request.headers)) if (typeof value === 'string') headers[name] = value;
        const raw: RawRequest = {
          method: request.method,
          path: request.url,
          query: request.query,
          params: request.params,
          headers,
          body: request.body instanceof Uint8Array ? request.body : new Uint8Array(),
        };
        const answer = await route.handle(raw);
        return reply.code(answer.status).headers(answer.headers).send(answer.body);
      },
    });
  }
  return server;
}

function queue<T>(): { readonly push: (value: T) => void; readonly next: () => Promise<T> } {
  const values: T[] = [];
  const waiting: ((value: T) => void)[] = [];
  return {
    push: (value) => {
      const taker = waiting.shift();
      if (taker === undefined) values.push(value);
      else taker(value);
    },
    next: () => {
      const value = values.shift();
      return value === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(value);
    },
  };
}
