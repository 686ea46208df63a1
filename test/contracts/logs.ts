import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { issueToken } from '../../emulators/azure/tokens.ts';
import type { Demo } from '../../emulators/start-demo.ts';
import { secrets } from '../../emulators/world.ts';
import { readAnswer } from '../../src/providers/azure/logs-answer.ts';
import type { Control } from '../harness/control.ts';
import type { Checked } from './samples.ts';
import type { JsonObject } from './schema.ts';

const bearer = (audience: string): Readonly<Record<string, string>> => ({
  authorization: `Bearer ${issueToken(secrets.azureTenant, secrets.azureClientId, audience)}`,
});

const queries = [
  { query: 'Usage | take 10', timespan: 'PT12H' },
  { query: 'AppRequests | summarize count(), avg(DurationMs) by bin(TimeGenerated, 1h) | render timechart', timespan: 'P1D' },
  { query: 'print b = true, i = int(1), l = 9007199254740993, r = real(nan), d = dynamic({"a": [1]}), t = 1d, s = "x", n = int(null)' },
  { query: 'AppRequests | take 3', workspaces: ['log-compliance'] },
];
const wrong = [{ query: 'AppRequests | where Nothing == 1' }, { query: 'AppRequests | | take' }, { query: 'T', timespan: 'soon' }, {}];

/** Queries of every kind, with what is refused and what fails: as any client of the Logs API could send them. */
export async function playLogs({ url }: Demo, control: Control): Promise<void> {
  const { workspaces } = await control.state();
  const logs = bearer('https://api.loganalytics.io');
  const ask = async (path: string, body: object | undefined, headers: Readonly<Record<string, string>> = logs): Promise<void> => {
    const more = body === undefined ? {} : { body: JSON.stringify(body) };
    const type = body === undefined ? {} : { 'content-type': 'application/json' };
    const answer = await fetch(`${url}/azure/logs/v1/${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { ...headers, ...type },
      ...more,
    });
    await answer.arrayBuffer();
  };
  for (const { id } of workspaces) {
    for (const body of [...queries, ...wrong]) await ask(`workspaces/${id}/query`, body);
    await ask(`workspaces/${id}/query?query=${encodeURIComponent('Usage | take 3')}&timespan=PT1H`, undefined);
    await ask(`workspaces/${id}/metadata`, undefined);
  }
  const path = `workspaces/${workspaces[0]?.id ?? ''}/query`;
  const [first = {}] = queries;
  await ask(path, first, { ...logs, prefer: 'wait=30,include-render=true,include-statistics=true' });
  await ask(path, first, {});
  await ask(path, first, bearer('https://metrics.monitor.azure.com'));
  await ask('workspaces/00000000-0000-4000-8000-000000000000/query', first);
  await control.fault({ target: 'azure/logs', partial: true, count: 1 });
  await ask(path, first);
  for (const status of [403, 429, 500, 503, 504]) {
    await control.fault({ target: 'azure/logs', status, count: 1 });
    await ask(path, first);
  }
}

/**
 * What the specification of 2024 leaves out: the values of a row are JSON's own, not all text; an answer may carry render,
 * statistics and a partial error, and an error its id and the place in the query (seen with the service).
 */
export const beyondTheSpecification = ['queryResults', 'errorInfo'];

/** The same for the rows, whose cells it calls text. */
export function withTypedRows(document: JsonObject): JsonObject {
  return JSON.parse(JSON.stringify(document), (key, value: unknown) =>
    key === 'rows' ? { type: 'array', items: { type: 'array' } } : value,
  );
}

const sample = z.object({
  parameters: z.object({ query: z.string().optional(), body: z.object({ query: z.string() }).optional() }),
  responses: z.object({ '200': z.object({ body: z.looseObject({ tables: z.array(z.looseObject({ rows: z.array(z.unknown()) })) }) }) }),
});

/** Every official answer to a query is read, with all of its rows. */
export function logsSamplesRead(folder: URL): Checked {
  const names = readdirSync(folder).filter((name) => name.startsWith('oms-'));
  const faults = names.flatMap((name) => {
    const { parameters, responses } = sample.parse(JSON.parse(readFileSync(new URL(name, folder), 'utf8')));
    const { body } = responses['200'];
    const { table } = readAnswer(JSON.stringify(body), parameters.query ?? parameters.body?.query ?? '');
    const whole = table.rows.length === body.tables[0]?.rows.length && table.rows.every((row) => row.length === table.columns.length);
    return whole ? [] : [`${name} is not read with all of its rows`];
  });
  return { messages: names.length, faults };
}
