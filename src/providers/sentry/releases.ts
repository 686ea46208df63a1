import { z } from 'zod';
import type { Cancellable, Clock, ErrorTracker, Release } from '../../core/ports.ts';
import { getPage, type SentryApi } from './api.ts';
import { releaseSchema } from './schema.ts';

// A chart is redrawn many times while people look at it; a release is seldom.
const freshMs = 5 * 60_000;
// While Sentry does not answer, not every chart should wait for it again.
const restMs = 60_000;
/** Sentry lists by when a release was made known; it goes live soon after, at the latest so much later. */
const longestWaitMs = 7 * 86_400_000;
const perPage = 100;
// A thousand releases: more than any chart shows.
const mostPages = 10;
const mostProjects = 100;

interface Known {
  readonly until: number;
  /** Since when all releases are known. */
  readonly since: number;
  readonly releases: Promise<readonly Release[]>;
}

/** Reads releases project by project and keeps them for five minutes; who asks meanwhile shares one reading. */
export function createReleases(
  api: SentryApi,
  { clock, timeoutMs }: { readonly clock: Clock; readonly timeoutMs: number },
): ErrorTracker['releases'] {
  const known = new Map<string, Known>();

  const since = (project: string, from: number): Promise<readonly Release[]> => {
    const found = known.get(project);
    if (found !== undefined && clock.now() < found.until && found.since <= from) return found.releases;
    const releases = readReleases(api, project, from, AbortSignal.timeout(timeoutMs));
    const entry = { until: clock.now() + freshMs, since: from, releases };
    known.delete(project);
    known.set(project, entry);
    const [oldest] = known.keys();
    if (known.size > mostProjects && oldest !== undefined) known.delete(oldest);
    releases.catch(() => {
      if (known.get(project) === entry) known.set(project, { until: clock.now() + restMs, since: Number.NEGATIVE_INFINITY, releases });
    });
    return releases;
  };

  return async ({ project, from, to }, { signal }: Cancellable) => {
    const releases = await orAborted(since(project, from), signal);
    return releases.filter(({ at }) => at >= from && at <= to);
  };
}

async function readReleases(api: SentryApi, project: string, from: number, signal: AbortSignal): Promise<readonly Release[]> {
  const found: Release[] = [];
  const path = `projects/${encodeURIComponent(api.organization)}/${encodeURIComponent(project)}/releases/?per_page=${perPage}`;
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const asked = { kind: 'releases', project } as const;
    const place = cursor === undefined ? path : `${path}&cursor=${encodeURIComponent(cursor)}`;
    const { content, next } = await getPage(api, place, { schema: z.array(releaseSchema), asked, signal });
    found.push(...content.flatMap(({ version, at }) => (at === undefined ? [] : [{ version, at }])));
    const last = content.at(-1)?.createdAt ?? Number.POSITIVE_INFINITY;
    if (next === undefined || last < from - longestWaitMs) break;
    cursor = next;
  }
  return found.toSorted((one, other) => one.at - other.at);
}

/** Whoever leaves does so alone: the others still wait for the same reading. */
async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  let leave = (): void => undefined;
  const left = new Promise<never>((_, reject) => {
    leave = () => reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    signal.addEventListener('abort', leave, { once: true });
  });
  try {
    return await Promise.race([work, left]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
}
