import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AzureHarness, startAzure } from '../../../test/fakes/azure-harness.ts';
import { ProviderError } from '../../core/errors.ts';
import type { Resource } from '../../core/model/resource.ts';
import type { Aggregation, Point } from '../../core/model/series.ts';
import type { MetricQuery } from '../../core/ports.ts';

const { signal } = new AbortController();
const hour = 3_600_000;
const minute = 60_000;

let world: AzureHarness;
let resources: readonly Resource[];
beforeAll(async () => {
  world = await startAzure();
  resources = await world.azure.resources.list({ signal });
});
afterAll(async () => world[Symbol.asyncDispose]());

function named(...names: readonly string[]): readonly Resource[] {
  return resources.filter((one) => names.includes(one.name));
}

function lastHour(
  of: readonly Resource[],
  metrics: readonly string[],
  { aggregations = ['average'], ...more }: Partial<MetricQuery> & { readonly aggregations?: readonly Aggregation[] } = {},
): MetricQuery {
  const to = world.clock.now();
  const wanted = of.flatMap((resource) => metrics.map((metric) => ({ resource, metric, aggregations })));
  return { wanted, from: to - hour, to, grainMs: 5 * minute, ...more };
}

/** The requests the server got while `run` was running. */
async function counted<T>(run: () => Promise<T>): Promise<{ readonly result: T; readonly batches: number; readonly all: number }> {
  const before = world.server.requests.length;
  const result = await run();
  const made = world.server.requests.slice(before);
  return { result, batches: made.filter((one) => one.includes('getBatch')).length, all: made.length };
}

describe('reading metrics', () => {
  it('reads a plan’s CPU in grains of five minutes, aligned', async () => {
    const { series, failures } = await world.azure.metrics.read(lastHour(named('bps-website-sp'), ['CpuPercentage']), { signal });
    expect(failures).toEqual([]);
    expect(series).toHaveLength(1);
    expect(series[0]).toMatchObject({ metric: 'CpuPercentage', unit: 'percent', aggregation: 'average', grainMs: 5 * minute });
    const points = series[0]?.points ?? [];
    expect(points).toHaveLength(13);
    for (const point of points) expect(point.at % (5 * minute)).toBe(0);
    expect(points.every(({ value }) => value !== undefined && value > 0 && value < 100)).toBe(true);
  });

  it('reads both Redis caches, whose cases differ between Azure’s services, in one call', async () => {
    const caches = named('packamal-cache', 'compliance-cache').map((one) => ({ ...one, id: one.id.toUpperCase() }));
    const { result, batches } = await counted(() =>
      world.azure.metrics.read(lastHour(caches, ['cachehits'], { aggregations: ['total'] }), { signal }),
    );
    expect(result.series.map((one) => one.resource.name).toSorted()).toEqual(['compliance-cache', 'packamal-cache']);
    expect(batches).toBe(1);
  });

  it('takes the nearest coarser grain for a metric that is not measured so finely', async () => {
    const query = lastHour(named('packamalfiles'), ['UsedCapacity', 'Transactions'], { from: world.clock.now() - 6 * hour });
    const { series } = await world.azure.metrics.read(query, { signal });
    expect(Object.fromEntries(series.map((one) => [one.metric, one.grainMs]))).toEqual({ UsedCapacity: hour, Transactions: 5 * minute });
  });

  it('gives nanocores as cores and names what a resource does not have', async () => {
    const { series, failures } = await world.azure.metrics.read(lastHour(named('ca-compliance-api', 'pg-compliance'), ['UsageNanoCores']), {
      signal,
    });
    expect(series[0]).toMatchObject({ unit: 'cores' });
    expect(series[0]?.points[0]?.value).toBeLessThan(2);
    expect(failures).toEqual([
      expect.objectContaining({ metric: 'UsageNanoCores', reason: 'pg-compliance has no metric called UsageNanoCores.' }),
    ]);
  });

  it('lets the primary aggregation stand in where the asked one does not exist', async () => {
    const { series } = await world.azure.metrics.read(lastHour(named('appi-compliance'), ['requests/count'], { aggregations: ['total'] }), {
      signal,
    });
    expect(series[0]).toMatchObject({ aggregation: 'count', unit: 'count' });
  });

  it('leaves gaps where nothing was measured: what is yet to come, and what Azure no longer keeps', async () => {
    const now = world.clock.now();
    const ahead = await world.azure.metrics.read(lastHour(named('bps-website-sp'), ['CpuPercentage'], { to: now + hour }), { signal });
    expect(ahead.series[0]?.points.at(-1)?.value).toBeUndefined();
    const long = lastHour(named('bps-website-sp'), ['CpuPercentage'], { from: now - 400 * 24 * hour, grainMs: 24 * hour });
    const { series } = await world.azure.metrics.read(long, { signal });
    expect(series[0]?.points.length).toBeGreaterThanOrEqual(92);
    expect(series[0]?.points.length).toBeLessThanOrEqual(94);
  });

  it('asks once for what several people ask at the same moment', async () => {
    const query = lastHour(named('pixcrawler-sp'), ['CpuPercentage']);
    const azure = world.connect({});
    const { batches } = await counted(() => Promise.all([1, 2, 3].map(() => azure.metrics.read(query, { signal }))));
    expect(batches).toBe(1);
  });

  it('lets one of them leave without spoiling it for the others', async () => {
    const leaving = new AbortController();
    const query = lastHour(named('bps-website'), ['Requests']);
    const first = world.azure.metrics.read(query, { signal: leaving.signal });
    const second = world.azure.metrics.read(query, { signal });
    leaving.abort(new Error('gone'));
    await expect(first).rejects.toThrow('gone');
    await expect(second).resolves.toMatchObject({ failures: [] });
  });
});

describe('dimensions', () => {
  const sum = (points: readonly Point[]): number => points.reduce((all, one) => all + (one.value ?? 0), 0);
  const codes = { dimension: 'request/resultCode', top: 3 };
  const requests = (more: Partial<MetricQuery> = {}) =>
    lastHour(named('appi-compliance'), ['requests/count'], { aggregations: ['count'], ...more });

  it.each(['batch', 'single'] as const)('split a metric into the largest, in the %s API', async (api) => {
    const azure = world.connect({});
    if (api === 'single') world.faults.add({ target: 'azure/metrics', status: 401 });
    const whole = await azure.metrics.read(requests(), { signal });
    const split = await azure.metrics.read(requests({ split: codes }), { signal });
    const all = await azure.metrics.read(requests({ split: { ...codes, top: 50 } }), { signal });
    world.faults.clear();
    expect(split.series.map((one) => one.dimensions)).toEqual(['200', '302', '404'].map((code) => ({ 'request/resultCode': code })));
    expect(split.series.map((one) => sum(one.points))).toEqual(
      all.series
        .map((one) => sum(one.points))
        .toSorted((one, other) => other - one)
        .slice(0, 3),
    );
    expect(all.series.reduce((total, one) => total + sum(one.points), 0)).toBe(sum(whole.series[0]?.points ?? []));
  });

  it.each(['batch', 'single'] as const)('narrow to some values, as one series, in the %s API', async (api) => {
    const azure = world.connect({});
    if (api === 'single') world.faults.add({ target: 'azure/metrics', status: 401 });
    const filter = { dimension: 'request/resultCode', values: ['404', '500', "it's"] };
    const { series } = await azure.metrics.read(requests({ filter }), { signal });
    const all = await azure.metrics.read(requests({ split: { ...codes, top: 50 } }), { signal });
    const apart = await azure.metrics.read(requests({ filter, split: { dimension: 'cloud/roleName', top: 5 } }), { signal });
    world.faults.clear();
    expect(series).toHaveLength(1);
    const wanted = all.series.filter((one) => ['404', '500'].includes(one.dimensions['request/resultCode'] ?? ''));
    expect(sum(series[0]?.points ?? [])).toBe(wanted.reduce((total, one) => total + sum(one.points), 0));
    expect(apart.series.map((one) => one.dimensions)).toEqual([
      { 'cloud/roleName': 'compliance' },
      { 'cloud/roleName': 'compliance-worker' },
    ]);
    expect(apart.series.reduce((total, one) => total + sum(one.points), 0)).toBe(sum(series[0]?.points ?? []));
  });

  it('find the largest by the primary aggregation where none is asked for', async () => {
    const query = lastHour(named('ca-compliance-api'), ['Requests'], {
      aggregations: [],
      split: { dimension: 'statusCodeCategory', top: 1 },
    });
    const { series } = await world.connect({}).metrics.read(query, { signal });
    expect(series).toMatchObject([{ aggregation: 'total', dimensions: { statusCodeCategory: '2xx' } }]);
  });

  it('that a metric does not have are said with those it has', async () => {
    const query = lastHour(named('ca-compliance-api'), ['Requests'], { aggregations: ['total'], split: { dimension: 'Instance', top: 5 } });
    const { series, failures } = await world.connect({}).metrics.read(query, { signal });
    expect(series).toEqual([]);
    expect(failures.map((one) => one.reason)).toEqual([
      'Requests of ca-compliance-api has no dimension called Instance; it has revisionName, statusCodeCategory.',
    ]);
  });
});

describe('where the batch API does not serve', () => {
  it('reads one by one when it is denied, and remembers', async () => {
    const azure = world.connect({});
    const caches = named('packamal-cache', 'compliance-cache');
    // With the fresh token as well.
    world.faults.add({ target: 'azure/metrics', status: 401, count: 2 });
    const first = await azure.metrics.read(lastHour(caches, ['serverLoad']), { signal });
    expect(first).toMatchObject({ failures: [], series: [{ unit: 'percent', grainMs: 5 * minute }, {}] });
    const { result, batches } = await counted(() => azure.metrics.read(lastHour(caches, ['connectedclients']), { signal }));
    expect(result.series).toHaveLength(2);
    expect(batches).toBe(0);
  });

  it('reads one by one when it does not know the type', async () => {
    world.faults.add({ target: 'azure/metrics', status: 404, count: 1 });
    const { series } = await world.connect({}).metrics.read(lastHour(named('bps-website-keys'), ['Availability']), { signal });
    expect(series).toHaveLength(1);
  });

  it('says what worked when one group fails', async () => {
    const both = named('pixcrawler-sp', 'packamal-db');
    const azure = world.connect({});
    await azure.metrics.read(lastHour(both, ['CpuPercentage', 'cpu_percent']), { signal });
    world.faults.add({ target: 'azure/metrics/westeurope', status: 500, count: 3 });
    const query = lastHour(both, ['CpuPercentage', 'cpu_percent'], { from: world.clock.now() - 2 * hour });
    const { series, failures } = await azure.metrics.read(query, { signal });
    expect(series.map((one) => one.resource.name)).toEqual(['pixcrawler-sp']);
    expect(failures.filter((one) => one.metric === undefined)).toEqual([
      expect.objectContaining({ resource: expect.objectContaining({ name: 'packamal-db' }) }),
    ]);
  });

  it('fails as a whole when nothing can be read', async () => {
    world.faults.add({ target: 'azure', status: 503 });
    await expect(world.connect({}).metrics.read(lastHour(resources, ['CpuPercentage']), { signal })).rejects.toThrow(ProviderError);
    world.faults.clear();
  });
});

describe('what can be measured', () => {
  it('lists a resource’s metrics, once', async () => {
    const database = named('packamal-db')[0] ?? failTest();
    const azure = world.connect({});
    const [found] = await Promise.all([azure.metrics.definitions(database, { signal }), azure.metrics.definitions(database, { signal })]);
    const { result, all } = await counted(() => azure.metrics.definitions(database, { signal }));
    expect(all).toBe(0);
    expect(result).toEqual(found);
    expect(result.find((one) => one.name === 'active_connections')).toEqual({
      name: 'active_connections',
      title: 'active connections',
      unit: 'count',
      aggregations: ['average', 'minimum', 'maximum'],
      primary: 'average',
      grainsMs: [1, 5, 15, 30, 60, 360, 720, 1440].map((minutes) => minutes * minute),
      dimensions: [],
    });
  });

  it('checks the metrics of each subscription, and says what to grant where they are refused', async () => {
    expect((await world.azure.metrics.check({ signal })).map((one) => one.ok)).toEqual([true, true]);
    world.faults.add({ target: 'azure/arm/subscriptions', status: 403 });
    const refused = await world.connect({}).metrics.check({ signal });
    world.faults.clear();
    expect(refused.map((one) => one.ok)).toEqual([false, false]);
    expect(refused[0]?.detail).toMatch(/grant the role Monitoring Reader on the subscription 5/u);
  });
});

function failTest(): never {
  throw new Error('the estate lacks what the test needs');
}
