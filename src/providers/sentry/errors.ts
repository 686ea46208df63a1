import { ProviderError, type Retry } from '../../core/errors.ts';

const soon: Retry = { when: 'later', afterMs: 5_000 };
const throttled: Retry = { when: 'later', afterMs: 60_000 };

/** What an answer that is not a success means. */
export function refused(status: number): ProviderError {
  const say = (words: string, retry: Retry): ProviderError => new ProviderError('Sentry', words, { retry });
  if (status >= 500) return say(`it failed with status ${status}: an outage of Sentry; try again later`, soon);
  switch (status) {
    case 401:
      return say('it refuses the token; see sentry.token', { when: 'never' });
    case 403:
      return say('the token lacks the scope org:read', { when: 'never' });
    case 404:
      return say('it knows no such organization; see sentry.organization', { when: 'never' });
    case 429:
      return say('too many requests just now', throttled);
    default:
      return say(`it answered with status ${status}`, { when: 'never' });
  }
}

/** No answer came at all. */
export function unanswered(cause: unknown): ProviderError {
  const late = cause instanceof Error && cause.name === 'TimeoutError';
  const words = late ? 'it did not answer in time; try again later' : 'it cannot be reached; see the network and sentry.url';
  return new ProviderError('Sentry', words, { retry: soon, cause });
}
