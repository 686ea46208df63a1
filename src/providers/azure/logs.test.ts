import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { centralLogs } from '../../../emulators/logs/workspaces.ts';
import { type AzureHarness, knownCredential, startAzure } from '../../../test/fakes/azure-harness.ts';
import { tableOutcome } from '../../../test/fakes/log-engine.ts';
import { ProviderError, QueryRejected } from '../../core/errors.ts';
import type { LogQuery, QueryPlace } from '../../core/model/query.ts';
import { unobserved } from './observe.ts';

const { signal } = new AbortController();

let world: AzureHarness;
beforeAll(async () => {
  world = await startAzure();
});
const opened: AzureHarness[] = [];
const open = async (): Promise<AzureHarness> => {
  const own = await startAzure();
  opened.push(own);
  return own;
};
afterEach(async () => {
  for (const own of opened.splice(0)) await own[Symbol.asyncDispose]();
  world.faults.clear();
  world.logs.answer(tableOutcome([{ name: 'n', type: 'long' }], ['[1]', '[2]', '[3]', '[4]']));
});
afterAll(async () => world[Symbol.asyncDispose]());

const central: QueryPlace = { kind: 'workspace', id: centralLogs.id, title: 'central logs' };
const to = Date.UTC(2026, 10, 18, 12);
const query = (more: Partial<LogQuery> = {}): LogQuery => ({
  place: central,
  text: 'T | take 4',
  from: to - 3_600_000,
  to,
  waitMs: 60_000,
  ...more,
});
const asked = (): number => world.server.requests.filter((one) => one.includes('/azure/logs/')).length;
const failure = async (more: Partial<LogQuery> = {}, own: AbortSignal = signal): Promise<unknown> =>
  world.azure.logs.query(query(more), { signal: own }).catch((error: unknown) => error);

describe('an answer', () => {
  it('comes with its columns, rows and render, for the range that was asked for', async () => {
    world.logs.answer(
      tableOutcome(
        [
          { name: 'at', type: 'datetime' },
          { name: 'n', type: 'long' },
        ],
        ['["2026-11-18T11:00:00.1234567Z",3]'],
        {
          kind: 'timechart',
          properties: { title: 'Load', xcolumn: 'at', ycolumns: 'n', kind: 'stacked' },
        },
      ),
    );
    const result = await world.azure.logs.query(query(), { signal });
    expect(result.table).toEqual({
      columns: [
        { name: 'at', type: 'datetime' },
        { name: 'n', type: 'long' },
      ],
      rows: [['2026-11-18T11:00:00.1234567Z', 3]],
    });
    expect(result.render).toEqual({ kind: 'timechart', title: 'Load', x: 'at', y: ['n'], series: undefined, stacked: true });
    expect(result.partial).toBeUndefined();
    expect(world.logs.asked.at(-1)).toMatchObject({ text: 'T | take 4', from: to - 3_600_000, to });
  });

  it('keeps whole numbers beyond 2^53, decimals and dynamic values exactly', async () => {
    const columns = (['long', 'long', 'real', 'real', 'decimal', 'dynamic', 'dynamic', 'bool', 'timespan', 'string', 'int'] as const).map(
      (type, index) => ({ name: `c${index}`, type }),
    );
    const dynamic = JSON.stringify('{"id": 9007199254740993, "text": "a : b"}');
    world.logs.answer(
      tableOutcome(columns, [
        `[9007199254740993,-12,1e300,"NaN","0.1000000000000000055",${dynamic},"plain",true,"1.00:00:00.0000001","",null]`,
      ]),
    );
    const { table } = await world.azure.logs.query(query(), { signal });
    expect(table.rows).toEqual([
      [
        '9007199254740993',
        -12,
        1e300,
        Number.NaN,
        '0.1000000000000000055',
        '{"id":9007199254740993,"text":"a : b"}',
        '"plain"',
        true,
        '1.00:00:00.0000001',
        '',
        undefined,
      ],
    ]);
  });

  it('may come from a resource, whose logs are wherever they are', async () => {
    const resource = world.estate.resources.find((one) => one.name === 'appi-compliance');
    if (resource === undefined) throw new Error('no such resource');
    await world.azure.logs.query(query({ place: { kind: 'resource', resource, title: 'appi-compliance' } }), { signal });
    expect(world.logs.asked.at(-1)?.scope).toMatchObject({ kind: 'resource', resource: { name: 'appi-compliance' } });
  });

  it('of an empty workspace is an empty table', async () => {
    const place = { ...central, id: '00000000-0000-4000-8000-00000000000e' };
    expect(await world.azure.logs.query(query({ place }), { signal })).toEqual({
      table: { columns: [], rows: [] },
      render: undefined,
      partial: undefined,
    });
  });

  it('of which a part is missing has its rows and the service’s words', async () => {
    world.faults.add({ target: 'azure/logs', partial: true });
    const { table, partial } = await world.azure.logs.query(query(), { signal });
    expect(table.rows).toHaveLength(2);
    expect(partial).toEqual({ code: '-2133196797', message: 'The query was answered by a part of the servers only.' });
  });
});

it('counts what is asked among the requests to Azure', async () => {
  const calls: string[] = [];
  const azure = world.connect({ observe: { ...unobserved, call: (kind, result) => void calls.push(`${kind} ${result}`) } });
  await azure.logs.query(query(), { signal });
  world.faults.add({ target: 'azure/logs', status: 429, retryAfter: 0, count: 1 });
  await azure.logs.query(query(), { signal });
  expect(calls.filter((one) => one.startsWith('logs'))).toEqual(['logs ok', 'logs throttled', 'logs ok']);
});

describe('a query that is wrong', () => {
  it('is rejected with the service’s words and the place, and not sent again', async () => {
    const at = { start: 10, length: 4 };
    world.logs.answer({ kind: 'faulty', faults: [{ kind: 'syntax', message: 'x', at, code: undefined }] });
    const before = asked();
    const error = await failure({ text: 'T\n| where take 4' });
    expect(error).toBeInstanceOf(QueryRejected);
    expect(error).toHaveProperty('problem', {
      code: 'SYN0002',
      message: "Query could not be parsed at 'take' on line [2,8]",
      at,
    });
    expect(asked() - before).toBe(1);
  });

  it('is rejected at the name that the service does not know', async () => {
    const message = "The name 'Namespace' does not refer to any known column, table, variable or function.";
    const text = "ContainerLog // Namespace\n| where Name != 'Namespace' and Namespace == 'x'";
    const start = text.lastIndexOf('Namespace');
    world.logs.answer({ kind: 'faulty', faults: [{ kind: 'semantic', message, at: { start, length: 9 }, code: 'KS142' }] });
    expect(await failure({ text })).toHaveProperty('problem', {
      code: 'SEM0100',
      message: "'where' operator: Failed to resolve column or scalar expression named 'Namespace'",
      at: { start, length: 9 },
    });
  });
});

describe('a refusal', () => {
  it.each([
    [
      403,
      /Azure refused to ask the logs of central logs \(InsufficientAccessError\): grant the role Log Analytics Reader on the workspace 10c5ce27\S* to the app registration/u,
    ],
    [401, /did not accept the token .*AuthorizationRequiredError/u],
    [404, /knows no such place \(WorkspaceNotFoundError\)\. Check the ids in azure\.workspaces/u],
    [504, /within the time it may take .*Ask for less/u],
  ])('%i says what mends it, and is not repeated as it was', async (status, sentence) => {
    world.faults.add({ target: 'azure/logs', status });
    const before = asked();
    const error = await failure();
    expect(error).toBeInstanceOf(ProviderError);
    expect(error).toHaveProperty('message', expect.stringMatching(sentence));
    // A token that is refused may only be old: one is fetched, and asked with once.
    expect(asked() - before).toBe(status === 401 ? 2 : 1);
  });

  it('401 with the kept token is answered with a fresh one, which is used from then on', async () => {
    const own = await open();
    await own.azure.logs.query(query(), { signal });
    const signedIn = own.server.signIns.length;
    own.faults.add({ target: 'azure/logs', status: 401, count: 1 });
    const several = await Promise.all(
      ['a', 'b'].map((name) => own.azure.logs.query(query({ text: `T | where x == "${name}"` }), { signal })),
    );
    expect(several.map(({ table }) => table.rows.length)).toEqual([4, 4]);
    const renewed = own.server.signIns.length;
    expect(renewed).toBeGreaterThan(signedIn);
    await own.azure.logs.query(query(), { signal });
    expect(own.server.signIns).toHaveLength(renewed);
  });

  it.each([429, 503, 504])('%i with a Retry-After is repeated once', async (status) => {
    world.faults.add({ target: 'azure/logs', status, retryAfter: 0, count: 1 });
    const before = asked();
    expect((await world.azure.logs.query(query(), { signal })).table.rows).toHaveLength(4);
    expect(asked() - before).toBe(2);
  });

  it('that lasts says when to come back', async () => {
    const own = await open();
    own.faults.add({ target: 'azure/logs', status: 429, retryAfter: 40 });
    const error = await own.azure.logs.query(query(), { signal }).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ message: expect.stringContaining('Try again in 40 s'), retry: { when: 'later', afterMs: 40_000 } });
  });

  it('of sign-in is one of sign-in', async () => {
    const azure = world.connect({ credential: { ...knownCredential, clientSecret: 'guess' } });
    await expect(azure.logs.query(query(), { signal })).rejects.toThrow(/clientSecret needs the secret’s value/u);
  });
});

describe('a query that takes long', () => {
  it('ends when whoever asked leaves, and makes room for others with the service', async () => {
    world.faults.add({ target: 'azure/logs', delayMs: 60_000, count: 5 });
    const leaving = new AbortController();
    const answers = Array.from({ length: 5 }, () => failure({}, leaving.signal));
    await expect.poll(() => world.faults.list()).toEqual([]);
    const reason = new Error('cancelled');
    leaving.abort(reason);
    expect(await Promise.all(answers)).toEqual(answers.map(() => reason));
    expect((await world.azure.logs.query(query(), { signal })).table.rows).toHaveLength(4);
  });

  it('is ended by the service when its time is over', async () => {
    world.faults.add({ target: 'azure/logs', delayMs: 60_000, count: 1 });
    expect(await failure({ waitMs: 1000 })).toHaveProperty('message', expect.stringMatching(/Ask for less/u));
  });
});

describe('the link to the portal', () => {
  it('opens a resource with the query in it', () => {
    const resource = world.estate.resources.find((one) => one.name === 'log-compliance');
    if (resource === undefined) throw new Error('no such resource');
    const link = world.azure.logs.portalLink({
      place: { kind: 'resource', resource, title: 'x' },
      text: 'T | where a == "é"',
      from: to - 1000,
      to,
    });
    const [, page = '', encoded = '', timespan = ''] = /^(.+)\/q\/(.+)\/timespan\/(.+)$/u.exec(link) ?? [];
    expect(page).toBe(
      `https://portal.azure.com/#@${knownCredential.tenantId}/blade/Microsoft_OperationsManagementSuite_Workspace/Logs.ReactView/resourceId/${encodeURIComponent(resource.id)}/source/LogsBlade.AnalyticsShareLinkToQuery`,
    );
    expect(gunzipSync(Buffer.from(decodeURIComponent(encoded), 'base64')).toString()).toBe('T | where a == "é"');
    expect(decodeURIComponent(timespan)).toBe('2026-11-18T11:59:59.000Z/2026-11-18T12:00:00.000Z');
  });

  it('opens a workspace once its resource id was found, and before that the page for queries', async () => {
    const own = await open();
    const place: QueryPlace = { kind: 'workspace', id: '10C5C0E5-2222-4222-8222-0000000000a2', title: 'compliance' };
    const link = (): string => own.azure.logs.portalLink(query({ place }));
    expect(link()).toMatch(/AzureMonitoringBrowseBlade\/~\/logs$/u);
    await own.azure.logs.query(query({ place }), { signal });
    await expect
      .poll(link)
      .toContain(`resourceId/${encodeURIComponent(own.estate.resources.find((one) => one.name === 'log-compliance')?.id ?? '')}`);
  });

  it('leaves out a query that is too long for a link', () => {
    const resource = world.estate.resources[0];
    if (resource === undefined) throw new Error('no resources');
    const text = Array.from({ length: 90 }, (_, index) => createHash('sha256').update(String(index)).digest('base64')).join(' ');
    expect(world.azure.logs.portalLink(query({ place: { kind: 'resource', resource, title: 'x' }, text }))).toMatch(/resourceId\/[^/]+$/u);
  });
});

it('checks each place, and says what is missing', async () => {
  world.faults.add({ target: `azure/logs/v1/workspaces/${centralLogs.id}`, status: 403 });
  const resource = world.estate.resources.find((one) => one.name === 'appi-compliance');
  if (resource === undefined) throw new Error('no such resource');
  const lines = await world.azure.logs.check([central, { kind: 'resource', resource, title: 'appi-compliance' }], { signal });
  expect(lines).toMatchObject([
    { what: 'Azure logs of central logs', ok: false, detail: expect.stringContaining('Log Analytics Reader') },
    { what: 'Azure logs of appi-compliance', ok: true },
  ]);
});
