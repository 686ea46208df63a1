import { describe, expect, it } from 'vitest';
import { shop } from '../../test/fakes/incident-desk.ts';
import { createLogList } from '../../test/fakes/log.ts';
import { ProviderError } from '../core/errors.ts';
import type { Resource } from '../core/model/resource.ts';
import type { Unit } from '../core/model/series.ts';
import type { MetricQuery, MetricSource } from '../core/ports.ts';
import { createHealth } from './health.ts';
import { judge } from './health-judge.ts';
import { builtInKpis } from './kpis.ts';

const at = Date.UTC(2026, 10, 20, 9);
const resource = (name: string, type: string): Resource => ({
  id: `/subscriptions/s/resourceGroups/g/providers/${type}/${name}`,
  name,
  type,
  subscription: 's',
  group: 'g',
  region: 'westeurope',
  tags: {},
});
const insights = resource('shop-ai', 'microsoft.insights/components');
const app = resource('shop-web', 'microsoft.web/sites');
const plan = resource('shop-plan', 'microsoft.web/serverfarms');
const spare = resource('spare-plan', 'microsoft.web/serverfarms');

/** Answers from a table "resource metric" → values; `seconds` are metrics that Azure gives in seconds. */
function metricsOf(values: Readonly<Record<string, readonly (number | undefined)[]>>) {
  const queries: MetricQuery[] = [];
  const source: Pick<MetricSource, 'read'> = {
    read: async (query) => {
      queries.push(query);
      const series = query.wanted.flatMap(({ resource: one, metric, aggregations }) => {
        const points = values[`${one.name} ${metric}`];
        const unit: Unit = metric === 'HttpResponseTime' ? 'seconds' : 'none';
        if (points === undefined) return [];
        const found = { resource: one, metric, unit, grainMs: 300_000, dimensions: {}, points: points.map((value) => ({ at, value })) };
        return aggregations.map((aggregation) => ({ ...found, aggregation }));
      });
      return { series, failures: [] };
    },
  };
  return { source, queries };
}

async function healthOf(source: Pick<MetricSource, 'read'>, resources: readonly Resource[], service = shop) {
  const health = createHealth({
    catalogue: { resourcesOf: async () => resources },
    metrics: source,
    ledger: { incidents: async () => [] },
    kpis: builtInKpis,
    log: createLogList(),
  });
  const { services } = await health.of([service], at, new AbortController().signal);
  const [first] = services;
  if (first === undefined) throw new Error('no service came back');
  return first;
}

describe('judging a value', () => {
  it.each([
    [69, 'good'],
    [70, 'good'],
    [70.1, 'warning'],
    [85, 'warning'],
    [85.1, 'bad'],
    [undefined, 'unknown'],
  ] as const)('CPU of %s %% is %s', (value, state) => {
    expect(judge(value, { better: 'lower', target: 70, critical: 85 })).toBe(state);
  });

  it.each([
    [100, 'good'],
    [99.5, 'warning'],
    [98, 'bad'],
  ] as const)('availability of %s %% is %s', (value, state) => {
    expect(judge(value, { better: 'higher', target: 99.9, critical: 99 })).toBe(state);
  });
});

describe('the health of a service', () => {
  it('is that of its worst KPI, and says which resource decides', async () => {
    const { source } = metricsOf({
      'shop-ai requests/failed': [1, undefined],
      'shop-ai requests/count': [100, 100],
      'shop-ai requests/duration': [300, 500],
      'shop-ai availabilityResults/availabilityPercentage': [100],
      'shop-web Http5xx': [0],
      'shop-web Requests': [10],
      'shop-web HttpResponseTime': [0.2],
      'shop-plan CpuPercentage': [90, 80],
      'spare-plan CpuPercentage': [5],
      'shop-plan MemoryPercentage': [50],
      'spare-plan MemoryPercentage': [60],
    });
    const health = await healthOf(source, [insights, app, plan, spare]);
    expect(health.state).toBe('warning');
    expect(health.kpis.map(({ name, shown, state, resource: decides }) => [name, shown, state, decides])).toEqual([
      ['errorRate', '0.5 %', 'good', 'shop-ai'],
      ['responseTime', '400 ms', 'good', 'shop-ai'],
      ['cpu', '85 %', 'warning', 'shop-plan'],
      ['memory', '60 %', 'good', 'spare-plan'],
      ['availability', '100 %', 'good', 'shop-ai'],
    ]);
  });

  it('is unknown, never good, where there is no data', async () => {
    const { source } = metricsOf({
      'shop-plan CpuPercentage': [10],
      'spare-plan CpuPercentage': [undefined],
      'shop-plan MemoryPercentage': [10],
    });
    const health = await healthOf(source, [plan, spare]);
    expect(health.state).toBe('unknown');
    expect(health.kpis.find((kpi) => kpi.name === 'cpu')).toMatchObject({ state: 'unknown', shown: 'no data', resource: 'spare-plan' });
    expect((await healthOf(source, [])).state).toBe('unknown');
  });

  it('leaves availability out where nobody tests it, unless the service names it', async () => {
    const { source } = metricsOf({});
    const names = (health: Awaited<ReturnType<typeof healthOf>>) => health.kpis.map((kpi) => kpi.name);
    expect(names(await healthOf(source, [insights]))).not.toContain('availability');
    expect(names(await healthOf(source, [insights], { ...shop, kpis: { availability: { target: 99.5 } } }))).toContain('availability');
  });

  it('is judged by the limits of the service where it has its own', async () => {
    const { source } = metricsOf({ 'shop-plan CpuPercentage': [60], 'shop-plan MemoryPercentage': [1] });
    const health = await healthOf(source, [plan], { ...shop, kpis: { cpu: { target: 40, critical: 50 } } });
    expect(health.kpis[0]).toMatchObject({ state: 'bad', limits: 'target ≤ 40 %, critical > 50 %' });
  });

  it('asks once for everything, for all services together, and for nothing twice', async () => {
    const { source, queries } = metricsOf({});
    const health = createHealth({
      catalogue: { resourcesOf: async (service) => (service.name === 'shop' ? [plan, insights] : [plan, spare]) },
      metrics: source,
      ledger: { incidents: async () => [] },
      kpis: builtInKpis,
      log: createLogList(),
    });
    await health.of([shop, { ...shop, name: 'other' }], at, new AbortController().signal);
    expect(queries).toHaveLength(1);
    expect(queries[0]?.wanted.map((wish) => [wish.resource.name, wish.metric, wish.aggregations])).toEqual([
      ['shop-plan', 'CpuPercentage', ['average']],
      ['shop-plan', 'MemoryPercentage', ['average']],
      ['shop-ai', 'requests/failed', ['count']],
      ['shop-ai', 'requests/count', ['count']],
      ['shop-ai', 'requests/duration', ['average']],
      ['shop-ai', 'availabilityResults/availabilityPercentage', ['average']],
      ['spare-plan', 'CpuPercentage', ['average']],
      ['spare-plan', 'MemoryPercentage', ['average']],
    ]);
    expect(queries.every((query) => query.to === at && query.from === at - 3_600_000)).toBe(true);
  });

  it('asks for nothing where nothing has a KPI', async () => {
    const { source, queries } = metricsOf({});
    await healthOf(source, [resource('shop-keys', 'microsoft.keyvault/vaults')]);
    expect(queries).toEqual([]);
  });

  it('says what could not be read instead of failing', async () => {
    const source: Pick<MetricSource, 'read'> = {
      read: () => Promise.reject(new ProviderError('Azure', 'too many requests just now', { retry: { when: 'never' } })),
    };
    const health = await healthOf(source, [plan]);
    expect(health).toMatchObject({ state: 'unknown', failures: ['shop-plan: Azure: too many requests just now'] });
  });
});
