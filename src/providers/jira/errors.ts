import { isApiError, isNetworkError, isRateLimitError } from 'jira.js';
import { ProviderError, type Retry } from '../../core/errors.ts';
import { refusalReason } from './schema.ts';

const later = (afterMs: number): Retry => ({ when: 'later', afterMs });
const never: Retry = { when: 'never' };
const rateLimitMs = 30_000;
const failureMs = 5_000;

/** Translates what jira.js throws, by kind and status. `doing`: "create an issue". */
export function translate(error: unknown, doing: string): ProviderError {
  if (error instanceof ProviderError) return error;
  const say = (words: string, retry: Retry): ProviderError => new ProviderError('JIRA', words, { retry, cause: error });
  if (isRateLimitError(error))
    return say('too many requests just now', { when: 'later', afterMs: error.retryAfterMs ?? rateLimitMs, of: 'destination' });
  if (isNetworkError(error)) return say('it cannot be reached', later(failureMs));
  if (!isApiError(error)) return say(`the answer to “${doing}” was not understood`, never);
  if (error.status >= 500) return say(`it failed with status ${error.status}`, later(failureMs));
  switch (error.status) {
    case 401:
      return say('it refuses the e-mail and token it was given', never);
    case 403:
      return say(`the account may not ${doing}`, never);
    case 404:
      return say(`what is needed to ${doing} was not found, or the account may not see it`, never);
    default:
      return say(refusalReason(error.body) ?? `it refused to ${doing} with status ${error.status}`, never);
  }
}

/** The answer did not come in time; whether the request had an effect is unknown. */
export const tooSlow = (doing: string): ProviderError =>
  new ProviderError('JIRA', `it did not answer in time (${doing})`, { retry: later(failureMs) });
