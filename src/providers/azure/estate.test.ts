import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { createQuotas } from '../../../emulators/azure/quotas.ts';
import { type AzureHarness, startAzure } from '../../../test/fakes/azure-harness.ts';
import { createHandClock } from '../../../test/fakes/hand-clock.ts';
import type { Resource } from '../../core/model/resource.ts';
import type { MetricQuery, MetricWish } from '../../core/ports.ts';
import type { Azure } from './index.ts';
import { type AzureObserver, unobserved } from './observe.ts';

const { signal } = new AbortController();
const hour = 3_600_000;
const minute = 60_000;

let world: AzureHarness;
let azure: Azure;
beforeEach(async () => {
  world = await startAzure();
  azure = world.connect({});
});
afterEach(async () => world[Symbol.asyncDispose]());

const groupsOf = (resources: readonly Resource[]): number =>
  new Set(resources.map((one) => [one.subscription, one.region, one.type].join())).size;

function everything(resources: readonly Resource[], how: 'primary' | 'left to Azure'): readonly MetricWish[] {
  return resources.flatMap((resource) =>
    world.estate
      .metricsOf(resource.type)
      .map(({ name, primary }) => ({ resource, metric: name, aggregations: how === 'primary' ? [primary] : [] })),
  );
}

const day = (wanted: readonly MetricWish[]): MetricQuery => {
  const to = world.clock.now();
  return { wanted, from: to - 24 * hour, to, grainMs: hour };
};

describe('the whole estate', () => {
  it.each(['primary', 'left to Azure'] as const)('costs a call per group and one for discovery, aggregations %s', async (how) => {
    const resources = await azure.resources.list({ signal });
    const { series, failures } = await azure.metrics.read(day(everything(resources, how)), { signal });
    expect(failures).toEqual([]);
    expect(series).toHaveLength(world.estate.resources.flatMap((one) => world.estate.metricsOf(one.type)).length);
    expect(series.length).toBeGreaterThanOrEqual(110);
    expect(groupsOf(resources)).toBe(14);
    expect(world.server.requests).toHaveLength(14 + 1);
    expect(world.server.requests.length).toBeLessThanOrEqual(groupsOf(resources) + 2);
    for (const { resource, metric, aggregation } of series)
      expect([metric, aggregation]).toEqual([metric, world.estate.metricsOf(resource.type).find(({ name }) => name === metric)?.primary]);
  });

  it('costs nothing again before the next interval is complete, for parts of it neither', async () => {
    const resources = await azure.resources.list({ signal });
    const query = day(everything(resources, 'primary'));
    const first = await azure.metrics.read(query, { signal });
    const before = world.server.requests.length;
    await world.clock.advance(40 * minute);
    const later = day(query.wanted);
    expect(await azure.metrics.read(later, { signal })).toEqual(first);
    await azure.metrics.read({ ...later, wanted: query.wanted.slice(3, 9) }, { signal });
    expect(world.server.requests).toHaveLength(before);
    await world.clock.advance(20 * minute);
    const next = await azure.metrics.read(day(query.wanted), { signal });
    expect(world.server.requests).toHaveLength(before + 14);
    expect(next).not.toEqual(first);
  });

  it('learns once which metrics have no such fine grain, and asks for those apart from then on', async () => {
    const resources = await azure.resources.list({ signal });
    const fine = (hours: number): MetricQuery => ({
      ...day(everything(resources, 'primary')),
      from: world.clock.now() - hours * hour,
      grainMs: 5 * minute,
    });
    const { series, failures } = await azure.metrics.read(fine(2), { signal });
    expect(failures).toEqual([]);
    expect(new Set(series.map((one) => one.grainMs / minute))).toEqual(new Set([5, 30, 60]));
    const before = world.server.requests.length;
    await azure.metrics.read(fine(3), { signal });
    // Four types have metrics in half hours or hours only.
    expect(world.server.requests.slice(before).filter((one) => one.includes('getBatch'))).toHaveLength(14 + 4);
    expect(world.server.requests).toHaveLength(before + 14 + 4);
  });
});

describe('the figures', () => {
  it('tell calls by kind and result, what waited, the budget left and what the cache saved', async () => {
    const told: string[] = [];
    const observe: AzureObserver = {
      ...unobserved,
      call: (kind, result) => told.push(`${kind} ${result}`),
      retry: (kind) => told.push(`retry ${kind}`),
      budgetLeft: (kind, _subscription, share) => told.push(`left ${kind} ${share.toFixed(3)}`),
      series: (source, count) => told.push(`series ${source} ${count}`),
    };
    const watched = world.connect({ observe });
    const one = (await watched.resources.list({ signal })).find(({ name }) => name === 'bps-website');
    expect(told.splice(0)).toEqual(['left graph 0.933', 'login ok', 'graph ok']);
    if (one === undefined) throw new Error('no such resource');
    world.faults.add({ target: 'azure/metrics', status: 529, retryAfter: 0, count: 1 });
    const query = day([{ resource: one, metric: 'Requests', aggregations: ['total'] }]);
    await Promise.all([watched.metrics.read(query, { signal }), watched.metrics.read(query, { signal })]);
    expect(told.filter((line) => line.startsWith('series'))).toEqual([
      'series cache 0',
      'series shared 0',
      'series azure 1',
      'series cache 0',
      'series shared 1',
      'series azure 0',
    ]);
    expect(told.filter((line) => !line.startsWith('series'))).toEqual([
      'left batch 0.996',
      'login ok',
      'batch throttled',
      'retry batch',
      expect.stringMatching(/^left batch 0\.99/u),
      'batch ok',
    ]);
    told.splice(0);
    await watched.metrics.read(query, { signal });
    expect(told).toEqual(['series cache 1', 'series shared 0', 'series azure 0']);
  });
});

describe('many charts at once', () => {
  it('stay within the share of Azure’s limits: they wait their turn, and Azure refuses none', async () => {
    const clock = createHandClock();
    const waits: number[] = [];
    const time = {
      elapsed: clock.now,
      pause: async (ms: number) => {
        waits.push(ms);
        clock.move(ms);
      },
    };
    const limited = await startAzure({ quotas: createQuotas(clock.now) });
    onTestFinished(() => limited[Symbol.asyncDispose]());
    const results: string[] = [];
    const observe: AzureObserver = { ...unobserved, call: (_kind, result) => results.push(result) };
    const polite = limited.connect({ budget: 0.5, clock, time, observe });
    const one = (await polite.resources.list({ signal })).find(({ name }) => name === 'bps-website-sp');
    if (one === undefined) throw new Error('no such resource');
    const to = clock.now();
    const wanted: readonly MetricWish[] = [{ resource: one, metric: 'CpuPercentage', aggregations: ['average'] }];
    const ranges = Array.from({ length: 150 }, (_, index) => to - (index + 1) * 60 * minute);
    const all = await Promise.all(ranges.map((from) => polite.metrics.read({ wanted, from, to, grainMs: 60 * minute }, { signal })));
    expect(all.every(({ series, failures }) => series.length === 1 && failures.length === 0)).toBe(true);
    // Half of 250 at once; the others follow at half of 25 a second.
    expect(waits).toHaveLength(150 - 125);
    expect(new Set(results)).toEqual(new Set(['ok']));
  });
});

describe('what a type offers', () => {
  it('is asked for once a day, and in the background while the old answer serves', async () => {
    const one = (await azure.resources.list({ signal })).find(({ name }) => name === 'packamal-db');
    if (one === undefined) throw new Error('no such resource');
    const first = await azure.metrics.definitions(one, { signal });
    await world.clock.advance(25 * hour);
    const before = world.server.requests.length;
    world.faults.add({ target: 'azure/arm', delayMs: 30, count: 1 });
    // The answer does not wait for the new one, which is not there yet.
    expect(await azure.metrics.definitions(one, { signal })).toBe(first);
    await azure.metrics.definitions(one, { signal });
    await expect.poll(() => world.server.requests.length).toBe(before + 1);
    await expect.poll(async () => (await azure.metrics.definitions(one, { signal })) === first).toBe(false);
    expect(world.server.requests).toHaveLength(before + 1);
  });
});
