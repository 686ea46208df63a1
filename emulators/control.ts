import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ZodError } from 'zod';
import type { WebhookKind } from './azure/action-groups.ts';
import type { EmulatorClock } from './clock.ts';
import { accepted, mountChats } from './control-chats.ts';
import { faultsBody } from './control-faults.ts';
import { alertRulesBody, botBody, botClockQuery, clockBody, faultOf } from './control-schema.ts';
import { type EmulatedChat, EmulatorFault, type MessageFeed } from './emulator.ts';
import type { Faults } from './faults.ts';
import type { BotProcess } from './process.ts';
import { users } from './world.ts';

export interface ControlNeeds {
  readonly chats: readonly EmulatedChat[];
  /** What the chats' messages are numbered by. */
  readonly feed: MessageFeed;
  readonly clock: EmulatorClock;
  readonly faults: Faults;
  /** The emulators' names: what faults can be ordered for. */
  readonly targets: readonly string[];
  readonly scenarios: Scenarios;
  /** The Log Analytics workspaces. */
  readonly workspaces: readonly { readonly id: string; readonly name: string }[];
  /** What a script needs to speak for the emulated systems, by their names. */
  readonly secrets: () => Promise<Readonly<Record<string, string>>>;
  /** How Azure's alert rules post. */
  readonly alertRules: AlertRules;
  /** undefined: the demo runs without a bot of its own. */
  readonly bot: () => BotProcess | undefined;
  readonly botUrl: string;
}

export interface Scenarios {
  /** `runningUntil`: milliseconds since 1970; undefined: it does not run. */
  readonly list: () => readonly { readonly name: string; readonly title: string; readonly runningUntil: number | undefined }[];
  /** Throws EmulatorFault for an unknown name, and for one that is running. */
  readonly start: (name: string) => Promise<void>;
  /** What was sent because of it, and what really belongs together. Throws EmulatorFault for an unknown name. */
  readonly truth: (name: string) => object;
}

export interface AlertRules {
  readonly list: () => readonly { readonly name: string; readonly severity: number; readonly webhook: WebhookKind }[];
  /** All of them where none is named. Throws EmulatorFault for an unknown one. */
  readonly use: (webhook: WebhookKind, rule: string | undefined) => void;
}

/** The bot's long poll is held shorter than proxies and clients wait. */
const longestPollMs = 25_000;
const loopbackHost = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/u;

/** The control interface: what scripts, tests and the page drive the demo with. Its contract is in docs/demo.md. */
export function mountControl(server: FastifyInstance, needs: ControlNeeds): void {
  server.register(
    (scope, _options, done) => {
      scope.addHook('onRequest', refuseForeignHost);
      scope.setErrorHandler(answerFault);
      takeEmptyBodies(scope);
      scope.setNotFoundHandler((request, reply) =>
        reply.code(404).send({ error: `There is no ${request.method} ${request.url.split('?')[0]} here.` }),
      );
      mountChats(scope, needs);
      mountWorld(scope, needs);
      done();
    },
    { prefix: '/control' },
  );
}

function mountWorld(scope: FastifyInstance, needs: ControlNeeds): void {
  scope.get('/state', () => state(needs));
  scope.post<{ Params: { name: string } }>('/scenarios/:name', async (request, reply) => {
    await needs.scenarios.start(request.params.name);
    return accepted(reply);
  });
  scope.get<{ Params: { name: string } }>('/scenarios/:name', (request) => needs.scenarios.truth(request.params.name));
  scope.get('/alert-rules', () => needs.alertRules.list());
  scope.post('/alert-rules', async (request, reply) => {
    const { webhook, rule } = alertRulesBody.parse(request.body);
    needs.alertRules.use(webhook, rule);
    return accepted(reply);
  });
  scope.post('/clock', async (request) => {
    await needs.clock.advance(clockBody.parse(request.body).advance);
    return { clock: isoTime(needs.clock.now()) };
  });
  scope.get('/bot-clock', (request) => {
    const { settled, nextDue } = botClockQuery.parse(request.query);
    return needs.clock.poll({ settled, nextDue }, longestPollMs);
  });
  scope.post('/bot', async (request, reply) => {
    const { signal } = botBody.parse(request.body);
    if ((needs.bot()?.signal(signal) ?? 'not running') === 'not running') throw new EmulatorFault(404, 'The bot is not running just now.');
    return accepted(reply);
  });
  scope.post('/faults', async (request, reply) => {
    const order = faultsBody.parse(request.body);
    const target = order.kind === 'add' ? order.fault.target : order.target;
    if (target !== undefined && !needs.targets.includes(target.split(/[/-]/u)[0] ?? ''))
      throw new EmulatorFault(404, `There is nothing called ${target}; faults can meet ${needs.targets.join(', ')} and paths below them.`);
    if (order.kind === 'add') needs.faults.add(order.fault);
    else needs.faults.clear(order.target);
    return accepted(reply);
  });
}

async function state(needs: ControlNeeds): Promise<object> {
  return {
    platforms: needs.chats.map((chat) => chat.platform),
    channels: needs.chats.flatMap((chat) => chat.channels().map((channel) => ({ platform: chat.platform, ...channel }))),
    directs: needs.chats.flatMap((chat) => chat.directs().map(({ id, user }) => ({ platform: chat.platform, id, user }))),
    users: users.map(({ name, role, title }) => ({ name, role, title })),
    shortcuts: needs.chats.flatMap((chat) => chat.shortcuts().map((name) => ({ platform: chat.platform, name }))),
    homes: needs.chats.filter((chat) => chat.openHome !== undefined).map((chat) => chat.platform),
    typing: needs.chats.flatMap(
      (chat) => chat.typing?.().map((one) => ({ platform: chat.platform, channel: one.channel, thread: one.thread ?? null })) ?? [],
    ),
    workspaces: needs.workspaces,
    faults: needs.faults.list(),
    scenarios: needs.scenarios
      .list()
      .map(({ runningUntil, ...one }) => ({ ...one, runningUntil: runningUntil === undefined ? null : isoTime(runningUntil) })),
    clock: isoTime(needs.clock.now()),
    bot: { url: needs.botUrl, pid: needs.bot()?.pid() },
    secrets: await needs.secrets(),
  };
}

const isoTime = (ms: number): string => new Date(ms).toISOString();

/** A page of the web that got its own name to point at this machine must not drive the demo. */
async function refuseForeignHost(request: FastifyRequest): Promise<void> {
  if (!loopbackHost.test(request.headers.host ?? '')) throw new EmulatorFault(403, 'The control interface answers on loopback only.');
}

/** An order that needs no body may come with an empty one, whatever its headers say of it. */
function takeEmptyBodies(scope: FastifyInstance): void {
  const parseJson = scope.getDefaultJsonParser('error', 'error');
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body: string, done) => {
    if (body === '') done(null, {});
    else void parseJson(request, body, done);
  });
  scope.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => {
    if (body === '') done(null, {});
    else done(new EmulatorFault(415, 'Send JSON, with the header content-type: application/json.'), undefined);
  });
}

function answerFault(error: Error & { readonly statusCode?: number }, _request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof ZodError) return reply.code(400).send({ error: faultOf(error) });
  const status = error instanceof EmulatorFault ? error.status : (error.statusCode ?? 500);
  return reply.code(status).send({ error: error.message });
}
