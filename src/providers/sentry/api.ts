import type { z } from 'zod';
import { ProviderError } from '../../core/errors.ts';
import { type Asked, refused, unanswered } from './errors.ts';

export interface SentryApi {
  /** Base URL: "https://sentry.io". */
  readonly url: string;
  readonly organization: string;
  readonly token: string;
}

export interface Page<T> {
  readonly content: T;
  /** Where the next page begins; undefined: there is none. */
  readonly next: string | undefined;
}

/** GET `path` below the API's root. Throws ProviderError; when the caller's part of `signal` is aborted, its reason. */
export async function getPage<Schema extends z.ZodType>(
  api: SentryApi,
  path: string,
  { schema, asked, signal }: { readonly schema: Schema; readonly asked: Asked; readonly signal: AbortSignal },
): Promise<Page<z.output<Schema>>> {
  const response = await fetch(`${api.url.replace(/\/+$/u, '')}/api/0/${path}`, {
    headers: { authorization: `Bearer ${api.token}`, accept: 'application/json' },
    signal,
  }).catch((error: unknown) => {
    throw unanswered(error);
  });
  if (!response.ok) throw refused(response.status, response.headers, asked);
  const body = schema.safeParse(await response.json().catch(() => undefined));
  if (!body.success) throw new ProviderError('Sentry', 'its answer was not understood', { retry: { when: 'never' }, cause: body.error });
  return { content: body.data, next: nextCursor(response.headers.get('link')) };
}

/** Sentry always names the next page, and says beside it whether anything is there. */
function nextCursor(link: string | null): string | undefined {
  const next = (link ?? '').split(/,\s*(?=<)/u).find((one) => /rel="next"/u.test(one) && /results="true"/u.test(one));
  return next === undefined ? undefined : /cursor="([^"]+)"/u.exec(next)?.[1];
}
