import type * as Bolt from '@slack/bolt';
import { z } from 'zod';
import type { Log } from '../../src/core/ports.ts';
import { addListeners, type Ears } from './listeners.ts';
import { requestTimeoutMs } from './web.ts';

export type BoltPackage = typeof Bolt;

/** Whether the platform is told that a request arrived, and with which body. */
export type Fed = { readonly acknowledged: true; readonly body: unknown } | { readonly acknowledged: false };

/** Hands one request of Slack (a slash command, an event, a click, a form) to the listeners. Rejects when a listener failed. */
export type Feed = (body: Readonly<Record<string, unknown>>) => Promise<Fed>;

export interface BoltNeeds {
  readonly bolt: BoltPackage;
  readonly clientOptions: Bolt.webApi.WebClientOptions;
  readonly logger: Bolt.Logger;
  readonly botToken: string;
  readonly bot: { readonly userId: string; readonly botId: string | undefined };
  readonly ears: Ears;
  readonly log: Log;
}

/**
 * Bolt's App with the listeners, once for both ways in. Bolt acknowledges events before their listeners run; here the
 * acknowledgement is held back until they have, so that Slack sends again what could not be stored.
 */
export function createFeed(needs: BoltNeeds): Feed {
  const app = new needs.bolt.App({
    token: needs.botToken,
    botUserId: needs.bot.userId,
    botId: needs.bot.botId ?? needs.bot.userId,
    tokenVerificationEnabled: false,
    receiver: { init: () => undefined, start: () => Promise.resolve(), stop: () => Promise.resolve() },
    convoStore: false,
    clientOptions: needs.clientOptions,
    logger: needs.logger,
  });
  addListeners(app, { ears: needs.ears, botUser: needs.bot.userId, log: needs.log });
  return async (body) => {
    let fed: Fed = { acknowledged: false };
    await app.processEvent({
      body,
      ack: (answer: unknown) => {
        fed = { acknowledged: true, body: answer };
        return Promise.resolve();
      },
    });
    return fed;
  };
}

/** Slack's client, told to fail at once: repeating is for those who know what a repetition does. */
export function clientOptionsFor(options: {
  readonly apiUrl: string | undefined;
  readonly logger: Bolt.Logger;
}): Bolt.webApi.WebClientOptions {
  return {
    ...(options.apiUrl === undefined ? {} : { slackApiUrl: options.apiUrl }),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: requestTimeoutMs,
    allowAbsoluteUrls: false,
    logger: options.logger,
  };
}

/** Slack's packages log through ours; their debug lines hold whole payloads and stay out. */
export function boltLogger(bolt: BoltPackage, log: Log): Bolt.Logger {
  const words = (parts: readonly unknown[]): string =>
    parts.map((part) => (part instanceof Error ? part.message : z.coerce.string().catch('?').parse(part))).join(' ');
  return {
    debug: () => undefined,
    info: (...parts) => log.debug({ from: 'slack-sdk' }, words(parts)),
    warn: (...parts) => log.warn({ from: 'slack-sdk' }, words(parts)),
    error: (...parts) => log.warn({ from: 'slack-sdk' }, words(parts)),
    setLevel: () => undefined,
    getLevel: () => bolt.LogLevel.INFO,
    setName: () => undefined,
  };
}
