import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { EmulatorClock } from '../clock.ts';
import { type Click, type EmulatedChat, type EmulatedMessage, EmulatorFault, MessageLog, type Say } from '../emulator.ts';
import type { Fault, Faults } from '../faults.ts';
import { type EmulatedUser, users } from '../world.ts';
import { clickActivity, installActivities, mentionsBot, messageActivity } from './activities.ts';
import { cardType, readActivity } from './card.ts';
import { findClick } from './click.ts';
import { fail, mountConnector } from './connector.ts';
import { createIdentity, refuseToken, tokenLifeSeconds } from './identity.ts';
import { findRoom, personalRoom, type Room, roomCalled, teamChannels, userCalled } from './rooms.ts';
import { clickAnswer, type SentActivity, tokenRequest } from './schema.ts';
import { validateCard } from './validate-card.ts';

export interface TeamsEmulatorOptions {
  readonly clock: EmulatorClock;
  readonly faults: Faults;
  /** "http://127.0.0.1:4400": this emulator lies at /teams below it. */
  readonly baseUrl: () => string;
  readonly botUrl: () => string;
  /** Where its messages are kept; undefined: in a log of its own. */
  readonly messages?: MessageLog | undefined;
}

export interface TeamsEmulator extends EmulatedChat {
  /** Somebody adds the app to the team: to be called once the bot answers, and again after each of its starts. */
  readonly install: () => Promise<void>;
  /** Changes the key that activities are signed with. */
  readonly rotateKey: () => void;
}

/** Microsoft Teams with its Bot Connector and login: one team, its channels, and a personal chat for each person. */
export function createTeamsEmulator(options: TeamsEmulatorOptions): TeamsEmulator {
  const identity = createIdentity();
  const messages = options.messages ?? new MessageLog();
  const connected = Promise.withResolvers<void>();
  const serviceUrl = (): string => `${options.baseUrl()}/teams`;
  const context = (): { serviceUrl: string; at: string } => ({ serviceUrl: serviceUrl(), at: new Date(options.clock.now()).toISOString() });
  const ids = countIds(options.clock);

  const put = (message: Omit<EmulatedMessage, 'seq' | 'images' | 'files' | 'buttons' | 'text'>, sent: SentActivity): string => {
    const { text, images, files, buttons } = readActivity(sent);
    messages.put({ ...message, text: text.join('\n'), images, files, buttons: buttons.map((one) => one.title) });
    return message.id;
  };

  /** Hands an activity to the bot as Teams does; throws EmulatorFault when the bot does not take it. */
  const tellBot = async (activity: object): Promise<unknown> => {
    const token = await identity.signActivity({ issuer: serviceUrl(), serviceUrl: serviceUrl() });
    let response: Response;
    try {
      response = await fetch(`${options.botUrl()}/api/messages`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json; charset=utf-8' },
        body: JSON.stringify(activity),
      });
    } catch {
      throw new EmulatorFault(503, 'The bot does not answer.');
    }
    const body = await response.text();
    if (!response.ok) throw new EmulatorFault(502, `The bot answered ${response.status}.`);
    return body === '' ? undefined : JSON.parse(body);
  };

  const say = async ({ user, channel, text, thread }: Say): Promise<void> => {
    const author = userCalled(user);
    const room = roomCalled(channel, author);
    const root = thread === undefined ? undefined : rootOf(messages, room, thread);
    const activity = messageActivity({ id: ids.next(), user: author, room, root, text }, context());
    const id = put(authored(author, room, root, activity, ids.last(), context().at), { type: 'message', text });
    if (room.kind === 'channel' && !mentionsBot(text)) return;
    await tellBot(activity).catch((error: unknown) => {
      throw error instanceof EmulatorFault ? new EmulatorFault(error.status, `${error.message} (message ${id})`) : error;
    });
  };

  return {
    name: 'teams',
    platform: 'teams',
    messages,
    channels: () => teamChannels.map((room) => ({ id: room.id, name: room.kind === 'channel' ? room.name : room.id })),
    directs: () => users.map((user) => ({ id: personalRoom(user).id, user: user.name })),
    say,
    click: async (click: Click) => {
      const user = userCalled(click.user);
      const message = messages.get(click.message);
      const room = message === undefined ? undefined : findRoom(message.channel)?.room;
      if (message === undefined || room === undefined) throw new EmulatorFault(404, `There is no message ${click.message}.`);
      const { verb, data } = findClick(message, click);
      const root = message.thread ?? message.id;
      const answer = await tellBot(
        clickActivity({ id: `f:${randomUUID()}`, user, room, root, message: message.id, verb, data }, context()),
      );
      // The card of the answer is drawn for the one who clicked only; everybody's is what the bot updates.
      const read = clickAnswer.safeParse(answer);
      if (!read.success || (read.data.type === cardType && validateCard(read.data.value).length > 0))
        throw new EmulatorFault(502, 'Unable to reach app: its answer to the click is not valid.');
    },
    botConnected: () => connected.promise,
    rotateKey: identity.rotate,
    install: async () => {
      const [general] = teamChannels;
      const [by] = users;
      if (general === undefined || by === undefined) return;
      for (const activity of installActivities(() => `f:${randomUUID()}`, by, general, context())) await tellBot(activity);
      connected.resolve();
    },
    mount: (server) => {
      server.register(
        (scope, _options, done) => {
          scope.addHook('onRequest', async (request, reply) => {
            const fault = options.faults.take(request.url);
            return fault === undefined ? undefined : answerFault(fault, reply);
          });
          mountLogin(scope, identity, serviceUrl);
          scope.register((inner, _inner, ready) => {
            mountConnector(inner, {
              identity,
              faults: options.faults,
              post: (room, root, sent, payload) =>
                put(
                  {
                    id: ids.next(),
                    channel: room.id,
                    thread: root,
                    user: 'tocsin',
                    ephemeralTo: undefined,
                    payload,
                    edited: false,
                    at: context().at,
                  },
                  sent,
                ),
              edit: (id, sent, payload) => {
                const before = messages.get(id);
                if (before !== undefined) put({ ...before, payload, edited: true }, sent);
              },
              remove: (id) => messages.remove(id),
              has: (room, id) => messages.get(id)?.channel === room.id,
            });
            ready();
          });
          done();
        },
        { prefix: '/teams' },
      );
    },
    stop: async () => connected.resolve(),
  };
}

/** Ids of messages are moments in milliseconds, each later than the one before. */
function countIds(clock: EmulatorClock): { readonly next: () => string; readonly last: () => string } {
  let last = 0;
  return {
    next: () => {
      last = Math.max(last + 1, clock.now());
      return String(last);
    },
    last: () => String(last),
  };
}

function authored(
  user: EmulatedUser,
  room: Room,
  root: string | undefined,
  payload: object,
  id: string,
  at: string,
): Omit<EmulatedMessage, 'seq' | 'images' | 'files' | 'buttons' | 'text'> {
  return { id, channel: room.id, thread: root, user: user.name, ephemeralTo: undefined, payload, edited: false, at };
}

function rootOf(messages: MessageLog, room: Room, thread: string): string {
  const message = messages.get(thread);
  if (message?.channel !== room.id) throw new EmulatorFault(404, `There is no message ${thread} in this channel.`);
  return message.thread ?? message.id;
}

/** The OpenID metadata the bot checks tokens with, and the login it gets its own from. */
function mountLogin(scope: FastifyInstance, identity: ReturnType<typeof createIdentity>, serviceUrl: () => string): void {
  scope.get('/openid/configuration', () => ({
    issuer: serviceUrl(),
    authorization_endpoint: 'https://invalid.botframework.com',
    jwks_uri: `${serviceUrl()}/openid/keys`,
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['private_key_jwt'],
  }));
  scope.get('/openid/keys', () => identity.keySet());
  scope.register((login, _options, done) => {
    login.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, parsed) => {
      parsed(null, Object.fromEntries(new URLSearchParams(String(body))));
    });
    login.post('/login/:tenant/oauth2/v2.0/token', async (request, reply) => {
      const wanted = tokenRequest.parse(request.body);
      const refusal = refuseToken(wanted);
      if (refusal !== undefined) return reply.code(401).send({ ...refusal, trace_id: randomUUID(), correlation_id: randomUUID() });
      const token = await identity.issueBotToken(serviceUrl());
      return { token_type: 'Bearer', expires_in: tokenLifeSeconds, ext_expires_in: tokenLifeSeconds, access_token: token };
    });
    done();
  });
}

const codes: Readonly<Record<number, string>> = {
  403: 'BotNotInConversationRoster',
  404: 'ConversationNotFound',
  412: 'PreconditionFailed',
  413: 'MessageSizeTooBig',
  429: 'TooManyRequests',
};

function answerFault(fault: Fault, reply: FastifyReply): FastifyReply {
  if (fault.retryAfter !== undefined) reply.header('retry-after', String(fault.retryAfter));
  return fail(reply, fault.status, codes[fault.status] ?? 'ServiceError', 'This was ordered through the control interface.');
}
