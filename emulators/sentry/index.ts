import { createHmac, randomUUID } from 'node:crypto';
import type { EmulatorClock } from '../clock.ts';
import { type Emulator, EmulatorFault } from '../emulator.ts';
import type { Faults } from '../faults.ts';
import { secrets } from '../world.ts';
import { mountApi, sentryOrganization } from './api.ts';
import { metricAlertBody, type SentryAlert } from './payload.ts';
import type { EmulatedRelease } from './releases.ts';

export type { SentryAlert } from './payload.ts';
export type { EmulatedRelease } from './releases.ts';

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
  /** Tells of a release beside those that are made every week anyway. */
  readonly release: (release: EmulatedRelease) => void;
}

/** Sentry answers within a second or gives up. */
const patienceMs = 1_000;

export function createSentryEmulator({ clock, faults, botUrl, baseUrl }: SentryEmulatorNeeds): SentryEmulator {
  // By firing: its hooks all tell when it began.
  const started = new Map<string, number>();
  const releases: EmulatedRelease[] = [];
  return {
    name: 'sentry',
    mount: (server) => mountApi(server, { now: clock.now, faults, baseUrl, releases }),
    release: (release) => void releases.push(release),
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
