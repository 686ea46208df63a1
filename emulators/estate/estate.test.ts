import { describe, expect, it } from 'vitest';
import { createEstate, depthMs } from './estate.ts';
import { serviceNames } from './resources.ts';
import type { Summary } from './values.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** A Friday. */
const now = Date.UTC(2026, 10, 20, 12, 3, 20);

const estateAt = (at = now, seed = 'tocsin') => createEstate({ seed, clock: { now: () => at } });
const estate = estateAt();

function series(name: string, metricName: string, among = estate) {
  const resource = among.resources.find((one) => one.name === name);
  const metric = among.metricsOf(resource?.type ?? '').find((one) => one.name === metricName);
  if (resource === undefined || metric === undefined) throw new Error(`no ${metricName} of ${name}`);
  return (from: number, to: number, grainMs: number) => among.values(resource, metric, { from, to, grainMs });
}

const every = estate.resources.flatMap((resource) => estate.metricsOf(resource.type).map((metric) => ({ resource, metric })));
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('the estate', () => {
  it('has 22 resources of 13 types in two subscriptions and two regions', () => {
    const { resources } = estate;
    expect(resources).toHaveLength(22);
    expect(new Set(resources.map((one) => one.id.toLowerCase())).size).toBe(22);
    expect(new Set(resources.map((one) => one.type)).size).toBe(13);
    expect(new Set(resources.map((one) => one.subscription)).size).toBe(2);
    expect(new Set(resources.map((one) => one.region)).size).toBe(2);
    expect(new Set(resources.map((one) => one.tags['service']))).toEqual(new Set(serviceNames));
  });

  it('has more than a hundred series, and something to measure for every resource', () => {
    expect(every.length).toBeGreaterThanOrEqual(110);
    expect(estate.resources.every((one) => estate.metricsOf(one.type).length > 0)).toBe(true);
  });

  it('finds a resource by its id in any case', () => {
    const id = estate.resources[0]?.id ?? '';
    expect(estate.find(id.toUpperCase().slice(1))?.id).toBe(id);
    expect(estate.find(`${id}x`)).toBeUndefined();
  });
});

describe('values', () => {
  it('are the same whenever and by whomever they are asked, and others with another seed', () => {
    const ask = (seed: string, at: number) =>
      series('pg-compliance', 'cpu_percent', estateAt(at, seed))(now - 3 * hour, now - hour, minute);
    expect(ask('tocsin', now)).toEqual(ask('tocsin', now + day));
    expect(ask('tocsin', now)).not.toEqual(ask('other', now));
  });

  it.each(every.map(({ resource, metric }) => [resource.name, metric.name] as const))('of %s, %s, agree between grains', (name, metric) => {
    const values = series(name, metric);
    const from = now - (now % hour) - 30 * hour;
    const [whole] = values(from, from + hour, hour).map((one) => one.summary);
    const parts = values(from, from + hour, minute).flatMap((one) => one.summary ?? []);
    expect(whole).toBeDefined();
    expect(parts).toHaveLength(60);
    const sum = (pick: (one: Summary) => number): number => parts.reduce((all, one) => all + pick(one), 0);
    expect(whole?.total).toBeCloseTo(
      sum((one) => one.total),
      4,
    );
    expect(whole?.count).toBe(sum((one) => one.count));
    expect(whole?.minimum).toBe(Math.min(...parts.map((one) => one.minimum)));
    expect(whole?.maximum).toBe(Math.max(...parts.map((one) => one.maximum)));
    // Each minute weighs as much as it has samples: one, or its requests.
    const weighed = sum((one) => one.average * one.count) / sum((one) => one.count);
    expect(whole?.average).toBeCloseTo(sum((one) => one.count) === 0 ? 0 : weighed, 4);
  });

  it('of how long requests take weigh each minute by its requests, in its splits as well', () => {
    const quietAndBusy = { from: now - (now % hour) - 12 * hour, to: now - (now % hour), grainMs: 12 * hour };
    const weighed = every.filter(({ metric }) => metric.samples !== undefined);
    expect(weighed.length).toBeGreaterThan(8);
    for (const { resource, metric } of weighed) {
      const minutes = (one: typeof metric) =>
        estate.values(resource, one, { ...quietAndBusy, grainMs: minute }).map(({ summary }) => summary ?? { total: 0, average: 0 });
      const [requests, took] = [minutes(metric.samples ?? metric), minutes(metric)];
      const together = took.reduce((all, one, index) => all + one.average * (requests[index]?.total ?? 0), 0);
      const whole = estate.values(resource, metric, quietAndBusy)[0]?.summary;
      expect(whole?.average).toBeCloseTo(together / requests.reduce((all, one) => all + one.total, 0), 6);
      expect(whole?.average).not.toBeCloseTo(mean(took.map((one) => one.average)), 6);
      const parts = estate.split(resource, metric, quietAndBusy, { apart: metric.dimensions.slice(0, 1), only: new Map() });
      expect(mean(parts.map(({ points }) => points[0]?.summary?.average ?? 0))).toBeCloseTo(whole?.average ?? 0, 6);
    }
  });

  it('lie where their unit allows', () => {
    for (const { resource, metric } of every)
      for (const { summary } of estate.values(resource, metric, { from: now - 7 * day, to: now, grainMs: 6 * hour })) {
        if (summary === undefined) continue;
        expect(summary.minimum).toBeGreaterThanOrEqual(0);
        expect(summary.minimum).toBeLessThanOrEqual(summary.maximum);
        if (metric.unit === 'Percent') expect(summary.maximum).toBeLessThanOrEqual(100);
      }
  });

  it('reach 93 days back, not further, and not beyond the minute that is over', () => {
    const values = series('bps-website', 'Requests');
    const old = values(now - depthMs - day, now - depthMs + day, hour);
    expect(old[0]?.summary).toBeUndefined();
    expect(old.at(-1)?.summary).toBeDefined();
    const fresh = values(now - (now % minute) - 2 * minute, now + 2 * minute, minute);
    expect(fresh.map((one) => one.summary !== undefined)).toEqual([true, true, false, false, false]);
  });

  it('rise and fall with the day and rest at the weekend', () => {
    const requests = series('ca-compliance-api', 'Requests');
    const total = (from: number): number => requests(from, from + hour, hour)[0]?.summary?.total ?? 0;
    const wednesday = Date.UTC(2026, 10, 18);
    const sunday = Date.UTC(2026, 10, 15);
    expect(total(wednesday + 10 * hour)).toBeGreaterThan(4 * total(wednesday + 22 * hour));
    expect(total(wednesday + 10 * hour)).toBeGreaterThan(2 * total(sunday + 10 * hour));
  });

  it('are healthy while no scenario runs', () => {
    const worst = (name: string, metric: string): number =>
      Math.max(...series(name, metric)(now - 30 * day, now, hour).map((one) => one.summary?.average ?? 0));
    expect(worst('appi-compliance', 'requests/duration')).toBeLessThan(500);
    for (const plan of ['bps-website-sp', 'pixcrawler-sp']) {
      expect(worst(plan, 'CpuPercentage')).toBeLessThan(70);
      expect(worst(plan, 'MemoryPercentage')).toBeLessThan(80);
    }
  });
});

describe('effects', () => {
  it('change one series for their time, and nothing else', () => {
    const touched = estateAt();
    touched.apply({ resource: 'pg-compliance', metric: 'cpu_percent', from: now - hour, to: now - 30 * minute, change: () => 99 });
    const before = series('pg-compliance', 'cpu_percent')(now - 2 * hour, now, minute);
    const after = series('pg-compliance', 'cpu_percent', touched)(now - 2 * hour, now, minute);
    const changed = after.filter((one, index) => one.summary?.average !== before[index]?.summary?.average);
    expect(changed).toHaveLength(30);
    expect(changed.every((one) => one.summary?.average === 99)).toBe(true);
    const other = (among: typeof estate) => series('packamal-db', 'cpu_percent', among)(now - 2 * hour, now, minute);
    expect(other(touched)).toEqual(other(estate));
  });

  it('can silence a series', () => {
    const silenced = estateAt();
    silenced.apply({ resource: 'bps-website', metric: 'Requests', from: now - hour, to: now, change: () => undefined });
    expect(series('bps-website', 'Requests', silenced)(now - 10 * minute, now, minute)[0]?.summary).toBeUndefined();
  });
});

describe('dimensions', () => {
  const from = now - (now % hour) - 3 * hour;
  const range = { from, to: from + 2 * hour, grainMs: 15 * minute };
  const dimensional = every.filter(({ metric }) => metric.dimensions.length > 0);
  const splits = dimensional.flatMap(({ resource, metric }) => metric.dimensions.map((dimension) => ({ resource, metric, dimension })));

  it.each(splits.map((one) => [one.resource.name, one.metric.name, one.dimension, one] as const))(
    'of %s, %s by %s, make the whole',
    (_name, _metric, dimension, { resource, metric }) => {
      const whole = estate.values(resource, metric, range);
      const parts = estate.split(resource, metric, range, { apart: [dimension], only: new Map() });
      for (const [index, { summary }] of whole.entries()) {
        const own = parts.flatMap(({ points }) => points[index]?.summary ?? []);
        if (summary === undefined) throw new Error('nothing was measured');
        if (metric.shape.kind === 'gauge') expect(mean(own.map((one) => one.average))).toBeCloseTo(summary.average, 6);
        else expect(own.reduce((sum, one) => sum + one.total, 0)).toBe(summary.total);
        for (const one of own) expect(one.minimum <= one.average && one.average <= one.maximum).toBe(true);
        if (metric.unit === 'Percent') for (const one of own) expect(one.maximum).toBeLessThanOrEqual(100);
      }
    },
  );

  it('can be narrowed to some values, and the values make what they are narrowed to', () => {
    const found = dimensional.find((one) => one.metric.name === 'Transactions');
    if (found === undefined) throw new Error('no such metric');
    const { resource, metric } = found;
    const only = new Map([['responsetype', ['success', 'ServerBusyError']]]);
    const [rolled] = estate.split(resource, metric, range, { apart: [], only });
    const apart = estate.split(resource, metric, range, { apart: ['ApiName'], only });
    expect(apart.map((one) => one.values[0])).toContain('GetBlob');
    for (const [index, point] of (rolled?.points ?? []).entries())
      expect(apart.reduce((sum, one) => sum + (one.points[index]?.summary?.total ?? 0), 0)).toBe(point.summary?.total);
    expect(estate.split(resource, metric, range, { apart: [], only: new Map([['ApiName', ['Nothing']]]) })).toEqual([]);
  });

  it('of all requests include the failed ones: no code fails more often than it is answered', () => {
    const metricCalled = (name: string) =>
      every.find(({ resource, metric }) => resource.name === 'appi-compliance' && metric.name === name);
    const [all, failed] = ['requests/count', 'requests/failed'].map((name) => {
      const found = metricCalled(name);
      if (found === undefined) throw new Error(`no ${name}`);
      const parts = estate.split(found.resource, found.metric, range, { apart: ['request/resultCode'], only: new Map() });
      const sum = (points: (typeof parts)[number]['points']): number => points.reduce((total, one) => total + (one.summary?.total ?? 0), 0);
      return new Map(parts.map(({ values, points }) => [values[0] ?? '', sum(points)]));
    });
    const rates = [...(failed ?? [])].map(([code, count]) => [code, count / (all?.get(code) ?? 0)] as const);
    for (const [code, rate] of rates) expect([code, code.startsWith('5') ? rate === 1 : rate > 0 && rate < 1]).toEqual([code, true]);
    expect(rates.map(([code]) => code).toSorted()).toEqual(['404', '500', '503']);
  });
});

describe('as Azure gives it', () => {
  const end = now - (now % minute);
  const seen = (name: string, metricName: string) => {
    const found = every.find(({ resource, metric }) => resource.name === name && metric.name === metricName);
    if (found === undefined) throw new Error(`no ${metricName}`);
    const range = { from: end - 5 * minute, to: end, grainMs: minute };
    const ask = (how: object) => estate.values(found.resource, found.metric, { ...range, ...how }).map(({ summary }) => summary?.total);
    return { true: ask({}), late: ask({ seen: 'as it arrives' }) };
  };

  it('the newest minute is not there yet or zero, and of the ones before it a part of what adds up', () => {
    const counted = seen('appi-compliance', 'requests/count');
    expect(counted.late.slice(0, 2)).toEqual(counted.true.slice(0, 2));
    for (const index of [2, 3]) expect(counted.late[index]).toBeLessThan(counted.true[index] ?? 0);
    expect(counted.late[4]).toBeUndefined();
    expect(seen('bps-website', 'Requests').late[4]).toBe(0);
    const level = seen('bps-website-sp', 'CpuPercentage');
    expect(level.late).toEqual([...level.true.slice(0, 4), undefined]);
  });
});
