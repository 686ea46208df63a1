import { describe, expect, it } from 'vitest';
import type { Value } from '../../src/kql/types.ts';
import type { LogScope } from './index.ts';
import { components, day, everything, hour, minute, noon, start, sum, textOf } from './test-logs.ts';
import { ticksOf } from './times.ts';

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
  expect(new Set(halves)).toEqual(new Set(first.map(([, , id]) => id)));
  expect(halves).toHaveLength(first.length);
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
    const row = found.find(([name, metricName, at]) => name === 'PG-COMPLIANCE' && metricName === 'cpu_percent' && at === ticksOf(from));
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
    expect(lines.some(([name, entry]) => textOf(name).endsWith('/backend') && textOf(entry).includes('ERROR'))).toBe(true);
    expect(lines).toHaveLength(rows('ContainerLogV2', noon - day, noon, ['PodName']).length);
  });

  it('say how much was written, for each table and hour', () => {
    const usage = rows('Usage', noon - day, noon, ['DataType', 'Quantity', 'QuantityUnit']);
    expect(usage.map(([table]) => table)).toEqual(expect.arrayContaining(['AppRequests', 'ContainerLogV2', 'AzureDiagnostics']));
    expect(usage.every(([, quantity, unit]) => Number(quantity) > 0 && unit === 'MBytes')).toBe(true);
    const ofRequests = usage.filter(([table]) => table === 'AppRequests');
    expect(ofRequests).toHaveLength(24 * components.length);
  });

  it('are billed for what Usage says, row by row', () => {
    const said = new Map<string, number>();
    for (const [table, megabytes] of rows('Usage', noon - day, noon, ['DataType', 'Quantity']))
      said.set(textOf(table), (said.get(textOf(table)) ?? 0) + Number(megabytes));
    expect(said.size).toBeGreaterThan(20);
    for (const [table, megabytes] of said)
      expect([table, sum(rows(table, noon - day, noon, ['_BilledSize']).flat()) / 1e6]).toEqual([table, expect.closeTo(megabytes, 4)]);
    // As large as rows are.
    for (const table of ['AppRequests', 'AppTraces', 'AppExceptions', 'ContainerLogV2', 'AzureMetrics'])
      for (const [size] of rows(table, noon - hour, noon, ['_BilledSize']))
        expect(Number(size)).toSatisfy((one: number) => one > 200 && one < 4000);
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

  it('makes of a column what holds the rows that are asked for', () => {
    const { logs } = start();
    const open = () => logs.tableSource(everything, { from: noon - day, to: noon }).table('requests');
    const [table, whole] = [open(), open()?.values(3) ?? []];
    const before = logs.statistics().made['columns'] ?? 0;
    const last = whole.length - 1;
    expect(table?.some?.(3, Int32Array.of(last, 0, last - 1, 700))).toEqual([whole[last], whole[0], whole[last - 1], whole[700]]);
    table?.some?.(4, Int32Array.of(last, last - 1));
    expect((logs.statistics().made['columns'] ?? 0) - before).toBe(1);
    table?.values(4);
    // It is there already.
    expect(table?.some?.(4, Int32Array.of(last))).toBeUndefined();
  });

  it('is bounded, however much is asked for, and the same when it has to be made again', () => {
    const { logs, rows } = start({ mostCells: 100_000 });
    const ask = () => rows('dependencies', noon - 12 * hour, noon, ['name', 'duration', 'operation_Id']);
    const first = ask();
    expect(logs.statistics().cells).toBeLessThanOrEqual(100_000);
    const { made } = logs.statistics();
    expect(ask()).toEqual(first);
    expect(logs.statistics().made['calls']).toBeGreaterThan(made['calls'] ?? 0);
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
