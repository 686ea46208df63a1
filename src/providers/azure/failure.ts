import { z } from 'zod';

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
const detailed = z.object({ details: z.object({ error: z.object({ details: z.array(z.object({ code: z.string() })) }) }) });

function isReadable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'get' in value && typeof value.get === 'function';
}

/** What a failed call says about itself, by code and status, whichever client it came from. */
export interface Failure {
  readonly status: number | undefined;
  readonly code: string | undefined;
  /** What Resource Graph says more exactly, below its code. */
  readonly details: readonly string[];
  /** The AADSTS number of a failed sign-in. */
  readonly signIn: number | undefined;
  readonly kind: 'answered' | 'sign-in' | 'sign-in timeout' | 'timeout' | 'unreachable' | 'other';
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
  if (error instanceof SignInTimeout) return { ...nothing, kind: 'sign-in timeout' };
  if (name === 'AbortError' || name === 'TimeoutError') return { ...nothing, kind: 'timeout' };
  if (code !== undefined && networkCodes.has(code)) return { ...nothing, kind: 'unreachable', code };
  if (name !== undefined && signInNames.has(name)) return readSignIn(error);
  const details = detailed.safeParse(error).data?.details.error.details.map((one) => one.code) ?? [];
  return { ...nothing, kind: statusCode === undefined ? 'other' : 'answered', status: statusCode, code, details, retryAfterMs };
}

const nothing: Failure = { kind: 'other', status: undefined, code: undefined, details: [], signIn: undefined, retryAfterMs: undefined };

/** Entra ID itself fails or refuses everybody: to be tried again, not to be mended here. */
export const isOutage = ({ kind, code, status }: Failure): boolean =>
  kind === 'sign-in' && (code === 'temporarily_unavailable' || status === 429 || (status !== undefined && status >= 500));

/** After an outage or a timeout nobody signs in for so long: whoever needs several answers waits for it once. */
export const signInRestMs = 5000;

/** The token endpoint took so long that whoever waits was let go. */
export class SignInTimeout extends Error {
  override readonly name = 'SignInTimeout';
}

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
  if (value === undefined) return quotaReset(read.get('x-ms-user-quota-resets-after'));
  const seconds = Number(value);
  const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(value) - now;
  return Number.isFinite(wait) ? Math.max(0, wait) : undefined;
}

/** Resource Graph's own way to say it: "00:00:05". */
function quotaReset(clock: string | undefined): number | undefined {
  const parts = /^(\d+):(\d\d):(\d\d)/u.exec(clock ?? '');
  if (parts === null) return undefined;
  const [hours = 0, minutes = 0, seconds = 0] = parts.slice(1).map(Number);
  return ((hours * 60 + minutes) * 60 + seconds) * 1000;
}
