import { ProviderError } from '../../core/errors.ts';
import type { AlertSource, Cancellable, CheckResult, Clock, ErrorTracker, Log, RawRequest, Signatures, Verdict } from '../../core/ports.ts';
import { refused, unanswered } from './errors.ts';
import { readHook } from './read.ts';
import { organizationSchema } from './schema.ts';

export interface SentryNeeds {
  /** The client secret of the integration: it signs the hooks. */
  readonly clientSecret: string;
  /** Base URL of the API: "https://sentry.io". */
  readonly url: string;
  readonly organization: string;
  /** undefined: only hooks are taken, nothing is asked of the API. */
  readonly token?: string | undefined;
  readonly signatures: Signatures;
  readonly clock: Clock;
  readonly log: Log;
}

const timeoutMs = 10_000;

/** Sentry's hooks as a source of alerts, and its API. */
export function createSentry(needs: SentryNeeds): { readonly alerts: AlertSource; readonly errors: ErrorTracker } {
  return {
    alerts: {
      name: 'sentry',
      path: '/webhooks/sentry',
      secretParams: [],
      resourceHeader: 'sentry-hook-resource',
      verify: (request) => verify(needs, request),
      // The request id and time are in headers that nobody signs, so the body alone tells two hooks apart.
      identify: (request) => needs.signatures.hash(request.body),
      read: readHook,
    },
    errors: { check: async (options) => [await check(needs, options)] },
  };
}

function verify({ signatures, clientSecret }: SentryNeeds, request: RawRequest): Verdict {
  const given = request.headers['sentry-hook-signature'];
  if (given === undefined) return { genuine: false, status: 401, reason: 'the signature is missing' };
  const genuine = signatures.same(given, signatures.hmac(clientSecret, request.body));
  return genuine ? { genuine } : { genuine, status: 401, reason: 'the signature is wrong' };
}

async function check(needs: SentryNeeds, options: Cancellable): Promise<CheckResult> {
  if (needs.token === undefined) return { what: 'Sentry', ok: true, detail: 'hooks are taken; without sentry.token the API is not asked' };
  try {
    const { name } = await readOrganization({ ...needs, token: needs.token }, options);
    return { what: 'Sentry', ok: true, detail: `the organization ${name} can be read` };
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return { what: 'Sentry', ok: false, detail: error.message };
  }
}

async function readOrganization(
  { url, organization, token }: SentryNeeds & { readonly token: string },
  { signal }: Cancellable,
): Promise<{ readonly name: string }> {
  const address = `${url.replace(/\/+$/u, '')}/api/0/organizations/${encodeURIComponent(organization)}/`;
  const response = await fetch(address, {
    headers: { authorization: `Bearer ${token}`, accept: 'application/json' },
    signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
  }).catch((error: unknown) => {
    throw unanswered(error);
  });
  if (!response.ok) throw refused(response.status);
  const body = organizationSchema.safeParse(await response.json().catch(() => undefined));
  if (!body.success) throw new ProviderError('Sentry', 'its answer was not understood', { retry: { when: 'never' }, cause: body.error });
  return body.data;
}
