import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Faults } from '../faults.ts';
import { secrets } from '../world.ts';
import { type EmulatedRelease, releaseBody, releasesOf } from './releases.ts';

export const sentryOrganization = { slug: 'example', name: 'Example', id: '1' } as const;

const projects = ['bps-website', 'pixcrawler', 'packamal', 'compliance'] as const;
const platform = 'python';
/** Requests a second that an endpoint takes, and at once. */
const limit = { perSecond: 40, atOnce: 25 } as const;

export interface SentryApiNeeds {
  readonly now: () => number;
  readonly faults: Faults;
  readonly baseUrl: string;
  /** Beside those of the calendar. */
  readonly releases: readonly EmulatedRelease[];
}

type Call = FastifyRequest<{ Params: { organization: string; project?: string } }>;

/** The part of the API that is asked: the organization, its projects and their releases. */
export function mountApi(server: FastifyInstance, needs: SentryApiNeeds): void {
  const { now, faults } = needs;
  const organization = '/sentry/api/0/organizations/:organization';
  const guarded = (answer: (call: Call, reply: FastifyReply) => unknown) => async (call: Call, reply: FastifyReply) => {
    const reset = Math.floor(Date.now() / 1_000) + 1;
    reply.headers({
      'x-sentry-rate-limit-limit': String(limit.perSecond),
      'x-sentry-rate-limit-remaining': String(limit.perSecond - 1),
      'x-sentry-rate-limit-reset': String(reset),
      'x-sentry-rate-limit-concurrentlimit': String(limit.atOnce),
      'x-sentry-rate-limit-concurrentremaining': String(limit.atOnce - 1),
    });
    const fault = faults.take(call.url);
    if (fault !== undefined) return sendFault(reply, fault);
    if (call.headers.authorization === undefined) return reply.code(401).send({ detail: 'Authentication credentials were not provided.' });
    if (call.headers.authorization !== `Bearer ${secrets.sentryToken}`) return reply.code(401).send({ detail: 'Invalid token' });
    const { organization: slug, project } = call.params;
    const known = slug === sentryOrganization.slug && (project === undefined || projects.some((one) => one === project));
    return known ? answer(call, reply) : reply.code(404).send({ detail: 'The requested resource does not exist' });
  };
  const dateCreated = new Date(now() - 365 * 86_400_000).toISOString();
  server.get(
    `${organization}/`,
    guarded(() => ({ ...sentryOrganization, dateCreated, status: { id: 'active', name: 'active' } })),
  );
  server.get(
    `${organization}/projects/`,
    guarded(() => projects.map((slug, index) => ({ id: String(index + 1), slug, name: slug, dateCreated, platform }))),
  );
  server.get(
    `${organization}/releases/`,
    guarded((call, reply) => {
      const { project } = z
        .object({ project: z.union([z.string().transform((one) => [one]), z.array(z.string())]).optional() })
        .parse(call.query);
      return sendReleases(call, reply, project ?? projects, needs);
    }),
  );
  server.get(
    '/sentry/api/0/projects/:organization/:project/releases/',
    guarded((call, reply) => sendReleases(call, reply, [call.params.project ?? ''], needs)),
  );
}

const paging = z.object({ per_page: z.coerce.number().int().min(1).max(100).default(100), cursor: z.string().optional() });

/** A page, newest first; the header Link tells of the pages before and after it. */
function sendReleases(call: Call, reply: FastifyReply, of: readonly string[], { now, baseUrl, releases }: SentryApiNeeds): unknown {
  const asked = paging.safeParse(call.query);
  if (!asked.success) return reply.code(400).send({ detail: 'Invalid per_page parameter.' });
  const { per_page: size, cursor } = asked.data;
  const start = cursor === undefined ? 0 : Number(cursor.split(':')[1] ?? Number.NaN);
  if (!Number.isInteger(start)) return reply.code(400).send({ detail: 'Invalid cursor parameter.' });
  const all = [...of.flatMap((project) => releasesOf(project, now())), ...releases.filter((one) => of.includes(one.project))]
    .filter((one) => one.releasedAt <= now())
    .toSorted((one, other) => other.createdAt - one.createdAt);
  const url = `${baseUrl}${call.url.split('?')[0]}?per_page=${size}`;
  const link = (rel: string, at: number, back: number, results: boolean): string =>
    `<${url}&cursor=0:${at}:${back}>; rel="${rel}"; results="${results}"; cursor="0:${at}:${back}"`;
  reply.header(
    'link',
    `${link('previous', Math.max(0, start - size), 1, start > 0)}, ${link('next', start + size, 0, start + size < all.length)}`,
  );
  return all
    .slice(start, start + size)
    .map((one) => releaseBody(one, { id: projects.findIndex((slug) => slug === one.project) + 1, platform }));
}

function sendFault(
  reply: FastifyReply,
  { status, retryAfter }: { readonly status: number; readonly retryAfter?: number | undefined },
): unknown {
  if (retryAfter !== undefined) reply.header('retry-after', String(retryAfter));
  if (status === 429) {
    reply.header('x-sentry-rate-limit-remaining', '0');
    return reply
      .code(429)
      .send({ detail: `You are attempting to use this endpoint too frequently. Limit is ${limit.perSecond} requests in 1 seconds` });
  }
  const words = status === 401 ? 'Invalid token' : status === 403 ? 'You do not have permission to perform this action.' : 'Internal Error';
  return reply.code(status).send({ detail: words });
}
