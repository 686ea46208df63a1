import { z } from 'zod';
import { ProviderError, type Retry } from '../../core/errors.ts';

/** What was being done when it failed, for the sentence "Azure could not read the metrics of 3 resources". */
export interface Attempt {
  readonly doing: string;
  /** What to grant to whom where access is refused. */
  readonly grant: string;
}

const failure = z.object({
  name: z.string().optional(),
  code: z.string().optional().catch(undefined),
  statusCode: z.coerce.number().optional().catch(undefined),
});
const azureSignIn = z.object({ errorResponse: z.object({ errorCodes: z.array(z.number()).optional(), error: z.string().optional() }) });
// The credential wraps MSAL's own errors, which carry the AADSTS number as errorNo.
const msal = z.object({
  errorCode: z.string(),
  errorNo: z.coerce.number().optional().catch(undefined),
  status: z.number().optional().catch(undefined),
});
const headers = z.object({
  response: z.object({ headers: z.custom<{ get: (name: string) => string | undefined }>((value) => isReadable(value)) }),
});

function isReadable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'get' in value && typeof value.get === 'function';
}

/** What a failed call says about itself, by code and status, whichever client it came from. */
export interface Failure {
  readonly status: number | undefined;
  readonly code: string | undefined;
  /** The AADSTS number of a failed sign-in. */
  readonly signIn: number | undefined;
  readonly kind: 'answered' | 'sign-in' | 'timeout' | 'unreachable' | 'other';
  readonly retryAfterMs: number | undefined;
}

const networkCodes = new Set(['REQUEST_SEND_ERROR', 'ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'EPIPE', 'ETIMEDOUT']);
const signInNames = new Set([
  'AuthenticationError',
  'AuthenticationRequiredError',
  'CredentialUnavailableError',
  'AggregateAuthenticationError',
]);

/** Reads any error a client raised. `now` is needed for a Retry-After that names a date. */
export function readFailure(error: unknown, now: number): Failure {
  const { name, code, statusCode } = failure.catch({}).parse(error);
  const retryAfterMs = retryAfter(error, now);
  if (name === 'AbortError' || name === 'TimeoutError') return { ...nothing, kind: 'timeout' };
  if (code !== undefined && networkCodes.has(code)) return { ...nothing, kind: 'unreachable', code };
  if (name !== undefined && signInNames.has(name)) return readSignIn(error);
  return { ...nothing, kind: statusCode === undefined ? 'other' : 'answered', status: statusCode, code, retryAfterMs };
}

const nothing: Failure = { kind: 'other', status: undefined, code: undefined, signIn: undefined, retryAfterMs: undefined };

/** Sign-in fails as MSAL's error, as the token endpoint's answer, or as either wrapped into the credential's own. */
function readSignIn(error: unknown): Failure {
  const answered = azureSignIn.safeParse(error).data?.errorResponse;
  if (answered !== undefined) {
    const status = failure.catch({}).parse(error).statusCode;
    return { ...nothing, kind: 'sign-in', status, code: answered.error, signIn: answered.errorCodes?.[0] };
  }
  const raw = msal.safeParse(error).data;
  if (raw?.errorCode === 'network_error') return { ...nothing, kind: 'unreachable', code: raw.errorCode };
  if (raw !== undefined) {
    const { errorCode, errorNo, status } = raw;
    // For a minute after an outage or a limit MSAL asks nobody: it repeats that failure, its number for a code and no status.
    const repeated = status === undefined && /^[\d ]*$/u.test(errorCode);
    return { ...nothing, kind: 'sign-in', status, code: repeated ? 'temporarily_unavailable' : errorCode, signIn: errorNo };
  }
  const cause = error instanceof Error ? error.cause : undefined;
  return cause === undefined ? { ...nothing, kind: 'sign-in' } : readSignIn(cause);
}

function retryAfter(error: unknown, now: number): number | undefined {
  const found = headers.safeParse(error);
  if (!found.success) return undefined;
  const read = found.data.response.headers;
  const milliseconds = Number(read.get('retry-after-ms') ?? read.get('x-ms-retry-after-ms') ?? Number.NaN);
  if (Number.isFinite(milliseconds)) return milliseconds;
  const value = read.get('retry-after');
  if (value === undefined) return undefined;
  const seconds = Number(value);
  const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(value) - now;
  return Number.isFinite(wait) ? Math.max(0, wait) : undefined;
}

/** The AADSTS numbers people meet, and what mends them. Source: Entra's list of authentication error codes. */
const signInSentences = new Map<number, string>([
  [
    7_000_222,
    'the client secret of the app registration has expired: create a new one in Entra ID and put it into azure.credential.clientSecret',
  ],
  [7_000_215, 'the client secret is wrong: azure.credential.clientSecret needs the secret’s value, not its id'],
  [700_016, 'the tenant has no application with this azure.credential.clientId'],
  [90_002, 'there is no tenant with this azure.credential.tenantId'],
  [700_027, 'the certificate of the app registration is not accepted'],
]);

const later = (afterMs: number): Retry => ({ when: 'later', afterMs });
const never: Retry = { when: 'never' };

/** Translates a failure of any Azure client into a sentence for people, by code and status. A ProviderError stays what it is. */
export function toProviderError(error: unknown, attempt: Attempt, now: number): ProviderError {
  if (error instanceof ProviderError) return error;
  const { sentence, retry } = explain(readFailure(error, now), attempt);
  return new ProviderError('Azure', sentence, { retry, cause: error });
}

function explain(found: Failure, { doing, grant }: Attempt): { readonly sentence: string; readonly retry: Retry } {
  switch (found.kind) {
    case 'timeout':
      return { sentence: `Azure did not answer in time when asked to ${doing}. Try again in a moment.`, retry: later(10_000) };
    case 'unreachable':
      return { sentence: `Azure could not be reached to ${doing}: check the network and azure.endpoints.`, retry: later(15_000) };
    case 'sign-in':
      return explainSignIn(found);
    case 'answered':
      return explainStatus(found, doing, grant);
    case 'other':
      return { sentence: `Azure answered in a way I do not understand when asked to ${doing}.`, retry: never };
  }
}

function explainSignIn({ signIn: number, status, code }: Failure): { readonly sentence: string; readonly retry: Retry } {
  const known = number === undefined ? undefined : signInSentences.get(number);
  if (known !== undefined) return { sentence: `Sign-in failed: ${known}.`, retry: never };
  // MSAL lets nobody try again before a minute is over.
  if (code === 'temporarily_unavailable' || status === 429 || (status !== undefined && status >= 500))
    return { sentence: 'Sign-in failed: Entra ID has a fault of its own, or too much to do.', retry: later(60_000) };
  const named = number === undefined || Number.isNaN(number) ? '' : ` (AADSTS${number})`;
  return { sentence: `Sign-in failed${named}: check azure.credential, or the managed identity where none is given.`, retry: never };
}

// A 401 with one of these is about the token; any other is about roles, which the batch API also answers with 401.
const tokenCodes = /^(InvalidAuthenticationToken|ExpiredAuthenticationToken|AuthenticationFailed)/u;
const tokenHint = 'check that azure.credential belongs to the tenant of the subscriptions, and that this machine’s clock is right';

function explainStatus(found: Failure, doing: string, grant: string): { readonly sentence: string; readonly retry: Retry } {
  const { status, code } = found;
  const named = code === undefined ? '' : ` (${code})`;
  const could = `Azure could not ${doing}`;
  if (status === 401 && tokenCodes.test(code ?? ''))
    return { sentence: `Azure did not accept the token to ${doing}${named}: ${tokenHint}.`, retry: never };
  if (status === 401 || status === 403) return { sentence: `Azure refused to ${doing}${named}: ${grant}.`, retry: never };
  if (status === 404)
    return { sentence: `${could}: it was not found${named}, so it was deleted, or its name or id is wrong.`, retry: never };
  if (status === 429 || status === 529) {
    const wait = found.retryAfterMs ?? 30_000;
    return { sentence: `${could}: it had too many requests. Try again in ${Math.ceil(wait / 1000)} s.`, retry: later(wait) };
  }
  if (status === undefined || status >= 500 || status === 408)
    return {
      sentence: `${could}: it has a fault of its own${named}. Try again in a few minutes.`,
      retry: later(found.retryAfterMs ?? 30_000),
    };
  return { sentence: `${could}: it did not accept the request${named}.`, retry: never };
}
