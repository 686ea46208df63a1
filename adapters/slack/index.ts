import type { ChatAdapter } from '../../src/core/chat.ts';
import type { Document } from '../../src/core/document.ts';
import { type Invocation, replyRefused } from '../../src/core/invocation.ts';
import type { ChartRenderer, Clock, Log, Signatures, TimeText } from '../../src/core/ports.ts';
import { checkSlack } from './check.ts';
import { createDelivery } from './deliver.ts';
import { createHomes } from './home.ts';
import { createRoutes } from './http.ts';
import { createInbound } from './inbound.ts';
import { pacePosts } from './paced.ts';
import { type RespondNeeds, respond } from './respond.ts';
import { createSdk } from './sdk.ts';
import { createSubmissions } from './submissions.ts';
import { watchToken } from './token-watch.ts';
import { createSlackWeb } from './web.ts';
import { createProgress } from './working.ts';

export { createSlackFormat } from './format.ts';
export { pace as slackPace } from './limits.ts';

export interface SlackOptions {
  readonly botToken: string;
  /** With an app-level token events come through Socket Mode; signed HTTP works either way. */
  readonly appToken?: string | undefined;
  /** Every one of them is valid: two while a secret is being replaced. */
  readonly signingSecrets: readonly string[];
  /** Base URL of the Web API, ending in a slash; undefined: Slack's own. */
  readonly apiUrl?: string | undefined;
  /** Whether people of other workspaces (Slack Connect) are answered; undefined: they are not. */
  readonly externalPeople?: boolean | undefined;
  readonly charts: ChartRenderer;
  readonly signatures: Signatures;
  readonly clock: Clock;
  /** Signatures are judged by the real time, whatever `clock` says. */
  readonly realClock: Clock;
  readonly log: Log;
  readonly time: TimeText;
}

const refusalMs = 30_000;

/** Whoever is told by Slack to wait does so by the bot's clock, which may be moved; real time passes in any case. */
function elapsed({ clock, realClock }: Pick<SlackOptions, 'clock' | 'realClock'>): () => number {
  const [began, really] = [clock.now(), realClock.now()];
  return () => Math.max(clock.now() - began, realClock.now() - really);
}

export function createSlackAdapter(options: SlackOptions): ChatAdapter {
  const { botToken, appToken, charts, clock, log, time } = options;
  const sdk = createSdk(options);
  const { web, refused: tokenRefused } = watchToken(
    pacePosts(
      createSlackWeb(() => sdk.client(botToken)),
      { now: elapsed(options) },
    ),
  );
  const submissions = createSubmissions();
  const composing = { web, charts, time, log };
  const needs: RespondNeeds = { ...composing, submissions, homes: createHomes(composing) };
  const { hash } = options.signatures;
  const { externalPeople } = options;
  const refuse = (invocation: Invocation, refusal: Document): void => {
    respond(invocation, replyRefused(refusal), needs, { signal: AbortSignal.timeout(refusalMs) })
      .then((delivery) => (delivery.ok ? undefined : log.warn({ reason: delivery.reason }, 'somebody could not be told of their refusal')))
      .catch((error: unknown) => log.error({ error }, 'somebody could not be told of their refusal'));
  };
  const inbound = createInbound({
    botToken,
    appToken,
    sdk,
    web,
    tokenRefused,
    submissions,
    hash,
    time,
    clock,
    log,
    externalPeople,
    refuse,
  });
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
