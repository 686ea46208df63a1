import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type AzureHarness, startAzure } from '../../test/fakes/azure-harness.ts';
import { type Answer, absent, type CallOptions, callAzure, official, shapeOf } from '../../test/fakes/azure-wire.ts';

let world: AzureHarness;
beforeAll(async () => {
  world = await startAzure();
});
afterAll(async () => world[Symbol.asyncDispose]());

const call = (path: string, options: CallOptions = {}): Promise<Answer> => callAzure(world, path, options);
const at = (offsetMinutes: number): string => new Date(world.clock.now() + offsetMinutes * 60_000).toISOString();
const idOf = (name: string): string => world.estate.resources.find((one) => one.name === name)?.id ?? '';
const europe = () => world.estate.subscriptions[1]?.id ?? '';

function batch(names: readonly string[], query: Readonly<Record<string, string>> = {}, region = 'westeurope'): Promise<Answer> {
  const parameters = new URLSearchParams({
    starttime: at(-60),
    endtime: at(0),
    interval: 'PT5M',
    metricnamespace: 'microsoft.cache/redis',
    metricnames: 'cachehits,serverLoad',
    aggregation: 'average,minimum,maximum',
    ...query,
  });
  // The client writes the name of this parameter so.
  const path = `/metrics/${region}/subscriptions/${europe()}/metrics:getBatch?api%2Dversion=2024-02-01&${parameters.toString()}`;
  return call(path, { body: { resourceids: names.map(idOf) } });
}

const single = (name: string, query: string): Promise<Answer> =>
  call(`/arm/${idOf(name)}/providers/Microsoft.Insights/metrics?api-version=2024-02-01&${query}`);

describe.skipIf(absent)('beside the official samples (skipped where ../shared is absent)', () => {
  it('answers a batch with the fields of the official answer', async () => {
    const { status, body } = await batch(['packamal-cache', 'compliance-cache']);
    expect(status).toBe(200);
    const wanted = shapeOf(official('metrics/examples/MetricBatchExample.json'));
    const lacking = [...wanted].filter((path) => !shapeOf(body).has(path) && !path.includes('metadatavalues'));
    expect(lacking).toEqual([]);
    expect([...shapeOf(body)].filter((path) => !wanted.has(path) && !path.includes('metadatavalues'))).toEqual([]);
  });

  it('answers about one resource with the fields of the official answer', async () => {
    const { body } = await single(
      'packamalfiles',
      `timespan=${at(-300)}/${at(0)}&interval=PT1H&metricnames=Availability,UsedCapacity&aggregation=average,minimum,maximum`,
    );
    const wanted = shapeOf(official('metrics/arm/examples/GetMetric.json'));
    expect([...wanted].filter((path) => !shapeOf(body).has(path) && !path.includes('metadatavalues'))).toEqual([]);
  });

  it('fails a single metric inside a success, as the official answer does', async () => {
    const { status, body } = await single(
      'packamal-insights',
      `timespan=${at(-60)}/${at(0)}&interval=PT5M&metricnames=requests/count,requests/duration&aggregation=average`,
    );
    expect(status).toBe(200);
    const codes = z.object({ value: z.array(z.object({ errorCode: z.string(), timeseries: z.array(z.unknown()) })) }).parse(body);
    expect(codes.value.map((one) => [one.errorCode, one.timeseries.length])).toEqual([
      ['InvalidSamplingType', 0],
      ['Success', 1],
    ]);
    expect([...shapeOf(official('metrics/arm/examples/GetMetricError.json'))].filter((path) => !shapeOf(body).has(path))).toEqual([]);
  });

  it('lists definitions with the fields of the official answer', async () => {
    const { body } = await call(`/arm/${idOf('bps-website')}/providers/microsoft.insights/metricDefinitions?api-version=2024-02-01`);
    expect([...shapeOf(official('metrics/arm/examples/GetMetricDefinitions.json'))].filter((path) => !shapeOf(body).has(path))).toEqual([]);
  });

  it('answers Resource Graph with the fields of the official answers', async () => {
    const query = { subscriptions: [europe()], query: 'Resources | project id, name, type, location, tags | limit 3' };
    const { body } = await call('/arm/providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01', { body: query });
    const wanted = [...shapeOf(official('resource-graph/examples/ResourcesBasicQuery.json'))].filter((path) => !path.includes('.tags.'));
    expect(wanted.filter((path) => !shapeOf(body).has(path))).toEqual([]);
    expect(body).toMatchObject({ totalRecords: 3, count: 3, resultTruncated: 'false', facets: [] });
  });

  it('pages with $skipToken as in the official answers', async () => {
    const ask = (options: object): Promise<Answer> =>
      call('/arm/providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01', {
        body: { query: 'Resources | project id, name, type, location', options },
      });
    const first = await ask({ $top: 15 });
    const { $skipToken } = z.object({ $skipToken: z.string() }).parse(first.body);
    const second = await ask({ $top: 15, $skipToken });
    expect(second.body).toMatchObject({ totalRecords: 22, count: 7 });
    expect(second.body).not.toHaveProperty('$skipToken');
    expect(
      [...shapeOf(official('resource-graph/examples/ResourcesFirstPageQuery.json'))].filter((path) => !shapeOf(first.body).has(path)),
    ).toEqual([]);
    expect(first.headers.get('x-ms-user-quota-remaining')).toBe('14');
  });

  it('words a refused batch as the official example does', async () => {
    const { status, body, headers } = await batch(['packamal-cache'], { starttime: at(-100 * 1440) });
    expect(status).toBe(400);
    expect(headers.get('x-ms-error-code')).toBe('BadRequest');
    expect(shapeOf(body)).toEqual(shapeOf(official('metrics/examples/MetricBatchExample.json', 'default')));
  });
});

describe('refusals', () => {
  it.each([
    ['resources of another region', () => batch(['packamal-cache'], {}, 'northeurope'), /region/u],
    ['resources of another type', () => batch(['pg-compliance']), /type/u],
    ['resources of another subscription', () => batch(['bps-website-sp']), /subscription/u],
    ['no resources', () => batch([]), /must not be empty/u],
    ['more than 50 resources', () => batch(Array.from({ length: 51 }, () => 'packamal-cache')), /51 exceeds the maximum of 50/u],
    [
      'a metric the type does not have',
      () => batch(['packamal-cache'], { metricnames: 'cpu' }),
      /Failed to find metric configuration .* Valid metrics: serverLoad,/u,
    ],
    ['an interval no metric has', () => batch(['packamal-cache'], { interval: 'PT2M' }), /can not support requested time grain: 00:02:00/u],
    [
      'percentiles, which no metric has',
      () => batch(['packamal-cache'], { aggregation: 'percentile95' }),
      /Invalid aggregation type: percentile95/u,
    ],
    ['a range that ends before it begins', () => batch(['packamal-cache'], { endtime: at(-120) }), /must be before/u],
  ])('meet a batch of %s', async (_, ask, sentence) => {
    const { status, body } = await ask();
    expect(status).toBe(400);
    expect(body).toMatchObject({ error: { code: 'BadRequest', message: expect.stringMatching(sentence) } });
  });

  it('stand bare in the single-resource API', async () => {
    const { status, body } = await single(
      'packamal-aks',
      `timespan=${at(-60)}/${at(0)}&interval=P1D&metricnames=node_cpu_usage_percentage`,
    );
    expect(status).toBe(400);
    expect(body).toMatchObject({
      code: 'BadRequest',
      message: expect.stringContaining('can not support requested time grain: 1.00:00:00'),
    });
  });

  it('adjust the interval where that is asked for', async () => {
    const { body } = await single(
      'packamal-aks',
      `timespan=${at(-600)}/${at(0)}&interval=P1D&metricnames=node_cpu_usage_percentage&AutoAdjustTimegrain=true`,
    );
    expect(body).toMatchObject({ interval: 'PT12H' });
  });

  it('name an unknown resource', async () => {
    const { status, body } = await call(`/arm/${idOf('packamal-aks')}x/providers/Microsoft.Insights/metrics?api-version=2024-02-01`);
    expect(status).toBe(404);
    expect(body).toMatchObject({ error: { code: 'ResourceNotFound' } });
  });

  it.each([
    ['no token', '/arm/subscriptions?api-version=2022-12-01', { token: '' }, 'AuthenticationFailed'],
    ['a forged token', '/arm/subscriptions?api-version=2022-12-01', { token: 'a.b.c' }, 'InvalidAuthenticationToken'],
    [
      'a token for something else',
      '/arm/subscriptions?api-version=2022-12-01',
      { audience: 'https://vault.azure.net' },
      'InvalidAuthenticationTokenAudience',
    ],
  ])('meet %s with 401', async (_, path, options, code) => {
    const { status, body, headers } = await call(path, options);
    expect(status).toBe(401);
    expect(body).toMatchObject({ error: { code } });
    expect(headers.get('www-authenticate')).toMatch(/^Bearer authorization_uri=/u);
  });

  it('give an ordered fault Azure’s own words', async () => {
    world.faults.add({ target: 'azure/metrics', status: 529, retryAfter: 7, count: 1 });
    const { status, body, headers } = await batch(['packamal-cache']);
    expect([status, headers.get('retry-after')]).toEqual([529, '7']);
    expect(body).toMatchObject({ error: { code: 'TooManyRequests' } });
  });
});

describe('points', () => {
  it('that were not measured have their time and no field', async () => {
    const { body } = await single('packamal-cache', `timespan=${at(-10)}/${at(10)}&interval=PT1M&metricnames=cachehits&aggregation=total`);
    const data = z
      .object({ value: z.array(z.object({ timeseries: z.array(z.object({ data: z.array(z.record(z.string(), z.unknown())) })) })) })
      .parse(body);
    const points = data.value[0]?.timeseries[0]?.data ?? [];
    expect(Object.keys(points[0] ?? {})).toEqual(['timeStamp', 'total']);
    expect(Object.keys(points.at(-1) ?? {})).toEqual(['timeStamp']);
  });

  it('list the subscriptions', async () => {
    const { body } = await call('/arm/subscriptions?api-version=2022-12-01');
    expect(body).toMatchObject({ value: [{ displayName: 'production-africa', state: 'Enabled' }, { displayName: 'production-europe' }] });
  });
});
