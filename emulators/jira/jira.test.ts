import { existsSync, readFileSync } from 'node:fs';
import { createCloudClient } from 'jira.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHandClock } from '../../test/fakes/hand-clock.ts';
import { Faults } from '../faults.ts';
import { createDemoServer, freePort, listen } from '../server.ts';
import { secrets } from '../world.ts';
import { createJiraEmulator, jiraAccount } from './index.ts';

let host: string;
let faults: Faults;
let stop: () => Promise<void>;

beforeEach(async () => {
  const clock = createHandClock();
  faults = new Faults(clock.now);
  const baseUrl = `http://127.0.0.1:${await freePort(0, 'DEMO_PORT')}`;
  const server = createDemoServer([createJiraEmulator({ clock, faults, baseUrl })]);
  await listen(server, Number(new URL(baseUrl).port));
  host = `${baseUrl}/jira`;
  stop = () => server.close();
});
afterEach(() => stop());

/** The real client, which refuses every answer that is not as Atlassian's specification has it. */
const client = () =>
  createCloudClient({ host, auth: { type: 'basic', email: jiraAccount.email, apiToken: secrets.jiraToken }, onSchemaMismatch: 'throw' });
const fields = (over: object = {}) => ({
  project: { key: 'OPS' },
  issuetype: { name: 'Incident' },
  summary: 'Slow',
  labels: ['tocsin-inc-1'],
  ...over,
});

async function call(
  path: string,
  body?: object,
  token: string = secrets.jiraToken,
): Promise<{ status: number; body: unknown; headers: Headers }> {
  const response = await fetch(`${host}/rest/api/3${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Basic ${btoa(`${jiraAccount.email}:${token}`)}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text.startsWith('{') ? JSON.parse(text) : text };
}

describe('the JIRA stand-in', () => {
  it('answers the real client as the specification says', async () => {
    const jira = client();
    const created = await jira.issues.createIssue({ fields: fields() });
    expect(created.key).toBe('OPS-1');
    expect((await jira.issues.getIssue({ issueIdOrKey: created.id })).fields?.['summary']).toBe('Slow');
    const found = await jira.issueSearch.searchAndReconsileIssuesUsingJqlPost({
      jql: 'labels = tocsin-inc-1 ORDER BY created',
      fields: ['summary'],
    });
    expect(found).toMatchObject({ isLast: true, issues: [{ key: 'OPS-1' }] });
    expect((await jira.myself.getCurrentUser()).displayName).toBe('Tocsin');
    expect((await jira.projects.getProject({ projectIdOrKey: 'OPS' })).name).toBe('Operations');
    const link = { issueIdOrKey: 'OPS-1', globalId: 'a', object: { url: 'https://example.com/a', title: 'A' } };
    const first = await jira.issueRemoteLinks.createOrUpdateRemoteIssueLink(link);
    const again = await jira.issueRemoteLinks.createOrUpdateRemoteIssueLink(link);
    expect(again.id).toBe(first.id);
  });

  it('pages through what it finds', async () => {
    const jira = client();
    for (let count = 0; count < 3; count += 1) await jira.issues.createIssue({ fields: fields() });
    const first = await jira.issueSearch.searchAndReconsileIssuesUsingJqlPost({ jql: 'project = OPS', maxResults: 2 });
    expect([first.issues?.length, first.isLast]).toEqual([2, false]);
    const rest = await jira.issueSearch.searchAndReconsileIssuesUsingJqlPost({
      jql: 'project = OPS',
      maxResults: 2,
      ...(typeof first.nextPageToken === 'string' ? { nextPageToken: first.nextPageToken } : {}),
    });
    expect([rest.issues?.length, rest.isLast]).toEqual([1, true]);
  });

  it.each([
    [fields({ project: { key: 'NO' } }), { project: 'valid project is required' }],
    [fields({ issuetype: { name: 'Saga' } }), { issuetype: 'Specify a valid issue type' }],
    [fields({ summary: ' ' }), { summary: 'You must specify a summary of the issue.' }],
    [fields({ summary: 'a\nb' }), { summary: 'The summary is invalid because it contains newline characters.' }],
    [
      fields({ description: 'plain' }),
      { description: 'Operation value must be an Atlassian Document (see the Atlassian Document Format)' },
    ],
    [
      fields({
        description: { type: 'doc', version: 1, content: [{ type: 'paragraph', content: [{ type: 'text', text: 'x'.repeat(33_000) }] }] },
      }),
      { description: 'The entered text is too long. It exceeds the allowed limit of 32,767 characters.' },
    ],
    [fields({ components: [{ name: 'Nope' }] }), { components: "Component name 'Nope' is not valid" }],
  ])('refuses a faulty issue %#', async (wanted, errors) => {
    expect(await call('/issue', { fields: wanted })).toMatchObject({ status: 400, body: { errorMessages: [], errors } });
  });

  it('refuses what it cannot read, find or trust', async () => {
    expect(await call('/search/jql', { jql: 'colour = red' })).toMatchObject({ status: 400 });
    expect(await call('/search/jql', { jql: 'labels ~~ x' })).toMatchObject({ status: 400 });
    expect(await call('/issue/OPS-9')).toMatchObject({ status: 404 });
    expect(await call('/project/NO')).toMatchObject({ status: 404, body: { errorMessages: ["No project could be found with key 'NO'."] } });
    expect(await call('/myself', undefined, 'wrong')).toMatchObject({ status: 401 });
    faults.add({ target: 'jira/rest', status: 429, count: 1, retryAfter: 3 });
    expect((await call('/myself')).headers.get('retry-after')).toBe('3');
    expect((await call('/myself')).status).toBe(200);
  });

  it('shows an issue to people, with nothing of its text taken for markup', async () => {
    await client().issues.createIssue({ fields: fields({ summary: '<script>alert(1)</script>' }) });
    const page = await (await fetch(`${host}/browse/OPS-1`)).text();
    expect(page).not.toContain('<script>');
    expect((await fetch(`${host}/browse/OPS-7`)).status).toBe(404);
  });
});

const examples = new URL('../../../shared/contracts/jira/examples/', import.meta.url);
describe.skipIf(!existsSync(examples))('beside Atlassian’s examples (skipped where they are not at hand)', () => {
  const example = (name: string): Record<string, unknown> => JSON.parse(readFileSync(new URL(name, examples), 'utf8'));

  it('its answers have the names of theirs', async () => {
    const created = await call('/issue', { fields: fields() });
    expect(Object.keys(example('createIssue.201.json'))).toEqual(expect.arrayContaining(Object.keys(Object(created.body))));
    const refused = await call('/issue', { fields: {} });
    expect(Object.keys(Object(refused.body)).toSorted()).toEqual(Object.keys(example('createIssue.400.json')).toSorted());
    const user = await call('/myself');
    expect(Object.keys(example('getCurrentUser.200.json'))).toEqual(expect.arrayContaining(Object.keys(Object(user.body))));
    const found = await call('/search/jql', { jql: 'project = OPS' });
    expect(Object.keys(example('searchAndReconsileIssuesUsingJqlPost.200.json'))).toEqual(
      expect.arrayContaining(Object.keys(Object(found.body))),
    );
  });
});
