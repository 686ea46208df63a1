import { describe, expect, it } from 'vitest';
import type { Value } from '../../src/kql/types.ts';
import { EmulatorClock } from '../clock.ts';
import { createEstate } from '../estate/estate.ts';
import { createScenarios } from '../scenarios/index.ts';
import { createLogs, type LogScope } from './index.ts';
import { ticksOf } from './times.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** A Friday. */
const noon = Date.UTC(2026, 10, 20, 12, 0, 0);
const everything: LogScope = { kind: 'everything' };

function start({ at = noon + 50_000, seed = 'tocsin' } = {}) {
  let now = at;
  const clock = { now: () => now };
  const estate = createEstate({ seed, clock });
  const logs = createLogs({ estate, clock, seed });
  const resource = (name: string) => {
    const found = estate.resources.find((one) => one.name === name);
    if (found === undefined) throw new Error(`no ${name}`);
    return found;
  };
  const rows = (table: string, from: number, to: number, columns: readonly string[], scope = everything) => {
    const found = logs.tableSource(scope, { from, to }).table(table);
    if (found === undefined) throw new Error(`no table ${table}`);
    const values = columns.map((name) => found.values(found.columns.findIndex((one) => one.name === name)));
    return Array.from({ length: found.length }, (_, row) => values.map((column) => column[row] ?? null));
  };
  const metric = (name: string, metricName: string, from: number, to: number) => {
    const found = estate.metricsOf(resource(name).type).find((one) => one.name === metricName);
    if (found === undefined) throw new Error(`no ${metricName}`);
    return estate.values(resource(name), found, { from, to, grainMs: to - from })[0]?.summary;
  };
  const of = (name: string): LogScope => ({ kind: 'resource', resource: resource(name) });
  return { estate, logs, resource, rows, metric, of, moveTo: (to: number) => void (now = to) };
}

const sum = (values: readonly Value[]): number => values.reduce<number>((all, value) => all + Number(value), 0);
const components = ['bps-website-ai', 'pixcrawler-ai', 'packamal-insights', 'appi-compliance'];
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
    const [[cpu] = []] = rows('performanceCounters', at, at + minute, ['value', 'name'], of(component)).filter(
      ([, name]) => name === '% Processor Time',
    );
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

  it('has three slow requests in every hour, whose calls say why', () => {
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

it('ties what happened in one operation together', () => {
  const { rows } = start();
  const requests = new Map(rows('requests', noon - hour, noon, ['operation_Id', 'name']).map(([id, name]) => [id, name]));
  expect(requests.size).toBe(rows('requests', noon - hour, noon, ['id']).length);
  for (const table of ['dependencies', 'exceptions', 'traces'])
    for (const [id, name] of rows(table, noon - hour, noon, ['operation_Id', 'operation_Name']))
      if (id !== '') expect(requests.get(id ?? '')).toBe(name);
});

it('blames exceptions on requests that failed, where there are any', () => {
  const { rows } = start();
  const failed = new Set(
    rows('requests', noon - day, noon, ['operation_Id', 'success']).flatMap(([id, success]) => (success === 'False' ? [id] : [])),
  );
  const exceptions = rows('exceptions', noon - day, noon, ['operation_Id']).flat();
  expect(exceptions.filter((id) => failed.has(id)).length).toBeGreaterThan(0.3 * exceptions.length);
});

it('makes the same rows whenever and whoever asks, and others with another seed', () => {
  const ask = (world: ReturnType<typeof start>) =>
    world.rows('traces', noon - 2 * hour, noon - hour, ['timestamp', 'message', 'itemId', 'user_Id']);
  const first = ask(start());
  expect(first.length).toBeGreaterThan(100);
  expect(ask(start({ at: noon + 3 * day }))).toEqual(first);
  expect(ask(start({ seed: 'other' }))).not.toEqual(first);
  const world = start();
  const halves = [noon - 2 * hour, noon - 90 * minute].flatMap((at) => world.rows('traces', at, at + 30 * minute, ['itemId']).flat());
  expect(halves.toSorted()).toEqual(first.map(([, , id]) => id).toSorted());
});

it('shows a minute when it is over and sent, and then all of it', () => {
  const { rows, moveTo } = start({ at: noon + minute + 10_000 });
  const count = (): number => rows('requests', noon, noon + hour, ['itemCount']).length;
  expect(count()).toBe(0);
  moveTo(noon + minute + 20_000);
  const one = count();
  expect(one).toBeGreaterThan(0);
  moveTo(noon + 30 * minute);
  const times = rows('requests', noon, noon + hour, ['timestamp'])
    .flat()
    .map(Number);
  expect(times.filter((at) => at < ticksOf(noon + minute))).toHaveLength(one);
  expect(Math.max(...times)).toBeLessThan(ticksOf(noon + 29 * minute));
  expect(Math.max(...times)).toBeGreaterThan(ticksOf(noon + 28 * minute));
});

it('tells of a scenario what its charts show', async () => {
  const clock = new EmulatorClock({ start: noon, patienceMs: 0 });
  const estate = createEstate({ seed: 'tocsin', clock });
  const logs = createLogs({ estate, clock, seed: 'tocsin' });
  const told = async () => undefined;
  const scenarios = createScenarios({ clock, estate, fireAzureAlert: told, fireSentryAlert: told, releaseInSentry: () => undefined });
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
  const ofCompliance = ([role]: readonly Value[]): boolean => String(role).startsWith('compliance');
  const shareOfSlow = (): number => {
    const durations = values('requests', 'duration', ofCompliance, ['cloud_RoleName']);
    return durations.filter((one) => one > 2000).length / durations.length;
  };
  await clock.advance(10 * minute);
  expect(shareOfSlow()).toBeLessThan(0.2);
  await scenarios.start('slow-database');
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

describe('the scope', () => {
  const { logs, rows, of } = start();
  const roles = (scope: LogScope) => new Set(rows('requests', noon - hour, noon, ['cloud_RoleName'], scope).flat());

  it('of a workspace is that of its services; the central one has them all', () => {
    const scopeOf = (key: string): LogScope => {
      const workspace = logs.workspace(key);
      if (workspace === undefined) throw new Error(`no ${key}`);
      return { kind: 'workspace', workspace };
    };
    expect(roles(scopeOf('packamal-logs'))).toEqual(new Set(['packamal', 'packamal-worker']));
    expect(roles(scopeOf('central-logs')).size).toBe(8);
    const byArmId = logs.workspaces[2]?.resource?.id ?? '';
    expect(scopeOf(byArmId.toUpperCase())).toEqual(scopeOf('log-compliance'));
    expect(logs.workspace('elsewhere')).toBeUndefined();
  });

  it('of a resource is what it wrote itself', () => {
    expect(roles(of('appi-compliance'))).toEqual(new Set(['compliance', 'compliance-worker']));
    expect(roles(of('packamal-aks'))).toEqual(new Set());
    expect(rows('KubePodInventory', noon - hour, noon, ['Name'], of('packamal-aks')).length).toBeGreaterThan(50);
    expect(roles(of('packamal-logs'))).toEqual(roles(of('packamal-insights')));
  });
});

describe('the tables of a workspace', () => {
  const { rows, metric } = start();

  it('have the rows of the classic ones under their own names', () => {
    const classic = rows('requests', noon - hour, noon, [
      'timestamp',
      'operation_Id',
      'duration',
      'success',
      'cloud_RoleName',
      'itemCount',
    ]);
    const own = rows('AppRequests', noon - hour, noon, [
      'TimeGenerated',
      'OperationId',
      'DurationMs',
      'Success',
      'AppRoleName',
      'ItemCount',
    ]);
    expect(own).toEqual(classic.map(([at, id, duration, success, ...rest]) => [at, id, duration, success === 'True', ...rest]));
    const measured = rows('customMetrics', noon - hour, noon, ['name', 'valueSum', 'valueCount']);
    expect(rows('AppMetrics', noon - hour, noon, ['Name', 'Sum', 'ItemCount'])).toEqual(measured);
  });

  it('have the metrics themselves, and those of nodes', () => {
    const from = noon - hour;
    const found = rows('AzureMetrics', from, noon, ['Resource', 'MetricName', 'TimeGenerated', 'Average']);
    const [row] = found.filter(
      ([name, metricName, at]) => name === 'PG-COMPLIANCE' && metricName === 'cpu_percent' && at === ticksOf(from),
    );
    expect(row?.[3]).toBe(metric('pg-compliance', 'cpu_percent', from, from + 5 * minute)?.average);
    const nodes = rows('Perf', from, from + minute, ['CounterName', 'CounterValue']).filter(([name]) => name === 'cpuUsageNanoCores');
    const mean = sum(nodes.slice(0, 3).map(([, value]) => value ?? 0)) / 3 / 4e7;
    expect(mean).toBeCloseTo(metric('packamal-aks', 'node_cpu_usage_percentage', from, from + minute)?.average ?? 0, 1);
  });

  it('have what happens to pods: a restart is counted and told', () => {
    const restarts = rows('KubePodInventory', noon - day, noon, ['Namespace', 'ContainerRestartCount']);
    expect(restarts.filter(([namespace, count]) => namespace === 'packamal' && Number(count) > 0).length).toBeGreaterThan(100);
    const reasons = rows('KubeEvents', noon - 4 * day, noon, ['Reason']).flat();
    expect(reasons).toEqual(expect.arrayContaining(['Killing', 'BackOff', 'Unhealthy']));
    const lines = rows('ContainerLog', noon - day, noon, ['Name', 'LogEntry']);
    expect(lines.some(([name, entry]) => String(name).endsWith('/backend') && String(entry).includes('ERROR'))).toBe(true);
    expect(lines).toHaveLength(rows('ContainerLogV2', noon - day, noon, ['PodName']).length);
  });

  it('say how much was written, for each table and hour', () => {
    const usage = rows('Usage', noon - day, noon, ['DataType', 'Quantity', 'QuantityUnit']);
    expect(usage.map(([table]) => table)).toEqual(expect.arrayContaining(['AppRequests', 'ContainerLogV2', 'AzureDiagnostics']));
    expect(usage.every(([, quantity, unit]) => Number(quantity) > 0 && unit === 'MBytes')).toBe(true);
    const ofRequests = usage.filter(([table]) => table === 'AppRequests');
    expect(ofRequests).toHaveLength(24 * components.length);
  });
});

it('writes down what has to be hidden, every hour', () => {
  const { rows, of } = start();
  const messages = rows('traces', noon - hour, noon, ['message'], of('appi-compliance'))
    .flat()
    .map(String);
  for (const pattern of [/[\w.]+@[\w.]+/u, /203\.0\.113\.\d+/u, /Bearer [\w-]+\.[\w-]+\.[\w-]+/u, /Password=\w+/u])
    expect(messages.filter((message) => pattern.test(message)).length).toBeGreaterThanOrEqual(1);
});

describe('what is made', () => {
  it('is about 100,000 rows a day in nine tables, and only columns that are asked for', () => {
    const { logs } = start();
    const source = logs.tableSource(everything, { from: noon - day, to: noon });
    const tables = [
      'requests',
      'dependencies',
      'exceptions',
      'traces',
      'customEvents',
      'customMetrics',
      'performanceCounters',
      'pageViews',
      'availabilityResults',
    ];
    const lengths = tables.map((name) => source.table(name)?.length ?? 0);
    expect(lengths.reduce((all, one) => all + one, 0)).toBeGreaterThan(90_000);
    expect(lengths.reduce((all, one) => all + one, 0)).toBeLessThan(120_000);
    expect(logs.statistics().made['columns']).toBeUndefined();
    const requests = source.table('requests');
    requests?.values(0);
    expect(logs.statistics().made['columns']).toBe(24 * components.length);
    requests?.values(0);
    source.table('requests')?.values(0);
    expect(logs.statistics().made['columns']).toBe(24 * components.length);
  });

  it('is bounded, however much is asked for', () => {
    const { logs, rows } = start();
    for (const table of ['requests', 'dependencies', 'customMetrics'])
      rows(table, noon - 30 * day, noon, ['name', 'itemId', 'cloud_RoleName']);
    expect(logs.statistics().cells).toBeLessThanOrEqual(4_500_000);
  });

  it('has every column of the right type, in the order of time for each who writes it', () => {
    const { logs } = start();
    const source = logs.tableSource(everything, { from: noon - 30 * minute, to: noon });
    const wrong = source.schemas.flatMap(({ name, columns }) => {
      const table = source.table(name);
      return columns.flatMap((column, index) =>
        (table?.values(index) ?? []).some((value) => !fits(value, column.type)) ? [`${name}.${column.name}`] : [],
      );
    });
    expect(wrong).toEqual([]);
    expect(source.table('Nothing')).toBeUndefined();
  });
});

function fits(value: Value, type: string): boolean {
  if (type === 'string') return typeof value === 'string';
  if (value === null || type === 'dynamic') return true;
  if (type === 'bool') return typeof value === 'boolean';
  if (type === 'real') return typeof value === 'number' && Number.isFinite(value);
  return Number.isSafeInteger(value);
}
