import type { ChatAdapter, ChatListener, ConnectionState } from '../../src/core/chat.ts';
import type { Invocation } from '../../src/core/invocation.ts';
import type { Clock, Log } from '../../src/core/ports.ts';
import { boltLogger, createFeed, type Feed } from './bolt.ts';
import { createDirects } from './directs.ts';
import { createEars, type EarsNeeds } from './ears.ts';
import { isFatal, type SlackFailure, toFailure } from './errors.ts';
import { backoffMs, pause } from './pause.ts';
import { createPeople, type Home } from './people.ts';
import { homeCommand } from './read-invocation.ts';
import { identity } from './schema.ts';
import type { Sdk } from './sdk.ts';
import { createSocket, type Socket } from './socket.ts';
import { requestTimeoutMs, type SlackWeb } from './web.ts';

export interface InboundNeeds extends Pick<EarsNeeds, 'submissions' | 'hash' | 'time' | 'externalPeople' | 'refuse'> {
  readonly botToken: string;
  readonly appToken?: string | undefined;
  readonly sdk: Sdk;
  readonly web: SlackWeb;
  /** What Slack says of the token when it does not take it. */
  readonly tokenRefused: () => SlackFailure | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

/** How Slack's requests come in: one feed for Socket Mode and HTTP. */
export interface Inbound {
  /**
   * Settles when the adapter is connected. When Slack is out of reach it settles too and goes on trying, because a bot must
   * be able to start during an outage; it rejects with SlackFailure when no waiting will help (a wrong token).
   */
  readonly start: ChatAdapter['start'];
  readonly stop: () => Promise<void>;
  readonly state: () => ConnectionState;
  /** undefined until the bot knows who it is. */
  readonly feed: () => Feed | undefined;
  /** Has the home page drawn anew on which this click was made. */
  readonly refreshHome: (click: Invocation) => void;
}

export function createInbound(needs: InboundNeeds): Inbound {
  let home: Home | undefined;
  const people = createPeople({ ...needs, home: () => home });
  const directs = createDirects(needs);
  const stopping = new AbortController();
  let state: ConnectionState = { state: 'disconnected' };
  let feed: Feed | undefined;
  let socket: Socket | undefined;
  let listening: ChatListener | undefined;

  const connect = async (listener: ChatListener): Promise<void> => {
    const { bolt, clientOptions } = await needs.sdk.load();
    const patience = AbortSignal.any([stopping.signal, AbortSignal.timeout(requestTimeoutMs)]);
    const bot = await needs.web.call('auth.test', {}, identity, patience);
    home = bot.home;
    const { botToken, appToken, log } = needs;
    const logger = boltLogger(bolt, log);
    feed = createFeed({ bolt, clientOptions, logger, botToken, bot, ears: createEars({ ...needs, people, directs, listener }), log });
    if (appToken !== undefined) {
      socket = createSocket({ bolt, appToken, clientOptions, logger, feed, log });
      await socket.start();
    }
    state = { state: 'connected' };
  };

  const attempt = async (listener: ChatListener): Promise<'connected' | 'out of reach'> => {
    try {
      await connect(listener);
      return 'connected';
    } catch (error) {
      const failure = toFailure(error);
      state = { state: isFatal(failure) ? 'failed' : 'disconnected', reason: failure.message };
      if (isFatal(failure)) throw failure;
      needs.log.warn({ reason: failure.message }, 'Slack is out of reach; trying again');
      return 'out of reach';
    }
  };

  const goOn = async (listener: ChatListener): Promise<void> => {
    for (let failures = 1; !stopping.signal.aborted; failures += 1) {
      await pause(backoffMs(failures), stopping.signal);
      if (stopping.signal.aborted || (await attempt(listener)) === 'connected') return;
    }
  };

  return {
    start: async (listener) => {
      listening = listener;
      state = { state: 'connecting' };
      if ((await attempt(listener)) === 'connected') return;
      goOn(listener).catch((error: unknown) => needs.log.error({ error }, 'Slack refuses the connection'));
    },
    stop: async () => {
      stopping.abort();
      feed = undefined;
      listening = undefined;
      await socket?.stop();
      state = { state: 'disconnected' };
    },
    state: () => {
      if (state.state !== 'connected') return state;
      // The websocket may well live on when the app was removed.
      const refused = needs.tokenRefused();
      return refused === undefined ? (socket?.state() ?? state) : { state: 'failed', reason: refused.message };
    },
    feed: () => feed,
    refreshHome: (click) => {
      const user = click.replyTo['user'];
      if (user === undefined) return;
      const again = { ...click, id: `${click.id}:home`, text: homeCommand, receivedAt: needs.clock.now(), replyTo: { user, home: 'yes' } };
      listening?.receive(again).catch((error: unknown) => needs.log.warn({ error }, 'a home page could not be drawn anew'));
    },
  };
}
