import { createServer } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Faults } from '../../../emulators/faults.ts';
import { createJiraEmulator, type JiraEmulator, jiraAccount } from '../../../emulators/jira/index.ts';
import { createDemoServer, freePort, listen } from '../../../emulators/server.ts';
import { secrets } from '../../../emulators/world.ts';
import { createHandClock } from '../../../test/fakes/hand-clock.ts';
import { createLogList } from '../../../test/fakes/log.ts';
import { ProviderError } from '../../core/errors.ts';
import type { IssueTracker, NewIssue } from '../../core/ports.ts';
import { createJira, type JiraNeeds } from './index.ts';

const issue: NewIssue = {
  project: 'OPS',
  component: 'Website',
  title: 'INC-7 Web shop: Slow\nresponses',
  paragraphs: ['Severity P2.', 'Slow responses (azure, P2, fired): [~accountid:1] {panel} @all', ''],
  mark: 'tocsin-inc-7',
  severity: 'P2',
};
const options = { signal: new AbortController().signal };

let faults: Faults;
let emulator: JiraEmulator;
let host: string;
let stop: () => Promise<void>;
let tracker: (over?: Partial<JiraNeeds>) => IssueTracker;

beforeEach(async () => {
  const clock = createHandClock();
  faults = new Faults(clock.now);
  const baseUrl = `http://127.0.0.1:${await freePort(0, 'DEMO_PORT')}`;
  emulator = createJiraEmulator({ clock, faults, baseUrl });
  const server = createDemoServer([emulator]);
  await listen(server, Number(new URL(baseUrl).port));
  stop = () => server.close();
  host = `${baseUrl}/jira`;
  const needs = { host, email: jiraAccount.email, token: secrets.jiraToken, issueType: 'Incident', clock, log: createLogList() };
  tracker = (over) => createJira({ ...needs, ...over });
});
afterEach(() => stop());

async function failure(work: Promise<unknown>): Promise<ProviderError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof ProviderError) return error;
  throw new Error('a ProviderError was expected', { cause: error });
}

describe('opening an issue', () => {
  it('creates it with its text as plain text, and links to it', async () => {
    expect(await tracker().create(issue, options)).toEqual({ key: 'OPS-1', url: `${host}/browse/OPS-1` });
    expect(emulator.issues()).toMatchObject([
      { type: 'Incident', summary: 'INC-7 Web shop: Slow responses', labels: ['tocsin', 'tocsin-inc-7', 'P2'], components: ['Website'] },
    ]);
    const texts = JSON.stringify(emulator.issues()[0]?.description);
    expect(texts).toContain('"text":"Slow responses (azure, P2, fired): [~accountid:1] {panel} @all"');
    expect(await (await fetch(`${host}/browse/OPS-1`)).text()).toContain('INC-7 Web shop: Slow responses');
  });

  it('4 finds the one that is there instead of creating a second', async () => {
    await tracker().create(issue, options);
    expect((await tracker().create(issue, options)).key).toBe('OPS-1');
    expect((await tracker().create({ ...issue, mark: 'tocsin-inc-8' }, options)).key).toBe('OPS-2');
    expect(emulator.issues()).toHaveLength(2);
  });

  it('cuts a title that is too long for JIRA', async () => {
    await tracker().create({ ...issue, title: 'x'.repeat(400) }, options);
    expect(emulator.issues()[0]?.summary).toHaveLength(255);
  });

  it('36 cuts what is too long for JIRA visibly, and never through a character', async () => {
    const paragraphs = ['x"'.repeat(50_000), 'more', 'and more'];
    await tracker().create({ ...issue, title: `${'x'.repeat(253)}😀😀`, paragraphs }, options);
    const [created] = emulator.issues();
    expect(created?.summary).toBe(`${'x'.repeat(253)}…`);
    expect(JSON.stringify(created?.description).length).toBeLessThan(32_767);
    expect(JSON.stringify(created?.description)).toMatch(/…"[^…]*"2 more paragraphs are not shown\."/u);
  });

  it('36 leaves out what would steer the display of a text', async () => {
    await tracker().create({ ...issue, title: 'a\u202eb\u0000c\ud800', paragraphs: ['\u001b[31mred'] }, options);
    expect(emulator.issues()[0]?.summary).toBe('abc\ufffd');
    expect(JSON.stringify(emulator.issues()[0]?.description)).toContain('"[31mred"');
  });

  it('asks nothing of JIRA once it is to stop', async () => {
    faults.add({ target: 'jira', status: 401, count: 1 });
    expect((await failure(tracker().create(issue, { signal: AbortSignal.abort() }))).retry.when).toBe('later');
    // The fault is still there for the next request.
    expect((await failure(tracker().create(issue, options))).message).toContain('refuses the e-mail');
  });
});

describe('a failure of JIRA', () => {
  it.each([
    [401, 'it refuses the e-mail and token it was given', 'never'],
    [403, 'the account may not search issues', 'never'],
    [404, 'what is needed to search issues was not found, or the account may not see it', 'never'],
    [500, 'it failed with status 500', 'later'],
    [503, 'it failed with status 503', 'later'],
  ] as const)('with status %s is told in words, and tried again when that may help', async (status, message, when) => {
    faults.add({ target: 'jira', status });
    expect(await failure(tracker().create(issue, options))).toMatchObject({ provider: 'JIRA', message, retry: { when } });
  });

  it('13 of the rate limit waits as long as JIRA asks', async () => {
    faults.add({ target: 'jira', status: 429, retryAfter: 17 });
    expect((await failure(tracker().create(issue, options))).retry).toEqual({ when: 'later', afterMs: 17_000, of: 'destination' });
  });

  it('says what is wrong in the configuration, in JIRA’s words', async () => {
    expect((await failure(tracker().create({ ...issue, component: 'Shop' }, options))).message).toBe(
      "components: Component name 'Shop' is not valid",
    );
    expect((await failure(tracker({ issueType: 'Epic' }).create(issue, options))).message).toBe('issuetype: Specify a valid issue type');
    expect((await failure(tracker().create({ ...issue, project: 'NO" OR' }, options))).message).toContain('does not exist for the field');
  });

  it('that never answers ends in time', async () => {
    const port = await freePort(0, 'PORT');
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => {
      silent.listen(port, '127.0.0.1', resolve);
    });
    const slow = tracker({ host: `http://127.0.0.1:${port}`, timeoutMs: 50 });
    expect(await failure(slow.create(issue, options))).toMatchObject({
      message: 'it did not answer in time (search issues)',
      retry: { when: 'later' },
    });
    const gone = AbortSignal.abort();
    expect((await failure(tracker({ host: `http://127.0.0.1:${port}` }).create(issue, { signal: gone }))).retry.when).toBe('later');
    silent.closeAllConnections();
    await new Promise((resolve) => silent.close(resolve));
  });

  it('to be reached at all is tried again', async () => {
    const port = await freePort(0, 'PORT');
    expect(await failure(tracker({ host: `http://127.0.0.1:${port}` }).create(issue, options))).toMatchObject({
      message: 'it cannot be reached',
      retry: { when: 'later' },
    });
  });
});

describe('checking JIRA', () => {
  it('tells who we are', async () => {
    expect(await tracker().check(options)).toEqual([{ what: 'JIRA', ok: true, detail: `signed in at ${host} as Tocsin` }]);
  });

  it('tells what to mend when the token is wrong, without showing it', async () => {
    const [result] = await tracker({ token: 'wrong-secret' }).check(options);
    expect(result).toMatchObject({ ok: false });
    expect(result?.detail).toContain('jira.token');
    expect(result?.detail).not.toContain('wrong-secret');
  });

  it('blames nobody’s token for an outage', async () => {
    faults.add({ target: 'jira', status: 503 });
    const [down] = await tracker().check(options);
    expect(down).toMatchObject({ ok: false, detail: expect.stringMatching(/status 503; that is an outage, no refusal: try again later/u) });
    const [away] = await tracker({ host: `http://127.0.0.1:${await freePort(0, 'PORT')}` }).check(options);
    expect(away?.detail).toMatch(/cannot be reached; that is an outage.*see jira\.host/u);
    expect(`${down?.detail} ${away?.detail}`).not.toContain('jira.token');
  });
});
