import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ProviderError, QueryRejected } from '../../src/core/errors.ts';
import type { LogQuery } from '../../src/core/model/query.ts';
import { type AzureHarness, startAzure } from '../../test/fakes/azure-harness.ts';
import { type Answer, callAzure } from '../../test/fakes/azure-wire.ts';
import { centralLogs, workspaces } from '../logs/workspaces.ts';

const { signal } = new AbortController();

let world: AzureHarness;
beforeAll(async () => {
  world = await startAzure({ logs: 'from the estate' });
});
afterAll(async () => world[Symbol.asyncDispose]());

const ask = (query: string, more: object = {}, id = centralLogs.id): Promise<Answer> =>
  callAzure(world, `/logs/v1/workspaces/${id}/query`, { body: { query, ...more }, headers: { prefer: 'include-render=true' } });
const tables = z.object({
  tables: z.array(z.object({ columns: z.array(z.object({ name: z.string(), type: z.string() })), rows: z.array(z.array(z.unknown())) })),
});
const rowsOf = ({ body }: Pick<Answer, 'body'>): readonly (readonly unknown[])[] => tables.parse(body).tables[0]?.rows ?? [];
const provided = (text: string): LogQuery => ({
  place: { kind: 'workspace', id: centralLogs.id, title: 'central logs' },
  text,
  from: world.clock.now() - 3_600_000,
  to: world.clock.now(),
  waitMs: 60_000,
});

describe('the emulated Log Analytics', () => {
  it('answers with the types that the service has', async () => {
    const { status, body } = await ask(
      'print b = true, i = int(1), l = 9007199254740993, r = 1.5, nan = real(nan), d = dynamic({"a": [1, "x"]}), t = 1d, s = "x", n = int(null), at = datetime(2026-11-18), m = decimal(1.1)',
    );
    expect(status).toBe(200);
    const [table] = tables.parse(body).tables;
    expect(table?.columns.map((one) => one.type)).toEqual([
      'bool',
      'int',
      'long',
      'real',
      'real',
      'dynamic',
      'timespan',
      'string',
      'int',
      'datetime',
      'decimal',
    ]);
    expect(table?.rows[0]?.with(2, 'long')).toEqual([
      true,
      1,
      'long',
      1.5,
      'NaN',
      '{"a":[1,"x"]}',
      '1.00:00:00',
      'x',
      null,
      '2026-11-18T00:00:00Z',
      '1.1',
    ]);
  });

  it('looks at the timespan that is sent, and at the logs of the workspace alone', async () => {
    const count = async (timespan: string, id = centralLogs.id): Promise<number> =>
      Number(rowsOf(await ask('AppRequests | count', { timespan }, id))[0]?.[0]);
    const [hour, day, own] = [await count('PT1H'), await count('P1D'), await count('P1D', workspaces[1]?.id)];
    expect(hour).toBeGreaterThan(0);
    expect(day).toBeGreaterThan(hour * 10);
    expect(own).toBeLessThan(day);
  });

  it('sends the picture that the query asks for', async () => {
    const { body } = await ask('AppRequests | summarize n = count() by bin(TimeGenerated, 5m) | render timechart with (title="Load")', {
      timespan: 'PT1H',
    });
    expect(body).toMatchObject({ render: { visualization: 'timechart', title: 'Load' } });
    expect(rowsOf({ body }).length).toBeGreaterThanOrEqual(12);
  });

  it('names what it does not support', async () => {
    const { status, body } = await ask('AppRequests | evaluate python(typeof(*), "x")');
    expect(status).toBe(400);
    expect(JSON.stringify(body)).toMatch(/python/u);
  });

  it('has no management commands', async () => {
    const { status, body } = await ask('.show tables');
    expect(status).toBe(400);
    expect(JSON.stringify(body)).toContain('begins with a dot');
  });

  it('has other workspaces and applications by their names and ids', async () => {
    const count = async (text: string, id = centralLogs.id): Promise<unknown> =>
      rowsOf(await ask(`${text} | summarize n = count(), roles = dcount(AppRoleName)`, { timespan: 'PT1H' }, id))[0];
    const own = await count('AppRequests', workspaces[1]?.id);
    expect(own).not.toEqual(await count('AppRequests'));
    expect(await count('workspace("packamal-logs").AppRequests')).toEqual(own);
    expect(await count(`workspace("${workspaces[1]?.id ?? ''}").AppRequests`)).toEqual(own);
    expect(await count('app("packamal-insights").requests | project-rename AppRoleName = cloud_RoleName')).toEqual(own);
    expect(await count('union AppRequests, workspace("packamal-logs").AppRequests', workspaces[1]?.id)).toEqual([
      Number([own].flat()[0]) * 2,
      2,
    ]);
    const { status, body } = await ask('workspace("elsewhere").AppRequests | count');
    expect([status, JSON.stringify(body)]).toEqual([400, expect.stringContaining("of 'elsewhere'")]);
  });

  it('counts a row once in all tables, under the name that the place has for it', async () => {
    const tablesOf = async (text: string, path: string): Promise<readonly unknown[]> => {
      const answer = await callAzure(world, path, { body: { query: text, timespan: 'PT5M' } });
      return rowsOf(answer).map(([name]) => name);
    };
    const inWorkspace = `/logs/v1/workspaces/${centralLogs.id}/query`;
    const component = world.estate.resources.find((one) => one.name === 'appi-compliance');
    const inApplication = `/logs/v1${component?.id ?? ''}/query`;
    const all = 'union withsource=T * | summarize count() by T';
    const found = 'search "compliance" | summarize count() by $table';
    for (const text of [all, found]) {
      expect(await tablesOf(text, inWorkspace)).toContain('AppRequests');
      expect(await tablesOf(text, inWorkspace)).not.toContain('requests');
    }
    expect(await tablesOf(all, inApplication)).toContain('requests');
    expect(await tablesOf(all, inApplication)).not.toContain('AppRequests');
    expect(await tablesOf('union withsource=T requests, App* | summarize count() by T', inWorkspace)).toEqual(
      expect.arrayContaining(['requests', 'AppRequests']),
    );
  });

  it('ends what needs too much, soon, and in the service’s words', async () => {
    const begun = performance.now();
    const { status, body } = await ask('range x from 1 to 5000000 step 1 | summarize make_list(x)');
    expect(status).toBe(400);
    expect(body).toMatchObject({ error: { innererror: { innererror: { code: 'E_RUNAWAY_QUERY' } } } });
    expect(performance.now() - begun).toBeLessThan(6000);
  });

  it('reads the official client’s query, and shows its mistakes in place', async () => {
    const { table } = await world.azure.logs.query(
      provided('requests | summarize n = count() by bin(timestamp, 15m) | order by timestamp asc'),
      { signal },
    );
    expect(table.columns.map(({ type }) => type)).toEqual(['datetime', 'long']);
    expect(table.rows.length).toBeGreaterThanOrEqual(4);
    const text = 'AppRequests\n| where Nothing == 1';
    const error = await world.azure.logs.query(provided(text), { signal }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(QueryRejected);
    expect(error).not.toBeInstanceOf(ProviderError);
    expect(error).toHaveProperty('problem', {
      code: 'SEM0100',
      message: "'where' operator: Failed to resolve column or scalar expression named 'Nothing'",
      at: { start: text.indexOf('Nothing'), length: 7 },
    });
  });
});

const seeds = new URL('../../../shared/kql/seed-queries/', import.meta.url);
const refused = new Set(['001_L128_01.kql', '001_L128_02.kql', '001_L349_04_string.kql']);

describe.skipIf(!existsSync(seeds))('the queries that users run (skipped where ../shared is absent)', () => {
  const names = existsSync(seeds) ? readdirSync(seeds).filter((name) => name.endsWith('.kql')) : [];
  it.each(names)('%s is answered as the service would', async (name) => {
    const answer = await ask(readFileSync(new URL(name, seeds), 'utf8'), { timespan: 'P1D' });
    if (!refused.has(name)) expect(answer).toMatchObject({ status: 200 });
    else
      expect(answer).toMatchObject({
        status: 400,
        body: {
          error: {
            innererror: { code: 'SemanticError', innererror: { code: 'SEM0100', message: expect.stringContaining("named 'Namespace'") } },
          },
        },
      });
  });
});
