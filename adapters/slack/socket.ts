import type * as Bolt from '@slack/bolt';
import { z } from 'zod';
import type { ConnectionState } from '../../src/core/chat.ts';
import type { Log } from '../../src/core/ports.ts';
import type { BoltPackage, Feed } from './bolt.ts';
import { isFatal, SlackFailure, toFailure } from './errors.ts';
import { backoffMs, pause } from './pause.ts';

export interface Socket {
  /** Settles when Slack has said hello for the first time, or cannot be reached (it goes on trying); throws when it never will. */
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
  readonly state: () => ConnectionState;
}

export interface SocketNeeds {
  readonly bolt: BoltPackage;
  readonly appToken: string;
  readonly clientOptions: Bolt.webApi.WebClientOptions;
  readonly logger: Bolt.Logger;
  readonly feed: Feed;
  readonly log: Log;
}

type Client = Bolt.SocketModeReceiver['client'];

const helloMs = 10_000;
const stopMs = 2_000;
/** A connection that lasted this long was a good one. */
const steadyMs = 5_000;

const envelope = z.object({
  ack: z.custom<(body?: object) => Promise<void>>((value) => typeof value === 'function'),
  body: z.record(z.string(), z.unknown()),
});

/**
 * Socket Mode. The client's own reconnecting is off: it waits five seconds even when Slack merely renews the connection, and
 * a reconnect that fails ends the process with an unhandled rejection. Bolt's socket receiver is used for its client alone;
 * its own listener does nothing while it has no app.
 */
export function createSocket(needs: SocketNeeds): Socket {
  const { client } = new needs.bolt.SocketModeReceiver({
    appToken: needs.appToken,
    autoReconnectEnabled: false,
    logger: needs.logger,
    installerOptions: { clientOptions: needs.clientOptions },
  });
  const stopping = new AbortController();
  let state: ConnectionState = { state: 'disconnected' };
  let kept: Promise<void> | undefined;

  client.on('slack_event', (event: unknown) => {
    void take(event, needs);
  });

  const keep = async (first: PromiseWithResolvers<void>): Promise<void> => {
    let failures = 0;
    while (!stopping.signal.aborted) {
      const closed = nextClose(client);
      try {
        state = { state: 'connecting', reason: state.reason };
        await hello(client, closed);
        state = { state: 'connected' };
        first.resolve();
        const since = performance.now();
        await closed.promise;
        // One that closes at once, again and again, must not become a storm of new ones.
        failures = performance.now() - since < steadyMs ? failures + 1 : 0;
        state = { state: 'disconnected', reason: 'the connection was closed' };
      } catch (error) {
        const failure = toFailure(error);
        failures += 1;
        state = { state: isFatal(failure) ? 'failed' : 'disconnected', reason: failure.message };
        if (failures === 1) needs.log.warn({ reason: failure.message }, 'no connection to Slack');
        if (isFatal(failure)) first.reject(failure);
        else first.resolve();
      } finally {
        closed.forget();
      }
      if (failures > 0) await pause(backoffMs(failures), stopping.signal);
    }
  };

  return {
    start: () => {
      const first = Promise.withResolvers<void>();
      kept = keep(first);
      return first.promise;
    },
    stop: async () => {
      stopping.abort();
      // Its promise settles when Slack has answered the closing handshake, or never.
      await Promise.race([Promise.all([client.disconnect(), kept]), pause(stopMs, new AbortController().signal)]);
      state = { state: 'disconnected' };
    },
    state: () => state,
  };
}

/** Acknowledges when the listeners are done; otherwise stays silent, and Slack sends the envelope again. */
async function take(event: unknown, { feed, log }: SocketNeeds): Promise<void> {
  try {
    const { ack, body } = envelope.parse(event);
    const fed = await feed(body);
    if (fed.acknowledged) await ack(typeof fed.body === 'object' && fed.body !== null ? fed.body : undefined);
  } catch (error) {
    log.error({ error }, 'something from Slack was not acknowledged');
  }
}

interface Close {
  readonly promise: Promise<void>;
  readonly forget: () => void;
}

function nextClose(client: Client): Close {
  const closed = Promise.withResolvers<void>();
  const listener = (): void => closed.resolve();
  client.once('disconnected', listener);
  return { promise: closed.promise, forget: () => client.off('disconnected', listener) };
}

async function hello(client: Client, closed: Close): Promise<void> {
  const unanswered = new SlackFailure('timeout', 'not sent', { when: 'later', afterMs: 1_000 });
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(unanswered), helloMs);
  try {
    await Promise.race([client.start(), late.promise, closed.promise.then(() => Promise.reject(unanswered))]);
  } catch (error) {
    // The client rejects with nothing when the socket closes before the hello.
    const failure = error === undefined ? unanswered : error;
    if (failure === unanswered) void client.disconnect();
    throw failure;
  } finally {
    clearTimeout(timer);
  }
}
