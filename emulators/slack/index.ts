import type { EmulatorClock } from '../clock.ts';
import { type EmulatedChat, MessageLog, type ShownChannel } from '../emulator.ts';
import type { Faults } from '../faults.ts';
import { users } from '../world.ts';
import { directId, type SlackChannel } from './channels.ts';
import { createEvents } from './events.ts';
import { createHttpLine } from './http-line.ts';
import { installedManifest, type SlackManifest } from './manifest.ts';
import { chatMethods, type Method } from './methods-chat.ts';
import { conversationMethods } from './methods-conversations.ts';
import { fileMethods } from './methods-files.ts';
import { markMethods } from './methods-marks.ts';
import { tellingMethods } from './methods-told.ts';
import { viewMethods } from './methods-views.ts';
import { workspaceMethods } from './methods-workspace.ts';
import { Outbox } from './outbox.ts';
import { click, say } from './people.ts';
import { arrange, edit, openHome, pin, react, remove, shortcut } from './people-acts.ts';
import { close, submit } from './people-forms.ts';
import { search } from './people-search.ts';
import { RateLimits } from './rate-limits.ts';
import { ResponseUrls } from './response-urls.ts';
import { mountRoutes } from './routes.ts';
import { type DisconnectReason, SocketLine, socketPath } from './socket-line.ts';
import { Triggers } from './triggers.ts';
import { SlackWorkspace } from './workspace.ts';

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
  /** What the app was installed from; undefined: the manifest of this repository. */
  readonly manifest?: SlackManifest | undefined;
  /** What the bot token was granted; undefined: all that the manifest asks for. */
  readonly scopes?: readonly string[] | undefined;
  /** Whether Slack's rate limits are kept; undefined: they are not. */
  readonly limits?: 'documented' | undefined;
}

export interface SlackEmulator extends EmulatedChat {
  readonly platform: 'slack';
  readonly workspace: SlackWorkspace;
  /** Asks the bot to open a new connection, as Slack does every few hours; by default because the time is over. */
  readonly refreshSocket: (reason?: DisconnectReason) => void;
  /** How many connections the bot has. */
  readonly connections: () => number;
  /** The workspace's owner removes the app: from now on its token is worth nothing. */
  readonly revokeToken: () => void;
  /** Events the bot has not acknowledged. */
  readonly unacknowledged: () => number;
}

/** A Slack workspace on loopback, in Slack's wire formats: Web API, Socket Mode, response URLs, files. */
export function createSlackEmulator(options: SlackEmulatorOptions): SlackEmulator {
  const { clock, faults, baseUrl, messages = new MessageLog(), patienceMs = 3_000 } = options;
  const installed = options.manifest ?? installedManifest();
  const manifest = { ...installed, scopes: options.scopes ?? installed.scopes };
  const workspace = new SlackWorkspace(clock, messages, baseUrl);
  const socket = new SocketLine(patienceMs);
  const line = options.deliverTo === undefined ? socket : createHttpLine(options.deliverTo, patienceMs);
  const outbox = new Outbox(line, clock);
  const responseUrls = new ResponseUrls(workspace, clock, baseUrl);
  const triggers = new Triggers(clock);
  const events = createEvents({ workspace, outbox, manifest });
  const needs = { workspace, outbox, responseUrls, triggers, events, manifest };
  const limits = options.limits === undefined ? undefined : new RateLimits(clock.now);
  let tokenState: 'valid' | 'revoked' = 'valid';
  const answers: Readonly<Record<string, Method>> = {
    ...chatMethods,
    ...conversationMethods,
    ...markMethods,
    ...workspaceMethods(manifest.scopes),
    ...viewMethods(triggers, manifest.homeTab),
    ...fileMethods((id) => `${baseUrl()}/slack/upload/${id}`, options.slowPictures ?? 0),
  };
  const methods = tellingMethods(answers, events);
  return {
    name: 'slack',
    platform: 'slack',
    workspace,
    messages,
    channels: () =>
      workspace.channels
        .list()
        .filter((one) => one.kind === 'channel')
        .map(shownChannel),
    directs: () => users.map((user) => ({ id: directId(user), user: user.name })),
    say: (what) => say(what, needs),
    click: (what) => click(what, needs),
    submit: (what) => submit(what, needs),
    search: (what) => search(what, needs),
    close: (what) => close(what, needs),
    react: (what) => react(what, needs),
    pin: (what) => pin(what, needs),
    edit: (what) => edit(what, needs),
    remove: (what) => remove(what, needs),
    shortcuts: () => manifest.messageShortcuts.map((one) => one.name),
    shortcut: (what) => shortcut(what, needs),
    openHome: (user) => openHome(user, needs),
    arrange: (change) => arrange(change, needs),
    reconnect: async () => socket.disconnect('refresh_requested'),
    botConnected: () => line.ready(),
    refreshSocket: (reason = 'refresh_requested') => socket.disconnect(reason),
    connections: () => socket.connections(),
    revokeToken: () => {
      tokenState = 'revoked';
    },
    unacknowledged: () => outbox.unacknowledged,
    mount: (server) => {
      const openSocket = (): string => `${baseUrl().replace(/^http/u, 'ws')}${socket.open()}`;
      // A scope of its own: its body parsers are not for the other routes of the server.
      server.register(async (scope) => {
        const { scopes } = manifest;
        mountRoutes(scope, { workspace, faults, methods, responseUrls, openSocket, scopes, limits, token: () => tokenState });
      });
      server.server.on('upgrade', (request, stream, head) => {
        const fault = request.url?.startsWith(socketPath) === true ? faults.take(socketPath) : undefined;
        if (fault === undefined) socket.upgrade(request, stream, head);
        else stream.end(`HTTP/1.1 ${fault.status} Refused\r\n\r\n`);
      });
    },
    stop: async () => {
      outbox.stop();
      await socket.stop();
    },
  };
}

function shownChannel({ id, name, topic, archived, bookmarks }: SlackChannel): ShownChannel {
  return {
    id,
    name,
    topic: topic === '' ? undefined : topic,
    archived: archived === 'archived' ? true : undefined,
    bookmarks: bookmarks.length === 0 ? undefined : bookmarks.map(({ title, link }) => ({ title, url: link })),
  };
}
