import { randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { EmulatorClock } from '../clock.ts';
import { type EmulatedChat, type EmulatedMessage, EmulatorFault, MessageLog } from '../emulator.ts';
import type { Faults } from '../faults.ts';
import { type EmulatedUser, users } from '../world.ts';
import { answerFault } from './answers.ts';
import { createBotLine } from './bot-line.ts';
import { readActivity } from './card.ts';
import { mountConnector } from './connector.ts';
import { channelActivity, installActivities } from './events.ts';
import { formOf } from './form.ts';
import { createIdentity } from './identity.ts';
import { countIds } from './ids.ts';
import { mountLogin } from './login.ts';
import { createPeople } from './people.ts';
import { groupChat, personalRoom, type Room, roomCalled, teamChannels } from './rooms.ts';
import { createRoster } from './roster.ts';
import type { SentActivity } from './schema.ts';
import { createForms } from './send-form.ts';
import { createThrottle, platformLimits, type ThrottleLimits } from './throttle.ts';

export interface TeamsEmulatorOptions {
  readonly clock: EmulatorClock;
  readonly faults: Faults;
  /** "http://127.0.0.1:4400": this emulator lies at /teams below it. */
  readonly baseUrl: () => string;
  readonly botUrl: () => string;
  /** Where its messages are kept; undefined: in a log of its own. */
  readonly messages?: MessageLog | undefined;
  /** undefined: those of the platform. */
  readonly limits?: ThrottleLimits | undefined;
}

export interface TeamsEmulator extends EmulatedChat {
  /**
   * Somebody adds the app to the team, to the group chat ("on-call") or for themselves ("ana"); undefined: the team. For the team
   * to be called once the bot answers, and again after each of its starts.
   */
  readonly install: (where?: string) => Promise<void>;
  readonly uninstall: (where?: string) => Promise<void>;
  readonly deleteChannel: (channel: string) => Promise<void>;
  /** Where the bot is shown to be writing. */
  readonly typing: () => readonly { readonly channel: string; readonly thread: string | undefined }[];
  /** The next requests are carried out, and then answered with this status: a gateway lost track of them. */
  readonly loseAnswers: (status: number, count: number) => void;
  /** Changes the key that activities are signed with. */
  readonly rotateKey: () => void;
}

/** Microsoft Teams with its Bot Connector and login: a team, its channels, a group chat, and a chat with the bot for each person. */
export function createTeamsEmulator(options: TeamsEmulatorOptions): TeamsEmulator {
  const { clock, faults } = options;
  const identity = createIdentity();
  const messages = options.messages ?? new MessageLog();
  const roster = createRoster(clock.now);
  const throttle = createThrottle(options.limits ?? platformLimits, clock.now);
  const ids = countIds(clock.now);
  const connected = Promise.withResolvers<void>();
  const lost = { status: 0, left: 0 };
  const serviceUrl = (): string => `${options.baseUrl()}/teams`;
  const context = (): { serviceUrl: string; at: string } => ({ serviceUrl: serviceUrl(), at: new Date(clock.now()).toISOString() });
  const tellBot = createBotLine({ identity, serviceUrl, botUrl: options.botUrl });
  const acting = { messages, tellBot, context, ids, roster };

  /** Shows what the bot sent. */
  const put = (
    message: Omit<EmulatedMessage, 'seq' | 'images' | 'files' | 'buttons' | 'text' | 'form' | 'sentForms'>,
    sent: SentActivity,
  ): string => {
    const read = readActivity(sent);
    const { text, images, files, buttons } = read;
    messages.put({
      ...message,
      text: text.join('\n'),
      images,
      files,
      buttons: buttons.filter((one) => one.within === undefined).map((one) => one.title),
      form: formOf(message.id, read),
      sentForms: undefined,
    });
    return message.id;
  };

  const change = async (where: string | undefined, to: 'add' | 'remove'): Promise<void> => {
    const { by, room, all } = installedAt(where);
    for (const one of all) roster.change(one, to === 'add' ? 'member' : 'removed');
    for (const activity of installActivities(() => `f:${randomUUID()}`, { by, room, change: to }, context())) await tellBot(activity);
  };

  return {
    name: 'teams',
    platform: 'teams',
    messages,
    channels: () => [...teamChannels, groupChat].filter((one) => roster.stateOf(one) !== 'deleted').map(({ id, name }) => ({ id, name })),
    directs: () => users.map((user) => ({ id: personalRoom(user).id, user: user.name })),
    ...createPeople(acting),
    ...createForms(acting),
    close: undefined,
    pin: undefined,
    shortcuts: () => [],
    shortcut: undefined,
    openHome: undefined,
    botConnected: () => connected.promise,
    rotateKey: identity.rotate,
    install: async (where) => {
      await change(where, 'add');
      connected.resolve();
    },
    uninstall: (where) => change(where, 'remove'),
    deleteChannel: async (name) => {
      const [by] = users;
      const channel = teamChannels.find((one) => one.name === name);
      if (channel === undefined || by === undefined) throw new EmulatorFault(404, `Teams has no channel called ${name}.`);
      roster.change(channel, 'deleted');
      await tellBot(channelActivity({ id: `f:${randomUUID()}`, by, channel, change: 'channelDeleted' }, context()));
    },
    typing: roster.typing,
    loseAnswers: (status, count) => Object.assign(lost, { status, left: count }),
    mount: (server) => {
      server.register(
        (scope, _options, done) => {
          scope.addHook('onRequest', async (request, reply) => {
            const fault = faults.take(request.url);
            return fault === undefined ? undefined : answerFault(fault, reply);
          });
          scope.addHook('preSerialization', loseAnswer(lost));
          mountLogin(scope, identity, serviceUrl);
          scope.register((inner, _inner, ready) => {
            mountConnector(inner, {
              identity,
              throttle,
              roster,
              post: (room, root, sent, payload) =>
                put({ ...fromBot, id: ids.next(), channel: room.id, thread: root, payload, at: context().at }, sent),
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

const fromBot = { user: 'tocsin', ephemeralTo: undefined, edited: false } as const;

/** Who adds the app where; `all`: every conversation it is then a member of. */
function installedAt(where: string | undefined): { readonly by: EmulatedUser; readonly room: Room; readonly all: readonly Room[] } {
  const [ana] = users;
  if (ana === undefined) throw new EmulatorFault(404, 'Nobody is here.');
  const person = users.find((one) => one.name === where);
  if (person !== undefined) return { by: person, room: personalRoom(person), all: [personalRoom(person)] };
  // The person who adds the app to a team chooses a channel of it.
  const room = where === undefined ? roomCalled('random', ana) : roomCalled(where, ana);
  return { by: ana, room, all: room.kind === 'channel' ? teamChannels : [room] };
}

/** Of an answer that was to say what has been done. */
function loseAnswer(lost: { readonly status: number; left: number }) {
  return async (request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> => {
    if (lost.left === 0 || !request.url.includes('/v3/') || reply.statusCode >= 300) return payload;
    lost.left -= 1;
    reply.code(lost.status);
    return { error: { code: 'BadGateway', message: 'The answer was lost on the way.' } };
  };
}
