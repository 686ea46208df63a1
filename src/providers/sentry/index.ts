import type { AlertPoll, AlertSource, Verdict } from '../../core/alert-ports.ts';
import { ProviderError } from '../../core/errors.ts';
import type { Cancellable, CheckResult, Clock, ErrorTracker, Log, RawRequest, Signatures } from '../../core/ports.ts';
import { getPage } from './api.ts';
import { readHook } from './read.ts';
import { createReleases } from './releases.ts';
import { organizationSchema } from './schema.ts';
import { createSpikePoll } from './spike-poll.ts';
import type { SpikeRule } from './spikes.ts';

export interface SentryNeeds {
  /** The client secret of the integration signs the hooks; a list while it is changed. */
  readonly clientSecret: string | readonly string[];
  /** Base URL of the API: "https://sentry.io". */
  readonly url: string;
  readonly organization: string;
  /** undefined: only hooks are taken, nothing is asked of the API. */
  readonly token?: string | undefined;
  /** Whose errors are looked at for spikes, and by which rule; undefined: nobody's. Needs the token. */
  readonly spikes?: (SpikeRule & { readonly projects: () => readonly string[] }) | undefined;
  readonly signatures: Signatures;
  readonly clock: Clock;
  readonly log: Log;
  /** How long an answer may take, all its pages together. */
  readonly timeoutMs?: number | undefined;
}

// A person has an answer within 10 s.
const defaultTimeoutMs = 8_000;

export interface Sentry {
  readonly alerts: AlertSource;
  readonly errors: ErrorTracker;
  /** undefined: there is no token, or nobody wants it. */
  readonly spikes: AlertPoll | undefined;
}

/** Sentry's hooks as a source of alerts, and its API. */
export function createSentry(needs: SentryNeeds): Sentry {
  return {
    alerts: {
      name: 'sentry',
      doors: [{ path: '/webhooks/sentry', secretParams: [], verify: (request) => verify(needs, request) }],
      resourceHeader: 'sentry-hook-resource',
      // The request id and time are in headers that nobody signs, so the body alone tells two hooks apart.
      identify: (request) => needs.signatures.hash(request.body),
      read: readHook,
    },
    errors: { releases: releasesOf(needs), check: async (options) => [await check(needs, options)] },
    spikes: spikesOf(needs),
  };
}

function spikesOf({ spikes, url, organization, token, signatures, timeoutMs = defaultTimeoutMs }: SentryNeeds): AlertPoll | undefined {
  if (spikes === undefined || token === undefined) return undefined;
  return createSpikePoll({ api: { url, organization, token }, projects: spikes.projects, rule: spikes, signatures, timeoutMs });
}

/** Without a token nothing is asked, so nothing is known. */
function releasesOf({ url, organization, token, clock, timeoutMs = defaultTimeoutMs }: SentryNeeds): ErrorTracker['releases'] {
  return token === undefined ? async () => [] : createReleases({ url, organization, token }, { clock, timeoutMs });
}

function verify({ signatures, clientSecret }: SentryNeeds, request: RawRequest): Verdict {
  const given = request.headers['sentry-hook-signature'];
  if (given === undefined) return { genuine: false, status: 401, reason: 'the signature is missing' };
  const secrets = [clientSecret].flat().filter((secret) => secret !== '');
  const fitting = secrets.filter((secret) => signatures.same(given, signatures.hmac(secret, request.body)));
  return fitting.length > 0 ? { genuine: true } : { genuine: false, status: 401, reason: 'the signature is wrong' };
}

async function check(needs: SentryNeeds, options: Cancellable): Promise<CheckResult> {
  if (needs.token === undefined) return { what: 'Sentry', ok: true, detail: 'hooks are taken; without sentry.token the API is not asked' };
  try {
    const { url, organization, token } = needs;
    const { content } = await getPage({ url, organization, token }, `organizations/${encodeURIComponent(organization)}/`, {
      schema: organizationSchema,
      asked: { kind: 'organization' },
      signal: AbortSignal.any([options.signal, AbortSignal.timeout(needs.timeoutMs ?? defaultTimeoutMs)]),
    });
    const { name } = content;
    return { what: 'Sentry', ok: true, detail: `the organization ${name} can be read` };
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return { what: 'Sentry', ok: false, detail: error.message };
  }
}
