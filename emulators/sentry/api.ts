import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Estate } from '../estate/estate.ts';
import { type ServiceName, serviceNames } from '../estate/resources.ts';
import type { Faults } from '../faults.ts';
import { secrets } from '../world.ts';
import { listedIssue, wholeIssue } from './issue-listing.ts';
import type { Issues } from './issues.ts';
import type { SentryIssue, SentryPlace } from './payload.ts';
import { type EmulatedRelease, releaseBody, releasesOf } from './releases.ts';
import { answerTimeseries, rangeQuery, readProjects, readRange } from './timeseries.ts';

export const sentryOrganization = { slug: 'example', name: 'Example', id: '1' } as const;

const platform = 'python';
/** Requests a second that an endpoint takes, and at once. */
const limit = { perSecond: 40, atOnce: 25 } as const;

export interface SentryApiNeeds {
  readonly now: () => number;
  readonly faults: Faults;
  readonly estate: Estate;
  readonly issues: Issues;
  readonly baseUrl: string;
  /** Beside those of the calendar. */
  readonly releases: readonly EmulatedRelease[];
}

type Call = FastifyRequest<{ Params: { organization: string; project?: string; issue?: string } }>;
type Answer = (call: Call, reply: FastifyReply) => unknown;

/** The part of the API that is asked: the organization, its projects with their releases and issues, and events over time. */
export function mountApi(server: FastifyInstance, needs: SentryApiNeeds): void {
  const { now, estate, issues, baseUrl } = needs;
  const guarded = guard(needs);
  const place: SentryPlace = { url: `${baseUrl}/sentry`, slug: sentryOrganization.slug };
  const organization = '/sentry/api/0/organizations/:organization';
  const ofProject = '/sentry/api/0/projects/:organization/:project';
  const dateCreated = new Date(now() - 365 * 86_400_000).toISOString();
  server.get(
    `${organization}/`,
    guarded(() => ({ ...sentryOrganization, dateCreated, status: { id: 'active', name: 'active' } })),
  );
  server.get(
    `${organization}/projects/`,
    guarded(() => serviceNames.map((slug, index) => ({ id: String(index + 1), slug, name: slug, dateCreated, platform }))),
  );
  server.get(
    `${organization}/releases/`,
    guarded((call, reply) => {
      const projects = readProjects(rangeQuery.parse(call.query).project);
      return 'refusal' in projects ? refuse(reply, projects.refusal) : sendReleases(call, reply, projects, needs);
    }),
  );
  server.get(
    `${ofProject}/releases/`,
    guarded((call, reply) => sendReleases(call, reply, projectIn(call), needs)),
  );
  server.get(
    `${organization}/events-timeseries/`,
    guarded((call, reply) => {
      const answer = answerTimeseries(call.query, { estate, now: now() });
      return 'refusal' in answer ? refuse(reply, answer.refusal) : answer;
    }),
  );
  const sendIssues = (call: Call, reply: FastifyReply, projects: readonly ServiceName[]): unknown => {
    const range = readRange(rangeQuery.parse(call.query), now(), '14d');
    if ('refusal' in range) return refuse(reply, range.refusal);
    const wanted = wantedStatus(call);
    const found = projects
      .flatMap((project) => issues.list(project, range))
      .filter((one) => wanted === undefined || one.status === wanted)
      .toSorted((one, other) => other.lastSeen - one.lastSeen);
    const page = pageOf(call, reply, found, baseUrl);
    return page?.map((one) => listedIssue(one, place)) ?? reply;
  };
  server.get(
    `${organization}/issues/`,
    guarded((call, reply) => {
      const projects = readProjects(rangeQuery.parse(call.query).project);
      return 'refusal' in projects ? refuse(reply, projects.refusal) : sendIssues(call, reply, projects);
    }),
  );
  server.get(
    `${ofProject}/issues/`,
    guarded((call, reply) => sendIssues(call, reply, projectIn(call))),
  );
  server.get(
    `${organization}/issues/:issue/`,
    guarded((call, reply) => {
      const found = issues.find(call.params.issue ?? '');
      return found === undefined ? sendAbsent(reply) : wholeIssue(found, place);
    }),
  );
}

const projectIn = (call: Call): readonly ServiceName[] => serviceNames.filter((one) => one === call.params.project);

/** Checks what every request has: the token, and an organization and project that exist. */
function guard({ faults }: SentryApiNeeds) {
  return (answer: Answer) =>
    async (call: Call, reply: FastifyReply): Promise<unknown> => {
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
      if (call.headers.authorization === undefined)
        return reply.code(401).send({ detail: 'Authentication credentials were not provided.' });
      if (call.headers.authorization !== `Bearer ${secrets.sentryToken}`) return reply.code(401).send({ detail: 'Invalid token' });
      const { organization: slug, project } = call.params;
      const known = slug === sentryOrganization.slug && (project === undefined || serviceNames.some((one) => one === project));
      return known ? answer(call, reply) : sendAbsent(reply);
    };
}

/** Unless it is asked for otherwise, Sentry lists what is unresolved. */
function wantedStatus(call: Call): SentryIssue['status'] | undefined {
  const { query = 'is:unresolved' } = z.object({ query: z.string().optional() }).parse(call.query);
  const word = /\bis:(\w+)/u.exec(query)?.[1];
  if (word === 'archived') return 'ignored';
  return (['unresolved', 'resolved', 'ignored'] as const).find((one) => one === word);
}

const paging = z.object({
  per_page: z.coerce.number().int().min(1).max(100).optional(),
  limit: z.coerce.number().int().min(1).max(100).optional(),
  cursor: z.string().optional(),
});

/** A page; the header Link tells of the pages before and after it. undefined: the request was refused. */
function pageOf<Item>(call: Call, reply: FastifyReply, all: readonly Item[], baseUrl: string): readonly Item[] | undefined {
  const asked = paging.safeParse(call.query);
  const start = asked.data?.cursor === undefined ? 0 : Number(asked.data.cursor.split(':')[1] ?? Number.NaN);
  if (!asked.success || !Number.isInteger(start)) {
    void refuse(reply, asked.success ? 'Invalid cursor parameter.' : 'Invalid per_page parameter.');
    return undefined;
  }
  const size = asked.data.per_page ?? asked.data.limit ?? 100;
  const url = new URL(`${baseUrl}${call.url}`);
  url.searchParams.delete('cursor');
  if (!url.searchParams.has('limit')) url.searchParams.set('per_page', String(size));
  const link = (rel: string, at: number, back: number, results: boolean): string =>
    `<${url.href}&cursor=0:${at}:${back}>; rel="${rel}"; results="${results}"; cursor="0:${at}:${back}"`;
  reply.header(
    'link',
    `${link('previous', Math.max(0, start - size), 1, start > 0)}, ${link('next', start + size, 0, start + size < all.length)}`,
  );
  return all.slice(start, start + size);
}

/** Newest first. */
function sendReleases(call: Call, reply: FastifyReply, of: readonly ServiceName[], needs: SentryApiNeeds): unknown {
  const { now, baseUrl, releases } = needs;
  const all = [...of.flatMap((project) => releasesOf(project, now())), ...releases.filter((one) => of.some((slug) => slug === one.project))]
    .filter((one) => one.releasedAt <= now())
    .toSorted((one, other) => other.createdAt - one.createdAt);
  const page = pageOf(call, reply, all, baseUrl);
  return page?.map((one) => releaseBody(one, { id: serviceNames.findIndex((slug) => slug === one.project) + 1, platform })) ?? reply;
}

const refuse = (reply: FastifyReply, detail: string): FastifyReply => reply.code(400).send({ detail });
const sendAbsent = (reply: FastifyReply): FastifyReply => reply.code(404).send({ detail: 'The requested resource does not exist' });

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
