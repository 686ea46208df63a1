import type { EmulatorClock } from '../clock.ts';
import { type EmulatedChat, MessageLog } from '../emulator.ts';
import type { Faults } from '../faults.ts';
import { users } from '../world.ts';
import { createHttpLine } from './http-line.ts';
import { Outbox } from './outbox.ts';
import { click, say } from './people.ts';
import { ResponseUrls } from './response-urls.ts';
import { mountRoutes } from './routes.ts';
import { SocketLine } from './socket-line.ts';
import { directId, SlackWorkspace } from './workspace.ts';

export interface SlackEmulatorOptions {
  readonly clock: EmulatorClock;
  readonly faults: Faults;
  /** Where the server it is mounted on can be reached, without a slash at the end. */
  readonly baseUrl: () => string;
  /** Where its messages are kept; undefined: in a log of its own. */
  readonly messages?: MessageLog | undefined;
  /** Delivers by signed HTTP instead of Socket Mode. */
  readonly deliverTo?: { readonly url: string; readonly signingSecret: string } | undefined;
  /** How long Slack waits for an acknowledgement, ms of real time; undefined: its three seconds. */
  readonly patienceMs?: number | undefined;
  /** How often Slack refuses to show a new picture that it is still processing; undefined: never. */
  readonly slowPictures?: number | undefined;
  /** What the bot token was granted; undefined: all the bot asks for. */
  readonly scopes?: readonly string[] | undefined;
}

export interface SlackEmulator extends EmulatedChat {
  readonly platform: 'slack';
  readonly workspace: SlackWorkspace;
  /** Asks the bot to open a new connection, as Slack does every few hours. */
  readonly refreshSocket: () => void;
  /** Events the bot has not acknowledged. */
  readonly unacknowledged: () => number;
}

const grantedScopes = [
  'app_mentions:read',
  'channels:history',
  'channels:read',
  'chat:write',
  'commands',
  'files:write',
  'groups:history',
  'groups:read',
  'im:history',
  'im:read',
  'im:write',
  'users:read',
  'users:read.email',
];

/** A Slack workspace on loopback, in Slack's wire formats: Web API, Socket Mode, response URLs, files. */
export function createSlackEmulator(options: SlackEmulatorOptions): SlackEmulator {
  const messages = options.messages ?? new MessageLog();
  const workspace = new SlackWorkspace(options.clock, messages, options.baseUrl);
  const patienceMs = options.patienceMs ?? 3_000;
  const socket = new SocketLine(patienceMs);
  const line = options.deliverTo === undefined ? socket : createHttpLine(options.deliverTo, patienceMs);
  const outbox = new Outbox(line, options.clock);
  const responseUrls = new ResponseUrls(workspace, options.clock, options.baseUrl);
  const needs = { workspace, outbox, responseUrls };
  return {
    name: 'slack',
    platform: 'slack',
    workspace,
    messages,
    channels: () => workspace.channels.filter((one) => one.kind === 'channel').map(({ id, name }) => ({ id, name })),
    directs: () => users.map((user) => ({ id: directId(user), user: user.name })),
    say: (what) => say(what, needs),
    click: (what) => click(what, needs),
    botConnected: () => line.ready(),
    refreshSocket: () => socket.refresh(),
    unacknowledged: () => outbox.unacknowledged,
    mount: (server) => {
      const openSocket = (): string => `${options.baseUrl().replace(/^http/u, 'ws')}${socket.open()}`;
      const { faults, baseUrl } = options;
      // A scope of its own: its body parsers are not for the other routes of the server.
      server.register(async (scope) => {
        const { slowPictures = 0, scopes = grantedScopes } = options;
        mountRoutes(scope, { workspace, faults, baseUrl, responseUrls, openSocket, scopes, slowPictures });
      });
      server.server.on('upgrade', (request, stream, head) => socket.upgrade(request, stream, head));
    },
    stop: async () => {
      outbox.stop();
      await socket.stop();
    },
  };
}
