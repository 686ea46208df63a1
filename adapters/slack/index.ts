import type { ChartRenderer, ChatAdapter, Clock, Log, Signatures, TimeText } from '../../src/core/ports.ts';
import { checkSlack } from './check.ts';
import { createDelivery } from './deliver.ts';
import { createRoutes } from './http.ts';
import { createInbound } from './inbound.ts';
import { type RespondNeeds, respond } from './respond.ts';
import { createSdk } from './sdk.ts';
import { createSubmissions } from './submissions.ts';
import { watchToken } from './token-watch.ts';
import { createSlackWeb } from './web.ts';
import { createProgress } from './working.ts';

export { createSlackFormat } from './format.ts';

export interface SlackOptions {
  readonly botToken: string;
  /** With an app-level token events come through Socket Mode; signed HTTP works either way. */
  readonly appToken?: string | undefined;
  /** Every one of them is valid: two while a secret is being replaced. */
  readonly signingSecrets: readonly string[];
  /** Base URL of the Web API, ending in a slash; undefined: Slack's own. */
  readonly apiUrl?: string | undefined;
  readonly charts: ChartRenderer;
  readonly signatures: Signatures;
  readonly clock: Clock;
  /** Signatures are judged by the real time, whatever `clock` says. */
  readonly realClock: Clock;
  readonly log: Log;
  readonly time: TimeText;
}

export function createSlackAdapter(options: SlackOptions): ChatAdapter {
  const { botToken, appToken, charts, clock, log, time } = options;
  const sdk = createSdk(options);
  const { web, refused: tokenRefused } = watchToken(createSlackWeb(() => sdk.client(botToken)));
  const submissions = createSubmissions();
  const needs: RespondNeeds = { web, charts, time, log, submissions };
  const { hash } = options.signatures;
  const inbound = createInbound({ botToken, appToken, sdk, web, tokenRefused, submissions, hash, time, clock, log });
  return {
    platform: 'slack',
    start: inbound.start,
    stop: async () => {
      submissions.stop();
      await inbound.stop();
    },
    state: inbound.state,
    ...createDelivery(needs),
    respond: async (invocation, reply, how) => {
      const delivery = await respond(invocation, reply, needs, how);
      // It may show what the click has just changed.
      if (delivery.ok && invocation.replyTo['from'] === 'home') inbound.refreshHome(invocation);
      return delivery;
    },
    progress: createProgress(needs),
    routes: createRoutes({
      signingSecrets: options.signingSecrets,
      signatures: options.signatures,
      log: options.log,
      realNow: options.realClock.now,
      feed: inbound.feed,
    }),
    check: ({ signal }) => checkSlack(web, appToken === undefined ? undefined : createSlackWeb(() => sdk.client(appToken)), signal),
  };
}
