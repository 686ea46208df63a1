import { z } from 'zod';
import { ProviderError, type Retry } from '../../core/errors.ts';

/** What was being done when it failed, for the sentence: "read the metrics of 3 resources". */
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
const signIn = z.object({ errorResponse: z.object({ errorCodes: z.array(z.number()).optional(), error: z.string().optional() }) });
// MSAL's own errors carry the AADSTS number as errorNo; the credential wraps them as the cause or copies them.
const msal = z.object({ errorNo: z.union([z.string(), z.number()]).optional(), errorCode: z.string() });
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

const networkCodes = new Set([
  'REQUEST_SEND_ERROR',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
  'endpoints_resolution_error',
  'network_error',
]);
const signInNames = new Set([
  'AuthenticationError',
  'AuthenticationRequiredError',
  'CredentialUnavailableError',
  'AggregateAuthenticationError',
]);

/** Reads any error a client raised. `now` is needed for a Retry-After that names a date. */
export function readFailure(error: unknown, now: number): Failure {
  const { name, code, statusCode } = failure.catch({}).parse(error);
  const number = signInNumber(error);
  return {
    status: statusCode,
    code,
    signIn: number,
    kind: kindOf(name, code, statusCode, number),
    retryAfterMs: retryAfter(error, now),
  };
}

function kindOf(name: string | undefined, code: string | undefined, status: number | undefined, number: number | undefined) {
  if (name === 'AbortError' || name === 'TimeoutError') return 'timeout';
  if (number !== undefined) return 'sign-in';
  if (code !== undefined && networkCodes.has(code)) return 'unreachable';
  if (name !== undefined && signInNames.has(name)) return 'sign-in';
  return status === undefined ? 'other' : 'answered';
}

function signInNumber(error: unknown): number | undefined {
  const wrapped = signIn.safeParse(error);
  if (wrapped.success && wrapped.data.errorResponse.errorCodes?.[0] !== undefined) return wrapped.data.errorResponse.errorCodes[0];
  const raw = msal.safeParse(error);
  if (raw.success && raw.data.errorNo !== undefined) return Number(raw.data.errorNo);
  const cause = error instanceof Error ? error.cause : undefined;
  return cause === undefined ? undefined : signInNumber(cause);
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
      return { sentence: `No answer in time to the attempt to ${doing}.`, retry: later(10_000) };
    case 'unreachable':
      return { sentence: `Could not be reached to ${doing}: check the network and azure.endpoints.`, retry: later(15_000) };
    case 'sign-in':
      return explainSignIn(found);
    case 'answered':
    case 'other':
      return explainStatus(found, doing, grant);
  }
}

function explainSignIn({ signIn: number, status }: Failure): { readonly sentence: string; readonly retry: Retry } {
  const known = number === undefined ? undefined : signInSentences.get(number);
  if (known !== undefined) return { sentence: `Sign-in failed: ${known}.`, retry: never };
  if (status !== undefined && status >= 500) return { sentence: 'Sign-in failed: Entra ID has a fault.', retry: later(30_000) };
  const code = number === undefined ? '' : ` (AADSTS${number})`;
  return { sentence: `Sign-in failed${code}: check azure.credential, or the managed identity where none is given.`, retry: never };
}

function explainStatus(found: Failure, doing: string, grant: string): { readonly sentence: string; readonly retry: Retry } {
  const { status, code } = found;
  const named = code === undefined ? '' : ` (${code})`;
  if (status === 401 || status === 403) return { sentence: `Refused the attempt to ${doing}${named}: ${grant}.`, retry: never };
  if (status === 404)
    return { sentence: `Found nothing when asked to ${doing}${named}: it was deleted, or its name or id is wrong.`, retry: never };
  if (status === 429 || status === 529) {
    const wait = found.retryAfterMs ?? 30_000;
    return { sentence: `Too many requests at the attempt to ${doing}; try again in ${Math.ceil(wait / 1000)} s.`, retry: later(wait) };
  }
  if (status === undefined || status >= 500 || status === 408)
    return { sentence: `Has a fault of its own at the attempt to ${doing}${named}.`, retry: later(found.retryAfterMs ?? 30_000) };
  return { sentence: `Did not accept the attempt to ${doing}${named}.`, retry: never };
}
