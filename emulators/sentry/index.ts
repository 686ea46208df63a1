import { createHmac, randomUUID } from 'node:crypto';
import type { AlertMessage } from '../alerting/rule.ts';
import type { EmulatorClock } from '../clock.ts';
import type { Emulator } from '../emulator.ts';
import type { Estate } from '../estate/estate.ts';
import type { Faults } from '../faults.ts';
import { createWebhook, type Webhook } from '../webhook.ts';
import { secrets } from '../world.ts';
import { mountApi } from './api.ts';
import { createIssues } from './issues.ts';
import type { EmulatedRelease } from './releases.ts';

export type { EmulatedRelease } from './releases.ts';

export interface SentryEmulatorNeeds {
  readonly clock: Pick<EmulatorClock, 'now' | 'at'>;
  readonly faults: Faults;
  readonly estate: Estate;
  /** Where the bot listens: "http://127.0.0.1:3978". */
  readonly botUrl: string;
  /** Where the demo's server listens; links lead there. */
  readonly baseUrl: string;
}

export interface SentryEmulator extends Emulator {
  /** Sends a hook, signed. It is not sent again, whatever becomes of it. */
  readonly post: (message: AlertMessage) => ReturnType<Webhook['send']>;
  /** Tells of a release beside those that are made every week anyway. */
  readonly release: (release: EmulatedRelease) => void;
}

/** Sentry answers within a second or gives up. */
const patienceMs = 1_000;

export function createSentryEmulator(needs: SentryEmulatorNeeds): SentryEmulator {
  const { clock, faults, estate, botUrl, baseUrl } = needs;
  const releases: EmulatedRelease[] = [];
  const issues = createIssues({ estate, now: clock.now });
  // Each kind of hook has a webhook of its own, because a header says which kind it is.
  const hooks = new Map<string, Webhook>();
  const hookFor = (resource: string): Webhook => {
    const known = hooks.get(resource) ?? createWebhook(mannerOf(resource, { clock, botUrl }), { clock, faults });
    hooks.set(resource, known);
    return known;
  };
  return {
    name: 'sentry',
    mount: (server) => mountApi(server, { now: clock.now, faults, estate, issues, baseUrl, releases }),
    release: (release) => void releases.push(release),
    stop: () => Promise.resolve(),
    post: (message) => {
      issues.take(message);
      return hookFor(message.resource ?? 'metric_alert').send(JSON.stringify(message.body));
    },
  };
}

function mannerOf(resource: string, { clock, botUrl }: Pick<SentryEmulatorNeeds, 'clock' | 'botUrl'>) {
  return {
    name: 'sentry',
    url: () => `${botUrl}/webhooks/sentry`,
    headers: (body: string) => ({
      'content-type': 'application/json',
      'request-id': randomUUID().replaceAll('-', ''),
      'sentry-hook-resource': resource,
      'sentry-hook-timestamp': String(Math.floor(clock.now() / 1_000)),
      'sentry-hook-signature': createHmac('sha256', secrets.sentry).update(body, 'utf8').digest('hex'),
    }),
    patienceMs,
    pausesMs: [],
    repeats: () => 'done' as const,
  };
}
