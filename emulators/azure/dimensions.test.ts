import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { type AzureHarness, startAzure } from '../../test/fakes/azure-harness.ts';
import { type Answer, absent, callAzure, official, shapeOf } from '../../test/fakes/azure-wire.ts';
import { createQuotas } from './quotas.ts';

let world: AzureHarness;
beforeAll(async () => {
  world = await startAzure();
});
afterAll(async () => world[Symbol.asyncDispose]());

const at = (offsetMinutes: number): string => new Date(world.clock.now() + offsetMinutes * 60_000).toISOString();
const idOf = (name: string): string => world.estate.resources.find((one) => one.name === name)?.id ?? '';
const europe = (): string => world.estate.subscriptions[1]?.id ?? '';

describe('dimensions', () => {
  const seriesIn = z.object({
    values: z.array(
      z.object({
        value: z.array(
          z.object({
            timeseries: z.array(
              z.object({
                metadatavalues: z.array(z.object({ name: z.object({ value: z.string() }), value: z.string() })),
                data: z.array(z.object({ total: z.number().optional() })),
              }),
            ),
          }),
        ),
      }),
    ),
  });
  const storage = (query: Readonly<Record<string, string>>): Promise<Answer> =>
    callAzure(
      world,
      `/metrics/westeurope/subscriptions/${europe()}/metrics:getBatch?${new URLSearchParams({
        'api-version': '2024-02-01',
        starttime: at(-60),
        endtime: at(0),
        interval: 'PT5M',
        metricnamespace: 'microsoft.storage/storageaccounts',
        metricnames: 'Transactions',
        aggregation: 'total',
        ...query,
      }).toString()}`,
      { body: { resourceids: [idOf('packamalfiles')] } },
    );
  const named = async (query: Readonly<Record<string, string>>): Promise<readonly string[]> => {
    const { body } = await storage(query);
    const [first] = seriesIn.parse(body).values[0]?.value ?? [];
    return (first?.timeseries ?? []).map(({ metadatavalues }) => metadatavalues.map((one) => `${one.name.value}=${one.value}`).join());
  };

  it('are told apart by a filter, the largest first where an order is asked', async () => {
    expect(await named({ filter: "ApiName eq '*'", top: '2', orderby: 'sum desc' })).toEqual(['apiname=GetBlob', 'apiname=PutBlob']);
    expect(await named({ filter: "ApiName eq '*'", top: '1', orderby: 'total asc' })).toEqual(['apiname=GetBlobProperties']);
  });

  it('are narrowed, and rolled up where that is asked', async () => {
    const filter = "ApiName eq 'GetBlob' or ApiName eq 'PutBlob' and ResponseType eq '*'";
    expect(await named({ filter: "ApiName eq 'GetBlob' or ApiName eq 'PutBlob'" })).toHaveLength(2);
    expect(await named({ filter: "ApiName eq 'GetBlob' or ApiName eq 'PutBlob'", rollupby: 'ApiName' })).toEqual(['']);
    expect(await named({ filter, rollupby: 'ApiName', orderby: 'sum desc', top: '1' })).toEqual(['responsetype=Success']);
    expect(await named({ filter: "ApiName eq 'It''s none'" })).toEqual([]);
  });

  it.each([
    ["Colour eq '*'", /does not support requested dimension combination: colour, supported ones are: ResponseType,GeoType,ApiName/u],
    ["ApiName eq 'a' or ResponseType eq 'b'", /Invalid filter expression/u],
    ["ApiName eq 'a' and ResponseType eq '*' and ApiName eq 'b'", /Invalid filter expression/u],
    ["ApiName eq 'a", /Invalid filter expression/u],
    ['ApiName eq *', /Invalid filter expression/u],
  ])('are refused when they read %s', async (filter, sentence) => {
    const { status, body } = await storage({ filter });
    expect(status).toBe(400);
    expect(body).toMatchObject({ error: { message: expect.stringMatching(sentence) } });
  });

  it('have the fields of the official example', async (context) => {
    if (absent) context.skip('../shared is absent');
    const { body } = await storage({ filter: "ApiName eq '*'", aggregation: 'average,minimum,maximum' });
    expect(shapeOf(body)).toEqual(shapeOf(official('metrics/examples/MetricBatchExample.json')));
  });
});

describe('too many requests', () => {
  it('are refused as each API does, which tells when to come back', async () => {
    let elapsed = 0;
    const counted = await startAzure({ quotas: createQuotas(() => elapsed) });
    onTestFinished(() => counted[Symbol.asyncDispose]());
    const ask = (path: string, body?: unknown): Promise<Answer> => callAzure(counted, path, body === undefined ? {} : { body });
    const definitions = `/arm/${idOf('bps-website')}/providers/microsoft.insights/metricDefinitions?api-version=2024-02-01`;
    expect((await ask(definitions)).headers.get('x-ms-ratelimit-remaining-subscription-reads')).toBe('249');
    const many = async (count: number, path: string, body?: unknown): Promise<Answer> => {
      await Promise.all(Array.from({ length: count - 1 }, () => ask(path, body)));
      return ask(path, body);
    };
    const arm = await many(250, definitions);
    expect([arm.status, arm.headers.get('retry-after')]).toEqual([429, '1']);
    expect(arm.body).toMatchObject({ error: { code: 'SubscriptionRequestsThrottled' } });
    const graph = await many(16, '/arm/providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01', {
      query: 'Resources | take 1',
    });
    expect([graph.status, graph.headers.get('x-ms-user-quota-remaining')]).toEqual([429, '0']);
    const batches = await many(251, `/metrics/westeurope/subscriptions/${europe()}/metrics:getBatch?api-version=2024-02-01`, {});
    expect([batches.status, batches.headers.get('retry-after')]).toEqual([529, '1']);
    elapsed = 1000;
    expect((await ask(definitions)).headers.get('x-ms-ratelimit-remaining-subscription-reads')).toBe('24');
  });
});
