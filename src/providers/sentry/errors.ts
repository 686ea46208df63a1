import { ProviderError, type Retry } from '../../core/errors.ts';

/** What was asked for, for the sentences about what is not there and not allowed. */
export type Asked = { readonly kind: 'organization' } | { readonly kind: 'releases' | 'events'; readonly project: string };

const soon: Retry = { when: 'later', afterMs: 5_000 };
const throttledMs = 60_000;

/** What an answer that is not a success means. */
export function refused(status: number, headers: Headers, asked: Asked): ProviderError {
  const say = (words: string, retry: Retry): ProviderError => new ProviderError('Sentry', `${words}.`, { retry });
  if (status >= 500) return say(`it failed with status ${status}: an outage of Sentry; try again later`, soon);
  switch (status) {
    case 401:
      return say('it refuses the token; see sentry.token', { when: 'never' });
    case 403:
      return say(`the token lacks the scope ${asked.kind === 'releases' ? 'project:read' : 'org:read'}`, { when: 'never' });
    case 404:
      return say(
        asked.kind !== 'organization'
          ? `it knows no project “${asked.project}” of this organization; see the service’s sentry and sentry.organization`
          : 'it knows no such organization; see sentry.organization',
        { when: 'never' },
      );
    case 429:
      return say('too many requests just now', { when: 'later', afterMs: retryAfterMs(headers) });
    default:
      return say(`it answered with status ${status}`, { when: 'never' });
  }
}

function retryAfterMs(headers: Headers): number {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds * 1_000 : throttledMs;
}

/** No answer came at all. */
export function unanswered(cause: unknown): ProviderError {
  const late = cause instanceof Error && cause.name === 'TimeoutError';
  const words = late ? 'it did not answer in time; try again later.' : 'it cannot be reached; see the network and sentry.url.';
  return new ProviderError('Sentry', words, { retry: soon, cause });
}
