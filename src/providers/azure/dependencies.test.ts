import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { centralLogs } from '../../../emulators/logs/workspaces.ts';
import { type AzureHarness, startAzure } from '../../../test/fakes/azure-harness.ts';
import { createLogList } from '../../../test/fakes/log.ts';
import { ProviderError, QueryRejected } from '../../core/errors.ts';
import type { LogQuery, QueryPlace, QueryResult } from '../../core/model/query.ts';
import { createDependencySource } from './dependencies.ts';

const { signal } = new AbortController();
const outage = new ProviderError('Azure', 'it does not answer.', { retry: { when: 'later', afterMs: 1_000 } });
const places: readonly QueryPlace[] = ['a', 'b'].map((id) => ({ kind: 'workspace', id, title: id }));
const range = { from: 1_000, to: 2_000 };
type Row = readonly (string | number)[];

/** Workspaces that answer with rows, or fail. */
function build(answers: Record<string, readonly Row[] | Error>) {
  const asked: LogQuery[] = [];
  const query = async (wish: LogQuery): Promise<QueryResult> => {
    asked.push(wish);
    const answer = answers[wish.place.title];
    if (answer instanceof Error) throw answer;
    return { table: { columns: [], rows: answer ?? [] }, render: undefined, partial: undefined };
  };
  const callerOf = async ({ role }: { readonly role: string }) => (role === 'stranger' ? undefined : role);
  return { asked, answers, source: createDependencySource({ logs: { query }, places: () => places, callerOf, log: createLogList() }) };
}

describe('what services call', () => {
  it('is asked of each workspace over the range, and counted once where two tell the same', async () => {
    const { source, asked } = build({
      a: [
        ['shop', 'ai', 'db.example', 40],
        ['stranger', 'ai', 'db.example', 7],
      ],
      b: [
        ['shop', 'ai', 'db.example', 30],
        ['shop', 'ai', 'mail.example', '5'],
      ],
    });
    expect(await source.calls(range, { signal })).toEqual([
      { service: 'shop', target: 'db.example', count: 40 },
      { service: 'shop', target: 'mail.example', count: 5 },
    ]);
    expect(asked.map(({ place, from, to }) => [place.title, from, to])).toEqual([
      ['a', 1_000, 2_000],
      ['b', 1_000, 2_000],
    ]);
  });

  it('is what a workspace said last where it does not answer, and nothing where it has no such table', async () => {
    const { source, answers } = build({
      a: [['shop', 'ai', 'db.example', 40]],
      b: new QueryRejected({ code: 'SEM0100', message: 'no table' }),
    });
    const first = await source.calls(range, { signal });
    answers['a'] = outage;
    expect(await source.calls(range, { signal })).toEqual(first);
    answers['b'] = outage;
    await expect(source.calls(range, { signal })).rejects.toBe(outage);
  });
});

describe('against the emulated logs', () => {
  let world: AzureHarness;
  beforeAll(async () => {
    world = await startAzure({ logs: 'from the estate' });
  });
  afterAll(async () => world[Symbol.asyncDispose]());

  it('finds the databases and hosts that each service calls, and nothing that happens within it', async () => {
    const now = world.clock.now();
    const source = createDependencySource({
      logs: world.azure.logs,
      places: () => [{ kind: 'workspace', id: centralLogs.id, title: centralLogs.name }],
      callerOf: async ({ resource }) => /rg-([a-z-]+)/u.exec(resource)?.[1],
      log: createLogList(),
    });
    const calls = await source.calls({ from: now - 300_000, to: now }, { signal });
    expect(calls).toContainEqual({
      service: 'compliance',
      target: 'pg-compliance.postgres.database.azure.com | compliance',
      count: expect.any(Number),
    });
    // Packamal's storage account: what two services share shows in their telemetry.
    expect(calls).toContainEqual({ service: 'pixcrawler', target: 'packamalfiles.blob.core.windows.net', count: expect.any(Number) });
    expect(calls).toContainEqual({ service: 'bps-website', target: 'mail.example', count: expect.any(Number) });
    expect(new Set(calls.map(({ service }) => service))).toEqual(new Set(['bps-website', 'pixcrawler', 'packamal', 'compliance']));
    expect(calls.every(({ target, count }) => target !== '' && count > 0)).toBe(true);
  });
});
