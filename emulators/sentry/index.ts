import { createHmac, randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { EmulatorClock } from '../clock.ts';
import { type Emulator, EmulatorFault } from '../emulator.ts';
import type { Faults } from '../faults.ts';
import { secrets } from '../world.ts';
import { metricAlertBody, type SentryAlert } from './payload.ts';

export type { SentryAlert } from './payload.ts';

export interface SentryEmulatorNeeds {
  readonly clock: Pick<EmulatorClock, 'now'>;
  readonly faults: Faults;
  /** Where the bot listens: "http://127.0.0.1:3978". */
  readonly botUrl: string;
  /** Where the demo's server listens; links lead there. */
  readonly baseUrl: string;
}

export interface SentryEmulator extends Emulator {
  /** Sends the hook. Settles when the bot has taken it; throws EmulatorFault when the bot does not. */
  readonly fire: (alert: SentryAlert) => Promise<void>;
}

export const sentryOrganization = { slug: 'example', name: 'Example', id: '1' } as const;

/** Sentry answers within a second or gives up. */
const patienceMs = 1_000;

export function createSentryEmulator({ clock, faults, botUrl, baseUrl }: SentryEmulatorNeeds): SentryEmulator {
  // By firing: its hooks all tell when it began.
  const started = new Map<string, number>();
  return {
    name: 'sentry',
    mount: (server) => mountApi(server, clock, faults),
    stop: () => Promise.resolve(),
    fire: async (alert) => {
      const startedAt = started.get(alert.firing) ?? alert.at;
      if (alert.state === 'resolved') started.delete(alert.firing);
      else started.set(alert.firing, startedAt);
      const body = JSON.stringify(metricAlertBody(alert, startedAt, { slug: sentryOrganization.slug, url: `${baseUrl}/sentry` }));
      await send(`${botUrl}/webhooks/sentry`, body, clock.now());
    },
  };
}

async function send(url: string, body: string, now: number): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    body,
    signal: AbortSignal.timeout(patienceMs),
    headers: {
      'content-type': 'application/json',
      'request-id': randomUUID().replaceAll('-', ''),
      'sentry-hook-resource': 'metric_alert',
      'sentry-hook-timestamp': String(Math.floor(now / 1_000)),
      'sentry-hook-signature': createHmac('sha256', secrets.sentry).update(body, 'utf8').digest('hex'),
    },
  });
  if (!response.ok) throw new EmulatorFault(502, `the bot answered Sentry's hook with ${response.status}: ${await response.text()}`);
}

/** The part of the API that is asked: the organization and its projects. */
function mountApi(server: FastifyInstance, clock: Pick<EmulatorClock, 'now'>, faults: Faults): void {
  const prefix = '/sentry/api/0/organizations/:organization';
  const answer = (content: object) => (request: FastifyRequest<{ Params: { organization: string } }>, reply: FastifyReply) => {
    const fault = faults.take(request.url);
    if (fault !== undefined) return reply.code(fault.status).send({ detail: faultWords(fault.status) });
    if (request.headers.authorization === undefined) {
      return reply.code(401).send({ detail: 'Authentication credentials were not provided.' });
    }
    if (request.headers.authorization !== `Bearer ${secrets.sentryToken}`) return reply.code(401).send({ detail: 'Invalid token' });
    if (request.params.organization !== sentryOrganization.slug) {
      return reply.code(404).send({ detail: 'The requested resource does not exist' });
    }
    return reply.send(content);
  };
  const dateCreated = new Date(clock.now() - 365 * 86_400_000).toISOString();
  server.get(`${prefix}/`, answer({ ...sentryOrganization, dateCreated, status: { id: 'active', name: 'active' } }));
  server.get(
    `${prefix}/projects/`,
    answer(projects.map((slug, index) => ({ id: String(index + 1), slug, name: slug, dateCreated, platform: 'python' }))),
  );
}

const projects = ['bps-website', 'pixcrawler', 'packamal', 'compliance'] as const;

function faultWords(status: number): string {
  return status === 429 ? 'You are attempting to use this endpoint too frequently. Limit is 40 requests in 1 seconds' : 'Internal Error';
}
