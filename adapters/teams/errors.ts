import type { Delivery } from '../../src/core/chat.ts';
import { connectorFailure } from './schema.ts';

/** What reached the route did not come from Teams, or not from the right people: answered 403. The message goes to the log only. */
export class NotGenuine extends Error {
  override readonly name = 'NotGenuine';
}

/** A genuine caller sent what is no activity: answered 400. */
export class NotAnActivity extends Error {
  override readonly name = 'NotAnActivity';
}

/** The bot cannot get a token of its own. */
export class TokenRefused extends Error {
  override readonly name = 'TokenRefused';
  readonly lasting: 'lasting' | 'passing';
  constructor(message: string, lasting: 'lasting' | 'passing', cause?: unknown) {
    super(message, { cause });
    this.lasting = lasting;
  }
}

/** No request was made, because it is not known where to. That may change: the app may be added to a team. */
export class CannotPost extends Error {
  override readonly name = 'CannotPost';
}

type Failure = Extract<Delivery, { ok: false }>;

const never = { when: 'never' } as const;
/** Somebody may add the app to the team meanwhile; after some minutes nobody is about to. */
const onceAdded: Failure['retry'] = { when: 'later', afterMs: 30_000, attempts: 15 };
const later = (afterMs: number) => ({ when: 'later', afterMs }) as const;

/** Waits where the platform names none, by status, in milliseconds. */
const waits: Readonly<Record<number, number>> = {
  401: 5_000,
  408: 2_000,
  412: 1_000,
  429: 5_000,
  500: 5_000,
  502: 2_000,
  503: 5_000,
  504: 2_000,
};

/** Connections that were never made: nothing can have arrived. */
const neverConnected = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'CERT_HAS_EXPIRED']);

/** A gateway may answer so although the message went through; the other statuses are given before anything is done. */
const lostTrack = new Set([408, 500, 502, 504]);

/**
 * The connector's own words for what it did not do: it answers 201 with the message's id once there is a message. A 500 without
 * them may come from anybody on the way.
 */
const isOwnFailure = (status: number, code: string | undefined): boolean => status === 500 && code === 'ServiceError';

/** What a failed call to the connector means for the message: by status and code, never by the words of the error. */
export function readFailure(error: unknown): Failure {
  if (error instanceof TokenRefused) {
    return { ok: false, reason: error.message, certain: 'not sent', retry: later(error.lasting === 'lasting' ? 60_000 : 5_000) };
  }
  if (error instanceof CannotPost) return { ok: false, reason: error.message, certain: 'not sent', retry: onceAdded };
  const parsed = connectorFailure.safeParse(error);
  if (!parsed.success) return { ok: false, reason: 'Teams: unexpected failure', certain: 'unknown', retry: later(5_000) };
  const { statusCode, code, body } = parsed.data;
  if (statusCode === undefined) return readNetworkFailure(parsed.data.name, code);
  const said = body?.error?.code ?? code;
  const reason = `Teams answered ${statusCode}${wordsFor(statusCode, said)}`;
  const afterMs = waits[statusCode];
  if (afterMs === undefined) {
    const gone = isGone(error) && said !== 'ConversationNotFound';
    return { ok: false, reason, certain: 'not sent', retry: never, ...(gone ? { because: 'gone' } : {}) };
  }
  const certain = lostTrack.has(statusCode) && !isOwnFailure(statusCode, said) ? 'unknown' : 'not sent';
  const retry = later(retryAfter(parsed.data.response?.headers) ?? afterMs);
  // Teams limits a conversation, or the whole app: what else waits for the conversation would be refused too.
  return { ok: false, reason, certain, retry: statusCode === 429 ? { ...retry, of: 'destination' } : retry };
}

/** The status of a call that was refused, and how long Teams wants a pause; undefined what it did not say. */
export function readRefusal(error: unknown): { readonly status: number | undefined; readonly retryAfterMs: number | undefined } {
  const failure = connectorFailure.safeParse(error).data;
  return { status: failure?.statusCode, retryAfterMs: retryAfter(failure?.response?.headers) };
}

/** The activity is larger than Teams takes. */
export function isTooLarge(error: unknown): boolean {
  return readRefusal(error).status === 413;
}

/** The message is not there any more. */
export function isGone(error: unknown): boolean {
  return readRefusal(error).status === 404;
}

/** The bot's token was refused. */
export function isUnauthorized(error: unknown): boolean {
  return connectorFailure.safeParse(error).data?.statusCode === 401;
}

function readNetworkFailure(name: string | undefined, code: string | undefined): Failure {
  if (name === 'AbortError') return { ok: false, reason: 'Teams did not answer in time', certain: 'unknown', retry: later(2_000) };
  if (code !== undefined && neverConnected.has(code)) {
    return { ok: false, reason: `Teams cannot be reached (${code})`, certain: 'not sent', retry: later(5_000) };
  }
  return {
    ok: false,
    reason: `the connection to Teams broke${code === undefined ? '' : ` (${code})`}`,
    certain: 'unknown',
    retry: later(2_000),
  };
}

function wordsFor(status: number, code: string | undefined): string {
  const known: Readonly<Record<string, string>> = {
    MessageSizeTooBig: 'the message is too large',
    BotNotInConversationRoster: 'the bot is not in this conversation: add the app to the team',
    ConversationNotFound: 'the conversation does not exist any more; name another channel',
    ActivityNotFoundInConversation: 'the message was deleted, so it cannot be redrawn',
    ConversationBlockedByUser: 'the bot was blocked or removed; add the app again',
    BotDisabledByAdmin: 'an administrator has blocked the app',
  };
  const words = code === undefined ? undefined : known[code];
  if (words !== undefined) return `: ${words}`;
  if (status === 403)
    return `${code === undefined ? '' : ` (${code})`}: the bot may not post there; add the app to the team, or name another channel`;
  if (status === 404) return `${code === undefined ? '' : ` (${code})`}: there is no such conversation or message; name another channel`;
  if (status === 401) return ': the bot’s token is not accepted (check teams.appId, and its secret or managed identity)';
  return code === undefined ? '' : ` (${code})`;
}

/** Seconds in the header Retry-After, as milliseconds. */
function retryAfter(headers: unknown): number | undefined {
  const value = headerOf(headers, 'retry-after');
  const seconds = value === undefined ? Number.NaN : Number(value);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1_000 : undefined;
}

function headerOf(headers: unknown, name: string): string | undefined {
  if (typeof headers !== 'object' || headers === null || !('get' in headers) || typeof headers.get !== 'function') return undefined;
  const value: unknown = headers.get(name);
  return typeof value === 'string' ? value : undefined;
}
