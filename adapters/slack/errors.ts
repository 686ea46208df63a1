import { z } from 'zod';
import type { Delivery } from '../../src/core/chat.ts';
import type { Retry } from '../../src/core/errors.ts';

/** A call to Slack that failed, translated: by code and status, never by the message's words. */
export class SlackFailure extends Error {
  override readonly name = 'SlackFailure';
  /** Slack's own code ("channel_not_found"), or ours: "timeout", "unreachable", "http_503", "unreadable". */
  readonly code: string;
  /** `unknown`: what was asked for may have happened. */
  readonly certain: 'not sent' | 'unknown';
  readonly retry: Retry;

  constructor(code: string, certain: 'not sent' | 'unknown', retry: Retry, cause?: unknown, sentence = sentences[code] ?? code) {
    super(`Slack: ${sentence}`, { cause });
    this.code = code;
    this.certain = certain;
    this.retry = retry;
  }
}

function lacks(permission: string): string {
  return `the app lacks ${permission}; paste the current manifest (tocsin manifest slack) into its page “App Manifest” and install it again`;
}

const sentences: Readonly<Record<string, string>> = {
  not_in_channel: 'the bot is not in the channel; invite it with /invite @Tocsin',
  channel_not_found:
    'there is no such channel, or it is private and the bot is not in it; invite it with /invite @Tocsin, or name another channel',
  is_archived: 'the channel is archived; unarchive it, or name another one',
  restricted_action: 'the workspace does not let the bot post in this channel; change who may post there, or name another one',
  message_not_found: 'the message was deleted, so it cannot be redrawn',
  cant_update_message: 'the message is not the bot’s own, so it cannot be redrawn',
  thread_not_found: 'the message that the thread belongs to was deleted',
  not_enabled: 'the app has no home page; paste the current manifest (tocsin manifest slack) into its page “App Manifest”',
  invalid_auth: 'the bot token is not valid; copy it again from the app’s page “OAuth & Permissions”',
  token_expired: 'the bot token has expired; copy it again from the app’s page “OAuth & Permissions”',
  not_authed: 'there is no bot token; copy it from the app’s page “OAuth & Permissions”',
  account_inactive: 'the app was removed from the workspace; install it again',
  token_revoked: 'the token was revoked; install the app again and copy the new one',
  missing_scope: lacks('a permission'),
  ratelimited: 'too many calls; waiting as Slack asked',
  timeout: 'no answer in time',
  unreachable: 'cannot be reached',
};

const never: Retry = { when: 'never' };
const soon: Retry = { when: 'later', afterMs: 5_000 };
/** Somebody may invite the bot meanwhile; after a quarter of an hour nobody is about to. */
const onceInvited: Retry = { when: 'later', afterMs: 60_000, attempts: 15 };
/** Slack limits a method in a channel, or the whole app: what else waits for the channel would be refused too. */
const onceAllowed = (afterMs: number): Retry => ({ when: 'later', afterMs, of: 'destination' });
/** Slack names the time; this is for the case that it does not. */
const unnamedPauseMs = 30_000;

const retries: Readonly<Record<string, { readonly certain: 'not sent' | 'unknown'; readonly retry: Retry }>> = {
  internal_error: { certain: 'unknown', retry: soon },
  fatal_error: { certain: 'unknown', retry: soon },
  request_timeout: { certain: 'unknown', retry: soon },
  service_unavailable: { certain: 'unknown', retry: soon },
  ratelimited: { certain: 'not sent', retry: onceAllowed(unnamedPauseMs) },
  rate_limited: { certain: 'not sent', retry: onceAllowed(unnamedPauseMs) },
  not_in_channel: { certain: 'not sent', retry: onceInvited },
};

/** A failure named by one of Slack's codes; `needed`: the permissions that are missing, where Slack says. */
export function failureOf(code: string, cause?: unknown, needed?: string): SlackFailure {
  const known = retries[code] ?? { certain: 'not sent' as const, retry: never };
  const sentence = code === 'missing_scope' && needed !== undefined ? lacks(`the permission ${needed}`) : undefined;
  return new SlackFailure(code, known.certain, known.retry, cause, sentence);
}

/** A failure named by an HTTP status; `retryAfter` in seconds. */
export function failureOfStatus(status: number, retryAfter: number | undefined, cause?: unknown): SlackFailure {
  if (status === 429) {
    const afterMs = retryAfter === undefined ? unnamedPauseMs : retryAfter * 1_000;
    return new SlackFailure('ratelimited', 'not sent', onceAllowed(afterMs), cause);
  }
  return status >= 500
    ? new SlackFailure(`http_${status}`, 'unknown', soon, cause)
    : new SlackFailure(`http_${status}`, 'not sent', never, cause);
}

// The shapes of the errors of Slack's Web API client, told apart by their `code`.
const clientError = z.discriminatedUnion('code', [
  z.object({ code: z.literal('slack_webapi_platform_error'), data: z.object({ error: z.string(), needed: z.string().optional() }) }),
  z.object({ code: z.literal('slack_webapi_rate_limited_error'), retryAfter: z.number() }),
  z.object({ code: z.literal('slack_webapi_http_error'), statusCode: z.number() }),
  z.object({ code: z.literal('slack_webapi_request_error'), original: z.unknown() }),
]);

/** Translates whatever a call to Slack threw. */
export function toFailure(error: unknown): SlackFailure {
  if (error instanceof SlackFailure) return error;
  if (error instanceof z.ZodError) return new SlackFailure('unreadable', 'unknown', soon, error);
  const known = clientError.safeParse(error);
  if (!known.success) return networkFailure(error);
  switch (known.data.code) {
    case 'slack_webapi_platform_error':
      return failureOf(known.data.data.error, error, known.data.data.needed);
    case 'slack_webapi_rate_limited_error':
      return failureOfStatus(429, known.data.retryAfter, error);
    case 'slack_webapi_http_error':
      return failureOfStatus(known.data.statusCode, undefined, error);
    case 'slack_webapi_request_error':
      return networkFailure(known.data.original);
  }
}

const networkCause = z.object({ cause: z.object({ code: z.string() }) });
/** With these the request never left. */
const notConnected = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);

function networkFailure(error: unknown): SlackFailure {
  const parsed = networkCause.safeParse(error);
  if (parsed.success && notConnected.has(parsed.data.cause.code)) return new SlackFailure('unreachable', 'not sent', soon, error);
  const stopped = error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError');
  return new SlackFailure(stopped ? 'timeout' : 'unreachable', 'unknown', soon, error);
}

/** What a failed call means for the message. All calls throw SlackFailure: anything else is a bug, and thrown again. */
export function toDelivery(error: unknown): Delivery {
  if (!(error instanceof SlackFailure)) throw error;
  const { message: reason, certain, retry, code } = error;
  return { ok: false, reason, certain, retry, ...(code === 'message_not_found' ? { because: 'gone' } : {}) };
}

/** As toDelivery, for what is stored until it is sent: it outlasts a token that somebody has to mend, because then all of it is to arrive. */
export function toStoredDelivery(error: unknown): Delivery {
  const delivery = toDelivery(error);
  return delivery.ok || !isTokenFault(toFailure(error)) ? delivery : { ...delivery, retry: { when: 'later', afterMs: 60_000 } };
}

/** Slack does not take the token any more, whatever is asked for. */
const tokenFaults = new Set(['invalid_auth', 'not_authed', 'account_inactive', 'token_revoked', 'token_expired', 'not_allowed_token_type']);

export function isTokenFault(failure: SlackFailure): boolean {
  return tokenFaults.has(failure.code);
}

/** Of a start: tokens and installations that no waiting will mend. */
export function isFatal(failure: SlackFailure): boolean {
  return isTokenFault(failure) || failure.code === 'missing_scope';
}

/** The bot is not where it was to post. */
export function isOutside(error: unknown): boolean {
  const { code } = toFailure(error);
  return code === 'not_in_channel' || code === 'channel_not_found';
}
