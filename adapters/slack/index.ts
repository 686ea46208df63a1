import type { ChartRenderer, ChatAdapter, Clock, Log, Signatures, TimeText } from '../../src/core/ports.ts';
import { checkSlack } from './check.ts';
import type { ComposeNeeds } from './compose.ts';
import { createDelivery } from './deliver.ts';
import { createRoutes } from './http.ts';
import { createInbound } from './inbound.ts';
import { respond } from './respond.ts';
import { createSdk } from './sdk.ts';
import { createSlackWeb } from './web.ts';

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
  const sdk = createSdk(options);
  const web = createSlackWeb(() => sdk.client(options.botToken));
  const needs: ComposeNeeds = { web, charts: options.charts, time: options.time, log: options.log };
  const { botToken, appToken, clock, log } = options;
  const inbound = createInbound({ botToken, appToken, sdk, web, clock, log });
  return {
    platform: 'slack',
    start: inbound.start,
    stop: inbound.stop,
    state: inbound.state,
    ...createDelivery(needs),
    respond: (invocation, reply, { signal }) => respond(invocation, reply, needs, signal),
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
