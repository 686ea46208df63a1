import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { EmulatorClock } from '../clock.ts';
import type { Emulator } from '../emulator.ts';
import type { Faults } from '../faults.ts';
import { secrets } from '../world.ts';
import { readNewIssue, refuse } from './create.ts';
import { type EmulatedIssue, type EmulatedProject, IssueStore, issueTypes, jiraProjects, readJql } from './issues.ts';
import { issuePage } from './page.ts';

export type { EmulatedIssue } from './issues.ts';

export interface JiraEmulatorNeeds {
  readonly clock: Pick<EmulatorClock, 'now'>;
  readonly faults: Faults;
  /** Where the demo's server listens: "http://127.0.0.1:4400". */
  readonly baseUrl: string;
}

export interface JiraEmulator extends Emulator {
  readonly issues: () => readonly EmulatedIssue[];
}

/** The account whose e-mail and token are accepted. */
export const jiraAccount = { email: 'tocsin@example.com', accountId: '5b10a2844c20165700ede21a', name: 'Tocsin' } as const;

const noIssue = refuse('Issue does not exist or you do not have permission to see it.');

export function createJiraEmulator({ clock, faults, baseUrl }: JiraEmulatorNeeds): JiraEmulator {
  const store = new IssueStore();
  const home = `${baseUrl.replace(/\/+$/u, '')}/jira`;
  return {
    name: 'jira',
    stop: () => Promise.resolve(),
    issues: () => store.list(),
    mount: (server) => {
      mountPage(server, store);
      server.register((api, _options, done) => {
        api.addHook('preHandler', (request, reply) => admit(request, reply, faults));
        mountIssues(api, store, clock, home);
        mountSearch(api, store, home);
        mountAbout(api, home);
        done();
      });
    },
  };
}

function mountPage(server: FastifyInstance, store: IssueStore): void {
  server.get<{ Params: { key: string } }>('/jira/browse/:key', (request, reply) => {
    const issue = store.find(request.params.key);
    void reply.type('text/html; charset=utf-8');
    return issue === undefined
      ? reply.code(404).send('<!doctype html><title>No such issue</title><p>No such issue.')
      : reply.send(issuePage(issue));
  });
}

/** Faults first, then the password: basic authentication with e-mail and token. */
async function admit(request: FastifyRequest, reply: FastifyReply, faults: Faults): Promise<FastifyReply | undefined> {
  const fault = faults.take(request.url);
  if (fault !== undefined) {
    if (fault.status === 429) {
      void reply.header('retry-after', String(fault.retryAfter ?? 1)).header('ratelimit-reason', 'jira-burst-based');
      return reply.code(429).send(refuse('Rate limit exceeded.'));
    }
    return reply.code(fault.status).send(refuse('Internal server error'));
  }
  const wanted = `Basic ${Buffer.from(`${jiraAccount.email}:${secrets.jiraToken}`).toString('base64')}`;
  if (request.headers.authorization === wanted) return undefined;
  void reply.header('www-authenticate', 'OAuth realm="https%3A%2F%2Fapi.atlassian.com"').type('text/plain');
  return reply.code(401).send('Client must be authenticated to access this resource.');
}

function mountIssues(api: FastifyInstance, store: IssueStore, clock: Pick<EmulatorClock, 'now'>, home: string): void {
  const path = '/jira/rest/api/3/issue';
  type ByKey = { Params: { issue: string } };
  api.post(path, (request, reply) => {
    const read = readNewIssue(request.body);
    if ('refusal' in read) return reply.code(400).send(read.refusal);
    const { id, key } = store.create({ ...read.wanted, createdAt: clock.now() });
    return reply.code(201).send({ id, key, self: `${home}/rest/api/3/issue/${id}` });
  });
  api.get<ByKey>(`${path}/:issue`, (request, reply) => {
    const issue = store.find(request.params.issue);
    return issue === undefined ? reply.code(404).send(noIssue) : reply.send(issueJson(issue, home));
  });
  api.get<ByKey>(`${path}/:issue/remotelink`, (request, reply) => {
    const issue = store.find(request.params.issue);
    if (issue === undefined) return reply.code(404).send(noIssue);
    return reply.send(
      issue.links.map(({ id, globalId, url, title }) => ({ id, self: linkUrl(home, issue, id), globalId, object: { url, title } })),
    );
  });
  api.post<ByKey>(`${path}/:issue/remotelink`, (request, reply) => {
    const issue = store.find(request.params.issue);
    if (issue === undefined) return reply.code(404).send(noIssue);
    const body = linkRequest.safeParse(request.body);
    if (!body.success) return reply.code(400).send({ errorMessages: [], errors: { title: "'title' is required." } });
    const { globalId, object } = body.data;
    const { id, result } = store.link(issue, { globalId, ...object });
    return reply.code(result === 'created' ? 201 : 200).send({ id, self: linkUrl(home, issue, id) });
  });
}

const linkRequest = z.object({ globalId: z.string().optional(), object: z.object({ url: z.url(), title: z.string().min(1) }) });
const linkUrl = (home: string, { key }: EmulatedIssue, id: number): string => `${home}/rest/api/issue/${key}/remotelink/${id}`;

function mountSearch(api: FastifyInstance, store: IssueStore, home: string): void {
  const path = '/jira/rest/api/3/search/jql';
  const answer = (input: unknown, reply: FastifyReply): FastifyReply => {
    const search = searchRequest.safeParse(input);
    if (!search.success) return reply.code(400).send(refuse('Invalid request payload. Refer to the REST API documentation and try again.'));
    const { jql, maxResults, nextPageToken, fields } = search.data;
    const query = readJql(jql);
    if (typeof query === 'string') return reply.code(400).send(refuse(query));
    const found = store.list().filter((issue) => query(issue));
    const start = Number(nextPageToken ?? '0');
    const page = found.slice(start, start + maxResults);
    const isLast = start + page.length >= found.length;
    // Without fields only the ids are told.
    const issues = page.map((issue) => (fields.length === 0 ? { id: issue.id } : issueJson(issue, home)));
    return reply.send({ issues, isLast, ...(isLast ? {} : { nextPageToken: String(start + page.length) }) });
  };
  api.post(path, (request, reply) => answer(request.body, reply));
  api.get<{ Querystring: Record<string, string> }>(path, (request, reply) =>
    answer({ ...request.query, fields: request.query['fields']?.split(',') }, reply),
  );
}

const searchRequest = z.object({
  jql: z.string().min(1),
  maxResults: z.coerce.number().int().min(1).max(5_000).default(50),
  nextPageToken: z.string().regex(/^\d+$/u).optional(),
  fields: z.array(z.string()).default([]),
});

function mountAbout(api: FastifyInstance, home: string): void {
  api.get('/jira/rest/api/3/myself', (_request, reply) =>
    reply.send({
      self: `${home}/rest/api/3/user?accountId=${jiraAccount.accountId}`,
      accountId: jiraAccount.accountId,
      accountType: 'atlassian',
      emailAddress: jiraAccount.email,
      displayName: jiraAccount.name,
      active: true,
      timeZone: 'Etc/UTC',
    }),
  );
  api.get<{ Params: { project: string } }>('/jira/rest/api/3/project/:project', (request, reply) => {
    const wanted = request.params.project;
    const project = jiraProjects.find((one) => one.key === wanted.toUpperCase() || one.id === wanted);
    return project === undefined
      ? reply.code(404).send(refuse(`No project could be found with key '${wanted}'.`))
      : reply.send(projectJson(project, home));
  });
}

const projectJson = ({ id, key, name }: EmulatedProject, home: string): object => ({
  id,
  key,
  name,
  self: `${home}/rest/api/3/project/${id}`,
  projectTypeKey: 'software',
  simplified: false,
  issueTypes: issueTypes.map((type, index) => ({ id: String(index + 1), name: type, subtask: false })),
});

function issueJson(issue: EmulatedIssue, home: string): object {
  const project = jiraProjects.find((one) => one.key === issue.project);
  const { id, key, summary, description, labels, components, type, createdAt } = issue;
  return {
    id,
    key,
    self: `${home}/rest/api/3/issue/${id}`,
    fields: {
      summary,
      description,
      labels,
      components: components.map((name) => ({ name })),
      issuetype: { name: type, subtask: false },
      ...(project === undefined ? {} : { project: { id: project.id, key: project.key, name: project.name } }),
      status: { id: '1', name: 'To Do', statusCategory: { id: 2, key: 'new', name: 'To Do' } },
      // JIRA writes the zone without a colon.
      created: new Date(createdAt).toISOString().replace('Z', '+0000'),
    },
  };
}
