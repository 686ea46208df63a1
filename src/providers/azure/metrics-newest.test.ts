import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AzureHarness, startAzure } from '../../../test/fakes/azure-harness.ts';
import type { Point, Series } from '../../core/model/series.ts';
import type { MetricQuery } from '../../core/ports.ts';
import { withoutEarlyZeros } from './metrics-newest.ts';

const { signal } = new AbortController();
const minute = 60_000;
const noon = Date.UTC(2026, 10, 20, 12);

const series = (values: readonly (number | undefined)[], more: Partial<Series> = {}): Series => ({
  resource: { id: '/r', name: 'r', type: 't', subscription: 's', group: 'g', region: 'e', tags: {} },
  metric: 'm',
  aggregation: 'total',
  unit: 'count',
  grainMs: minute,
  dimensions: {},
  points: values.map((value, index) => ({ at: noon + (index - values.length) * minute, value })),
  ...more,
});
const valuesOf = ({ points }: { readonly points: readonly Point[] }): readonly (number | undefined)[] => points.map(({ value }) => value);

describe('the newest points', () => {
  it('of what adds up are not measured yet where Azure says zero', () => {
    expect(valuesOf(withoutEarlyZeros(series([4, 0, 0, 5, 3, 0, 0]), noon))).toEqual([4, 0, 0, 5, 3, undefined, undefined]);
    expect(valuesOf(withoutEarlyZeros(series([4, 2, 0, undefined]), noon))).toEqual([4, 2, undefined, undefined]);
  });

  it('are believed when they are older than Azure needs, when nothing ever happens, and when they are levels', () => {
    expect(valuesOf(withoutEarlyZeros(series([4, 0, 0, 0, 0]), noon))).toEqual([4, 0, undefined, undefined, undefined]);
    expect(valuesOf(withoutEarlyZeros(series([0, 0, 0]), noon))).toEqual([0, 0, 0]);
    expect(valuesOf(withoutEarlyZeros(series([4, 0], { aggregation: 'average' }), noon))).toEqual([4, 0]);
  });
});

describe('values that Azure has late', () => {
  let world: AzureHarness;
  beforeEach(async () => {
    world = await startAzure();
  });
  afterEach(async () => world[Symbol.asyncDispose]());

  async function readerOf(resourceName: string, metric: string, grainMs: number) {
    const resource = (await world.azure.resources.list({ signal })).find(({ name }) => name === resourceName);
    const known = world.estate.resources.find(({ name }) => name === resourceName);
    const definition = world.estate.metricsOf(known?.type ?? '').find(({ name }) => name === metric);
    if (resource === undefined || known === undefined || definition === undefined) throw new Error(`no ${metric} of ${resourceName}`);
    return {
      read: async (more: Partial<MetricQuery> = {}): Promise<readonly Point[]> => {
        const to = Math.floor(world.clock.now() / grainMs) * grainMs;
        const wanted = [{ resource, metric, aggregations: [] }];
        const found = await world.azure.metrics.read({ wanted, from: to - 60 * minute, to, grainMs, ...more }, { signal });
        return found.series[0]?.points ?? [];
      },
      truth: (from: number, to: number): number =>
        world.estate.values(known, definition, { from, to, grainMs })[0]?.summary?.total ?? Number.NaN,
    };
  }

  it.each([
    ['bps-website', 'Requests'],
    ['appi-compliance', 'requests/count'],
    ['bps-website-sp', 'CpuPercentage'],
  ])('leave a gap at the end of %s’s %s, not a fall to zero, and are there a little later', async (name, metric) => {
    const { read } = await readerOf(name, metric, minute);
    const points = await read();
    expect(points.at(-1)?.value).toBeUndefined();
    expect(points.every(({ value }) => value === undefined || value > 0)).toBe(true);
    expect(points.filter(({ value }) => value === undefined)).toHaveLength(1);
    const late = points.at(-1)?.at;
    await world.clock.advance(3 * minute);
    expect((await read()).find(({ at }) => at === late)?.value).toBeGreaterThan(0);
  });

  it('are read again when they have arrived: what is kept of five minutes is the whole of them', async () => {
    await world.clock.advance(2 * minute + 10_000);
    const { read, truth } = await readerOf('bps-website', 'Requests', 5 * minute);
    const end = Math.floor(world.clock.now() / (5 * minute)) * 5 * minute;
    const whole = truth(end - 5 * minute, end);
    expect((await read()).at(-1)?.value).toBeLessThan(whole);
    const asked = world.server.requests.length;
    await world.clock.advance(2 * minute);
    await read();
    expect(world.server.requests).toHaveLength(asked);
    await world.clock.advance(minute);
    expect((await read()).at(-1)?.value).toBe(whole);
    await world.clock.advance(minute);
    await read();
    expect(world.server.requests).toHaveLength(asked + 1);
  });

  it('are read anew for whoever asks for nothing older, once', async () => {
    const { read } = await readerOf('bps-website', 'Requests', 60 * minute);
    await world.clock.advance(30 * minute);
    await read();
    const asked = world.server.requests.length;
    await world.clock.advance(20_000);
    await read({ notBefore: world.clock.now() - 30_000 });
    expect(world.server.requests).toHaveLength(asked);
    await Promise.all([1, 2].map(() => read({ notBefore: world.clock.now() - 10_000 })));
    expect(world.server.requests).toHaveLength(asked + 1);
    await read();
    await read({ notBefore: world.clock.now() - 10_000 });
    expect(world.server.requests).toHaveLength(asked + 1);
  });
});
