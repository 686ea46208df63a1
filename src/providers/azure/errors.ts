import { ProviderError, type Retry } from '../../core/errors.ts';
import { type Failure, isOutage, readFailure, signInRestMs } from './failure.ts';
import type { CallKind } from './observe.ts';

/** What is being done, for the sentence "Azure could not read the metrics of 3 resources". */
export interface Attempt {
  readonly kind: CallKind;
  /** Whose limits it is counted towards; empty where they are not a subscription's. */
  readonly subscription: string;
  readonly doing: string;
  /** What has to be granted where access is refused. */
  readonly role: { readonly name: 'Reader' | 'Monitoring Reader' | 'Log Analytics Reader'; readonly scope: string };
}

/** As whom the bot signs in, in words that can be found in the portal. */
export type Identity =
  | { readonly kind: 'app registration'; readonly clientId: string; readonly tenantId: string }
  | { readonly kind: 'managed identity' };

export function identityWords(identity: Identity): string {
  switch (identity.kind) {
    case 'app registration':
      return `the app registration ${identity.clientId}`;
    case 'managed identity':
      return 'the managed identity';
  }
}

/** On what the role Reader is to be granted, by the configured ids. */
export function subscriptionWords(ids: readonly string[]): string {
  if (ids.length === 0) return 'each of your subscriptions';
  if (ids.length > mostNamed) return `each of the ${ids.length} subscriptions of azure.subscriptions`;
  return `the subscription${ids.length === 1 ? '' : 's'} ${[ids.slice(0, -1).join(', '), ids.at(-1)].filter((one) => one !== '').join(' and ')}`;
}

const mostNamed = 3;

export function grantWords(role: Attempt['role'], identity: Identity): string {
  return `grant the role ${role.name} on ${role.scope} to ${identityWords(identity)}`;
}

const later = (afterMs: number): Retry => ({ when: 'later', afterMs });
const never: Retry = { when: 'never' };

interface Explained {
  readonly sentence: string;
  readonly retry: Retry;
}

/** Translates a failure of any Azure client into a sentence for people, by code and status. A ProviderError stays what it is. */
export function toProviderError(error: unknown, attempt: Attempt, identity: Identity, now: number): ProviderError {
  if (error instanceof ProviderError) return error;
  const { sentence, retry } = explain(readFailure(error, now), attempt, identity);
  return new ProviderError('Azure', sentence, { retry, cause: error });
}

/** Too many requests, said by Azure or foreseen from what it said before. */
export function throttled(doing: string, waitMs: number): Explained {
  return { sentence: `Azure could not ${doing}: it had too many requests. Try again in ${seconds(waitMs)}.`, retry: later(waitMs) };
}

/** The bot's own share of Azure's limits is used up. */
export function overBudget(doing: string, waitMs: number): ProviderError {
  const sentence = `Azure was not asked to ${doing}: my share of its limits (azure.budget) is used up. Try again in ${seconds(waitMs)}.`;
  return new ProviderError('Azure', sentence, { retry: later(waitMs) });
}

/** Whoever asked could not wait any longer. */
export function outOfTime(doing: string, cause: unknown): ProviderError {
  const { sentence, retry } = late(doing);
  return new ProviderError('Azure', sentence, { retry, cause });
}

const late = (doing: string): Explained => ({
  sentence: `Azure did not answer in time when asked to ${doing}. Try again in a moment.`,
  retry: later(10_000),
});

const seconds = (ms: number): string => `${Math.max(1, Math.ceil(ms / 1000))} s`;

function explain(found: Failure, attempt: Attempt, identity: Identity): Explained {
  const { doing } = attempt;
  switch (found.kind) {
    case 'timeout':
      return late(doing);
    case 'unreachable':
      return { sentence: `Azure could not be reached to ${doing}: check the network and azure.endpoints.`, retry: later(15_000) };
    case 'sign-in':
      return explainSignIn(found, identity);
    case 'sign-in timeout':
      return {
        sentence: `Sign-in failed: Entra ID did not answer ${identityWords(identity)} in time. Check that this machine reaches it (azure.endpoints.login), then try again.`,
        retry: later(15_000),
      };
    case 'answered':
      return explainStatus(found, attempt, identity);
    case 'other':
      return { sentence: `Azure answered in a way I do not understand when asked to ${doing}.`, retry: never };
  }
}

/** The AADSTS numbers people meet, and what mends them. Source: Entra's list of authentication error codes. */
function signInSentence(number: number, identity: Identity): string | undefined {
  const whose = identityWords(identity);
  const tenant = identity.kind === 'app registration' ? ` ${identity.tenantId}` : '';
  switch (number) {
    case 7_000_222:
      return `the client secret of ${whose} has expired: create a new one in Entra ID and put it into azure.credential.clientSecret`;
    case 7_000_215:
      return `the client secret of ${whose} is wrong: azure.credential.clientSecret needs the secret’s value, not its id`;
    case 700_016:
      return `the tenant${tenant} has no application with this azure.credential.clientId (${whose})`;
    case 90_002:
      return `there is no tenant with this azure.credential.tenantId${tenant === '' ? '' : ` (${tenant.trim()})`}`;
    case 700_027:
      return `the certificate of ${whose} is not accepted`;
    default:
      return undefined;
  }
}

function explainSignIn(found: Failure, identity: Identity): Explained {
  const { signIn: number } = found;
  const known = number === undefined ? undefined : signInSentence(number, identity);
  if (known !== undefined) return { sentence: `Sign-in failed: ${known}.`, retry: never };
  if (isOutage(found))
    return {
      sentence: `Sign-in failed: Entra ID has a fault of its own, or too much to do. Try again in ${seconds(signInRestMs)}.`,
      retry: later(signInRestMs),
    };
  const named = number === undefined || Number.isNaN(number) ? '' : ` (AADSTS${number})`;
  const what =
    identity.kind === 'managed identity'
      ? 'this machine has no managed identity that Entra ID knows: assign one, or set azure.credential'
      : `Entra ID does not accept ${identityWords(identity)}: check azure.credential`;
  return { sentence: `Sign-in failed${named}: ${what}.`, retry: never };
}

// A 401 (of logs: also a 403) with one of these is about the token; any other is about roles, which the batch API also answers with 401.
const tokenCodes =
  /^(InvalidAuthenticationToken|ExpiredAuthenticationToken|AuthenticationFailed|InvalidTokenError|AuthorizationRequiredError)/u;
const unknownSubscription = /^(SubscriptionNotFound|InvalidSubscriptionId|NoValidSubscriptionsInQueryRequest)$/u;

function explainStatus(found: Failure, attempt: Attempt, identity: Identity): Explained {
  const { status, code } = found;
  const { doing } = attempt;
  const named = code === undefined ? '' : ` (${code})`;
  const could = `Azure could not ${doing}`;
  const grant = grantWords(attempt.role, identity);
  if ([code ?? '', ...found.details].some((one) => unknownSubscription.test(one)))
    return { sentence: `${could}: it knows no such subscription. Check the ids in azure.subscriptions, or ${grant}.`, retry: never };
  if ((status === 401 || status === 403) && tokenCodes.test(code ?? ''))
    return {
      sentence: `Azure did not accept the token to ${doing}${named}: check that ${identityWords(identity)} belongs to the tenant of the subscriptions, and that this machine’s clock is right.`,
      retry: never,
    };
  if (status === 401 || status === 403) return { sentence: `Azure refused to ${doing}${named}: ${grant}.`, retry: never };
  if (attempt.kind === 'logs' && status === 404)
    return { sentence: `${could}: it knows no such place${named}. Check the ids in azure.workspaces, or ${grant}.`, retry: never };
  if (attempt.kind === 'logs' && status === 504)
    return {
      sentence: `${could} within the time it may take${named}. Ask for less: a shorter time, or a filter earlier in the query.`,
      retry: never,
    };
  if (status === 404)
    return { sentence: `${could}: it was not found${named}, so it was deleted, or its name or id is wrong.`, retry: never };
  if (status === 429 || status === 529) return throttled(doing, found.retryAfterMs ?? 30_000);
  if (status === undefined || status >= 500 || status === 408)
    return {
      sentence: `${could}: it has a fault of its own${named}. Try again in a few minutes.`,
      retry: later(found.retryAfterMs ?? 30_000),
    };
  return { sentence: `${could}: it did not accept the request${named}.`, retry: never };
}
