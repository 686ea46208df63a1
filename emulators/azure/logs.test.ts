import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type AzureHarness, startAzure } from '../../test/fakes/azure-harness.ts';
import { type Answer, absent, type CallOptions, callAzure, official, shapeOf } from '../../test/fakes/azure-wire.ts';
import { tableOutcome } from '../../test/fakes/log-engine.ts';
import { centralLogs, workspaces } from '../logs/workspaces.ts';
import { secrets } from '../world.ts';
import { createQuotas } from './quotas.ts';
import { issueToken } from './tokens.ts';

let world: AzureHarness;
beforeAll(async () => {
  world = await startAzure();
});
const opened: AzureHarness[] = [];
const open = async (options: Parameters<typeof startAzure>[0]): Promise<AzureHarness> => {
  const own = await startAzure(options);
  opened.push(own);
  return own;
};
afterEach(async () => {
  for (const own of opened.splice(0)) await own[Symbol.asyncDispose]();
  world.faults.clear();
  world.logs.answer(tableOutcome([{ name: 'n', type: 'long' }], ['[1]', '[2]', '[3]', '[4]']));
});
afterAll(async () => world[Symbol.asyncDispose]());

const central = `/logs/v1/workspaces/${centralLogs.id}/query`;
const ask = (options: CallOptions & { readonly path?: string } = {}): Promise<Answer> =>
  callAzure(world, options.path ?? central, { body: { query: 'T' }, ...options });
const prefer = (words: string): CallOptions => ({ headers: { prefer: words } });

describe('an answer', () => {
  it.skipIf(absent)('has the fields of the official one (skipped where ../shared is absent)', async () => {
    const { status, body } = await ask();
    expect(status).toBe(200);
    const wanted = shapeOf(official('logs/examples/oms-post-example.json'));
    // The values themselves are numbers, booleans and text with the real service, whatever the sample has.
    expect([...wanted].filter((path) => !path.includes('rows') && !shapeOf(body).has(path))).toEqual([]);
  });

  it('carries render and statistics only where they are asked for', async () => {
    world.logs.answer(
      tableOutcome([{ name: 'n', type: 'long' }], ['[1]'], { kind: 'timechart', properties: { title: 'Load', ycolumns: 'a, b' } }),
    );
    expect((await ask()).body).toEqual({ tables: [{ name: 'PrimaryResult', columns: [{ name: 'n', type: 'long' }], rows: [[1]] }] });
    const { body } = await ask(prefer('wait=30,include-render=true, include-statistics=true'));
    expect(body).toMatchObject({
      render: { visualization: 'timechart', title: 'Load', yColumns: ['a', 'b'], xColumn: null, yMin: 'NaN' },
      statistics: { query: { datasetStatistics: [{ tableRowCount: 1 }] } },
    });
  });

  it('may be asked for by GET, for a resource (with two slashes, as clients write it), and for several workspaces', async () => {
    expect((await callAzure(world, `${central}?query=T&timespan=PT1H`)).status).toBe(200);
    const resource = world.estate.resources.find((one) => one.name === 'packamal-insights');
    expect((await ask({ path: `/logs/v1/${resource?.id ?? ''}/query` })).status).toBe(200);
    expect(world.logs.asked.at(-1)?.scope).toMatchObject({ kind: 'resource', resource: { name: 'packamal-insights' } });
    await ask({ path: `/logs/v1/workspaces/${workspaces[1]?.id ?? ''}/query`, body: { query: 'T', workspaces: [workspaces[2]?.id] } });
    expect(world.logs.asked.at(-1)?.scope).toMatchObject({ workspace: { services: ['packamal', 'compliance'] } });
  });

  it('may be one of several in a batch', async () => {
    const requests = [centralLogs.id, 'nowhere'].map((workspace, index) => ({
      id: String(index),
      workspace,
      method: 'POST',
      path: '/query',
      body: { query: 'T' },
    }));
    const { body } = await ask({ path: '/logs/v1/$batch', body: { requests } });
    expect(body).toMatchObject({
      responses: [
        { id: '0', status: 200, body: { tables: [{ name: 'PrimaryResult' }] } },
        { id: '1', status: 404, body: { error: { code: 'WorkspaceNotFoundError' } } },
      ],
    });
  });

  it('of an empty workspace is 204', async () => {
    expect(await ask({ path: '/logs/v1/workspaces/00000000-0000-4000-8000-00000000000e/query' })).toMatchObject({
      status: 204,
      body: undefined,
    });
  });

  it('of which a part is missing has an error beside its tables', async () => {
    world.faults.add({ target: 'azure-logs', partial: true, count: 1 });
    const { status, body } = await ask();
    expect(status).toBe(200);
    expect(body).toMatchObject({
      tables: [{ rows: [[1], [2]] }],
      error: { code: 'PartialError', details: [{ innererror: { severityName: 'Error' } }] },
    });
    expect((await ask()).body).not.toHaveProperty('error');
  });

  it('ends after 500,000 rows, and says so', async () => {
    world.logs.answer(
      tableOutcome(
        [{ name: 'n', type: 'long' }],
        Array.from({ length: 500_001 }, () => '[1]'),
      ),
    );
    const { body } = await ask();
    expect(body).toMatchObject({ error: { details: [{ innererror: { message: expect.stringContaining('record count limit 500000') } }] } });
  });
});

describe('a query that is wrong', () => {
  it.each([
    [
      { kind: 'syntax', message: 'Expected: ;', at: { start: 4, length: 1 }, code: 'KS006' } as const,
      'T | x take',
      {
        code: 'SyntaxError',
        innererror: { code: 'SYN0002', message: "Query could not be parsed at 'x' on line [1,4]", line: 1, pos: 4, token: 'x' },
      },
    ],
    [
      {
        kind: 'semantic',
        message: "The name 'Namespace' does not refer to any known column, table, variable or function.",
        at: { start: 29, length: 9 },
        code: 'KS142',
      } as const,
      '// pods\nContainerLog\n| where Namespace == "a | b"',
      {
        code: 'SemanticError',
        innererror: { code: 'SEM0100', message: "'where' operator: Failed to resolve column or scalar expression named 'Namespace'" },
      },
    ],
    [
      {
        kind: 'semantic',
        message: "The name 'Nothing' does not refer to any known table, tabular variable or function.",
        at: { start: 0, length: 7 },
        code: 'KS204',
      } as const,
      'Nothing | take 1',
      { code: 'SemanticError', innererror: { code: 'SEM0100', message: "Failed to resolve table or column expression named 'Nothing'" } },
    ],
    [
      { kind: 'unsupported', message: 'The plug-in “python” is not supported.', at: { start: 4, length: 3 }, code: undefined } as const,
      'T | evaluate python()',
      { code: 'UnsupportedError', message: 'The plug-in “python” is not supported.', line: 1, pos: 4 },
    ],
  ])('is refused as the service does: %s', async (fault, query, inner) => {
    world.logs.answer({ kind: 'faulty', faults: [fault] });
    const { status, body } = await ask({ body: { query } });
    expect(status).toBe(400);
    expect(body).toMatchObject({
      error: { code: 'BadArgumentError', message: 'The request had some invalid properties', innererror: inner },
    });
  });

  it.each([{}, { query: '' }, { query: 'T', timespan: 'yesterday' }, { query: 'T', timespan: '2026-11-19/2026-11-18' }])(
    'or no query: %j',
    async (body) => {
      expect(await ask({ body })).toMatchObject({ status: 400, body: { error: { code: 'BadArgumentError' } } });
    },
  );
});

describe('a refusal', () => {
  it.each([
    ['no token', { token: '' }, 401, 'AuthenticationFailed'],
    ['a made-up token', { token: 'a.b.c' }, 401, 'InvalidAuthenticationToken'],
    ['a token for metrics', { audience: 'https://metrics.monitor.azure.com' }, 403, 'InvalidAuthenticationTokenAudience'],
    ['an unknown workspace', { path: '/logs/v1/workspaces/7f0f0f0f-0000-4000-8000-000000000000/query' }, 404, 'WorkspaceNotFoundError'],
    [
      'an unknown resource',
      { path: '/logs/v1/subscriptions/s/resourceGroups/g/providers/Microsoft.Web/sites/x/query' },
      404,
      'ResourceNotFoundError',
    ],
    ['an unknown path', { path: '/logs/v1/nowhere' }, 404, 'PathNotFoundError'],
  ])('meets %s', async (_, options, status, code) => {
    expect(await ask(options)).toMatchObject({ status, body: { error: { code } } });
  });

  it('does not meet a token of Resource Manager, or of the newer host', async () => {
    for (const audience of ['https://management.azure.com', 'https://api.loganalytics.azure.com'])
      expect((await ask({ token: issueToken(secrets.azureTenant, secrets.azureClientId, audience) })).status).toBe(200);
  });

  it.each([
    [403, 'InsufficientAccessError'],
    [429, 'ThrottledError'],
    [503, 'ServiceUnavailableError'],
  ])('is worded as the service does where %i is ordered', async (status, code) => {
    world.faults.add({ target: 'azure/logs', status, count: 1, retryAfter: 7 });
    const answer = await ask();
    expect(answer).toMatchObject({ status, body: { error: { code } } });
    expect(answer.headers.get('retry-after')).toBe('7');
  });

  it('meets a query that takes longer than it may', async () => {
    world.faults.add({ target: 'azure/logs', delayMs: 60_000, count: 1 });
    expect(await ask(prefer('wait=1'))).toMatchObject({ status: 504, body: { error: { code: 'GatewayTimeout' } } });
  });

  it('meets the 201st query within 30 seconds, and says when to come back', async () => {
    const own = await open({ quotas: createQuotas(() => 0) });
    const statuses: number[] = [];
    for (let count = 0; count < 200; count += 1) statuses.push((await callAzure(own, central, { body: { query: 'T' } })).status);
    expect(new Set(statuses)).toEqual(new Set([200]));
    const refused = await callAzure(own, central, { body: { query: 'T' } });
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});
