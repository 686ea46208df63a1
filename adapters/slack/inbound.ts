import type { Invocation } from '../../src/core/invocation.ts';
import type { ChatAdapter, Clock, ConnectionState, Log } from '../../src/core/ports.ts';
import { boltLogger, createFeed, type Feed } from './bolt.ts';
import { isFatal, toFailure } from './errors.ts';
import { backoffMs, pause } from './pause.ts';
import { createPeople, type Home } from './people.ts';
import type { Heard } from './read-invocation.ts';
import { identity } from './schema.ts';
import type { Sdk } from './sdk.ts';
import { createSocket, type Socket } from './socket.ts';
import { requestTimeoutMs, type SlackWeb } from './web.ts';

export interface InboundNeeds {
  readonly botToken: string;
  readonly appToken?: string | undefined;
  readonly sdk: Sdk;
  readonly web: SlackWeb;
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
}

type Receive = (invocation: Invocation) => Promise<void>;

export function createInbound(needs: InboundNeeds): Inbound {
  let home: Home | undefined;
  const people = createPeople({ ...needs, home: () => home });
  const stopping = new AbortController();
  let state: ConnectionState = { state: 'disconnected' };
  let feed: Feed | undefined;
  let socket: Socket | undefined;

  const connect = async (receive: Receive): Promise<void> => {
    const { bolt, clientOptions } = await needs.sdk.load();
    const patience = AbortSignal.any([stopping.signal, AbortSignal.timeout(requestTimeoutMs)]);
    const bot = await needs.web.call('auth.test', {}, identity, patience);
    home = bot.home;
    const hear = async ({ user, ...heard }: Heard): Promise<void> =>
      receive({ ...heard, actor: await people.find(user.id, user.name), receivedAt: needs.clock.now() });
    const { botToken, appToken, log } = needs;
    const logger = boltLogger(bolt, log);
    feed = createFeed({ bolt, clientOptions, logger, botToken, bot, hear, log });
    if (appToken !== undefined) {
      socket = createSocket({ bolt, appToken, clientOptions, logger, feed, log });
      await socket.start();
    }
    state = { state: 'connected' };
  };

  const attempt = async (receive: Receive): Promise<'connected' | 'out of reach'> => {
    try {
      await connect(receive);
      return 'connected';
    } catch (error) {
      const failure = toFailure(error);
      state = { state: isFatal(failure) ? 'failed' : 'disconnected', reason: failure.message };
      if (isFatal(failure)) throw failure;
      needs.log.warn({ reason: failure.message }, 'Slack is out of reach; trying again');
      return 'out of reach';
    }
  };

  const goOn = async (receive: Receive): Promise<void> => {
    for (let failures = 1; !stopping.signal.aborted; failures += 1) {
      await pause(backoffMs(failures), stopping.signal);
      if (stopping.signal.aborted || (await attempt(receive)) === 'connected') return;
    }
  };

  return {
    start: async (receive) => {
      state = { state: 'connecting' };
      if ((await attempt(receive)) === 'connected') return;
      goOn(receive).catch((error: unknown) => needs.log.error({ error }, 'Slack refuses the connection'));
    },
    stop: async () => {
      stopping.abort();
      feed = undefined;
      await socket?.stop();
      state = { state: 'disconnected' };
    },
    state: () => (state.state === 'connected' ? (socket?.state() ?? state) : state),
    feed: () => feed,
  };
}
