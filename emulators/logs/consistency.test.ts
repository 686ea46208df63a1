import { describe, expect, it } from 'vitest';
import type { Value } from '../../src/kql/types.ts';
import { EmulatorClock } from '../clock.ts';
import { createEstate } from '../estate/estate.ts';
import { slowDatabase } from '../scenarios/slow-database.ts';
import { createLogs } from './index.ts';
import { components, day, everything, hour, minute, noon, start, sum, textOf } from './test-logs.ts';

/** Busy and quiet, weekday and weekend, yesterday and last week. */
const moments = [noon - 3 * minute, noon - 13 * hour, noon - 4 * day, noon - 6 * day - 9 * hour];

describe.each(components)('the telemetry of %s', (component) => {
  const world = start();

  it.each(moments)('counts in the minute of %d what its metrics count', (at) => {
    const { rows, metric, of } = world;
    const requests = rows('requests', at, at + minute, ['itemCount', 'duration', 'success'], of(component));
    const count = sum(requests.map(([items]) => items ?? 0));
    expect(count).toBe(metric(component, 'requests/count', at, at + minute)?.total);
    expect(sum(requests.flatMap(([items, , success]) => (success === 'False' ? [items ?? 0] : [])))).toBe(
      metric(component, 'requests/failed', at, at + minute)?.total,
    );
    const took = sum(requests.map(([items, duration]) => Number(items) * Number(duration)));
    expect(took / count).toBeCloseTo(metric(component, 'requests/duration', at, at + minute)?.average ?? 0, 2);
    const calls = rows('dependencies', at, at + minute, ['itemCount', 'duration'], of(component));
    expect(sum(calls.map(([items]) => items ?? 0))).toBe(metric(component, 'dependencies/count', at, at + minute)?.total);
    expect(sum(calls.map(([items, duration]) => Number(items) * Number(duration))) / sum(calls.map(([items]) => items ?? 0))).toBeCloseTo(
      metric(component, 'dependencies/duration', at, at + minute)?.average ?? 0,
      2,
    );
    expect(sum(rows('exceptions', at, at + minute, ['itemCount'], of(component)).flat())).toBe(
      metric(component, 'exceptions/count', at, at + minute)?.total,
    );
    const counters = rows('performanceCounters', at, at + minute, ['value', 'name'], of(component));
    const [cpu] = counters.find(([, name]) => name === '% Processor Time') ?? [];
    expect(cpu).toBe(metric(component, 'performanceCounters/processCpuPercentage', at, at + minute)?.average);
  });

  it('counts in an hour of last month what its metrics count, with fewer rows', () => {
    const { rows, metric, of } = world;
    const [old, fresh] = [noon - 20 * day, noon - 6 * day].map((at) =>
      rows('requests', at, at + hour, ['itemCount'], of(component)).flat(),
    );
    expect(sum(old ?? [])).toBe(metric(component, 'requests/count', noon - 20 * day, noon - 20 * day + hour)?.total);
    expect(old?.length).toBeLessThan(0.75 * (fresh?.length ?? 0));
  });

  it('has slow requests in every hour, and calls of theirs', () => {
    const { rows, of } = world;
    for (const from of [noon - hour, noon - 14 * hour, noon - 5 * day]) {
      const slow = rows('requests', from, from + hour, ['duration', 'operation_Id'], of(component)).filter(
        ([duration]) => Number(duration) > 2000,
      );
      expect(slow.length).toBeGreaterThanOrEqual(1);
      const calls = new Set(rows('dependencies', from, from + hour, ['operation_Id'], of(component)).flat());
      expect(slow.filter(([, id]) => !calls.has(id ?? ''))).toEqual([]);
    }
  });
});

it('tells of a scenario what its charts show', async () => {
  const clock = new EmulatorClock({ start: noon, patienceMs: 0 });
  const estate = createEstate({ seed: 'tocsin', clock });
  const logs = createLogs({ estate, clock, seed: 'tocsin' });
  const values = (
    table: string,
    column: string,
    where: (row: readonly Value[]) => boolean,
    using: readonly string[],
  ): readonly number[] => {
    const found = logs.tableSource(everything, { from: noon, to: clock.now() }).table(table);
    if (found === undefined) throw new Error(`no ${table}`);
    const [wanted = [], ...others] = [column, ...using].map((name) => found.values(found.columns.findIndex((one) => one.name === name)));
    return wanted.flatMap((value, row) => (where(others.map((one) => one[row] ?? null)) ? [Number(value)] : []));
  };
  const ofCompliance = ([role]: readonly Value[]): boolean => textOf(role).startsWith('compliance');
  const shareOfSlow = (): number => {
    const durations = values('requests', 'duration', ofCompliance, ['cloud_RoleName']);
    return durations.filter((one) => one > 2000).length / durations.length;
  };
  await clock.advance(10 * minute);
  expect(shareOfSlow()).toBeLessThan(0.2);
  for (const { effects } of slowDatabase.start(clock.now()).causes) for (const effect of effects) estate.apply(effect);
  await clock.advance(10 * minute);
  expect(shareOfSlow()).toBeGreaterThan(0.35);
  const pool = values('customMetrics', 'value', ([name, role]) => name === 'database_connections' && role === 'compliance', [
    'name',
    'cloud_RoleName',
  ]);
  expect(Math.max(...pool)).toBeGreaterThan(180);
  expect(values('exceptions', 'itemCount', ofCompliance, ['cloud_RoleName']).reduce((all, one) => all + one, 0)).toBeGreaterThan(60);
  expect(values('AzureDiagnostics', 'TimeGenerated', ([level]) => level === 'FATAL', ['errorLevel_s']).length).toBeGreaterThan(10);
});
