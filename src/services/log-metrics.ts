import type { Aggregation, Unit } from '../core/model/series.ts';
import { kqlString } from './queries-literals.ts';
import type { LogTables } from './query-services.ts';

/** What the two spellings of Application Insights' tables call the same thing. */
export type Spelling = 'classic' | 'workspace';

/** What is asked of a log metric. */
export interface LogShape {
  readonly tables: Spelling;
  readonly from: number;
  readonly to: number;
  readonly grainMs: number;
  /** A column of `dimensions`, in the tables' own spelling. */
  readonly by: { readonly column: string; readonly top: number } | undefined;
  readonly where: { readonly column: string; readonly values: readonly string[] } | undefined;
}

/** What Azure's metrics do not have and the logs do: a name that can be charted, and the query that measures it. */
export interface LogMetric {
  /** "p95 latency" */
  readonly title: string;
  readonly unit: Unit;
  /** How it is aggregated, for people: "95th percentile". */
  readonly way: string;
  /** Whether the values of two intervals together are an amount. */
  readonly aggregation: Aggregation;
  /** The KPI whose limits hold. */
  readonly kpi: string | undefined;
  readonly wanted: LogTables;
  readonly dimensions: Readonly<Record<Spelling, readonly string[]>>;
  /** KQL that gives `at`, `value` and, where it is split, `part`. */
  readonly text: (shape: LogShape) => string;
  /** How much before the range has to be seen as well. */
  readonly lead?: 'one interval' | undefined;
}

/** A table, and how its columns are called. */
interface Table {
  readonly name: string;
  readonly time: string;
  readonly value: string;
  /** How many events a row stands for: Application Insights samples. */
  readonly weight: string;
}

type Measured = Readonly<Record<Spelling, Table>>;

const timed = { classic: 'timestamp', workspace: 'TimeGenerated' } as const;
const requests: Measured = {
  classic: { name: 'requests', time: timed.classic, value: 'duration', weight: 'itemCount' },
  workspace: { name: 'AppRequests', time: timed.workspace, value: 'DurationMs', weight: 'ItemCount' },
};
const dependencies: Measured = {
  classic: { name: 'dependencies', time: timed.classic, value: 'duration', weight: 'itemCount' },
  workspace: { name: 'AppDependencies', time: timed.workspace, value: 'DurationMs', weight: 'ItemCount' },
};
const ofRequests = {
  classic: ['name', 'resultCode', 'cloud_RoleName', 'cloud_RoleInstance'],
  workspace: ['Name', 'ResultCode', 'AppRoleName', 'AppRoleInstance'],
} as const;
const ofDependencies = {
  classic: ['name', 'type', 'target', 'resultCode', 'cloud_RoleName'],
  workspace: ['Name', 'DependencyType', 'Target', 'ResultCode', 'AppRoleName'],
} as const;

/** A percentile of the durations, weighted by what each sampled row stands for. */
export function durationPercentile(percent: number, of: 'requests' | 'dependencies'): LogMetric {
  const tables = of === 'requests' ? requests : dependencies;
  return {
    title: `p${percent} ${of === 'requests' ? 'latency' : 'dependency duration'}`,
    unit: 'milliseconds',
    way: percentileWords(percent),
    aggregation: 'average',
    kpi: of === 'requests' && [50, 95, 99].includes(percent) ? `latencyP${percent}` : undefined,
    wanted: 'either',
    dimensions: of === 'requests' ? ofRequests : ofDependencies,
    text: (shape) => {
      const { value, weight } = tables[shape.tables];
      return summarized(tables[shape.tables], [], `percentilew(${value}, ${weight}, ${percent})`, shape);
    },
  };
}

/** A metric that an application sends by itself. */
export function customMetric(name: string, way: Aggregation | { readonly percent: number }): LogMetric {
  const named = kqlString(name);
  return {
    title: name,
    unit: 'none',
    way: typeof way === 'string' ? way : percentileWords(way.percent),
    aggregation: typeof way === 'string' ? way : 'average',
    kpi: undefined,
    wanted: 'either',
    dimensions: { classic: ['cloud_RoleName', 'cloud_RoleInstance'], workspace: ['AppRoleName', 'AppRoleInstance'] },
    text: (shape) =>
      shape.tables === 'classic'
        ? summarized(customMetrics.classic, [`name == ${named}`], aggregated(way, classicSums), shape)
        : summarized(customMetrics.workspace, [`Name == ${named}`], aggregated(way, workspaceSums), shape),
  };
}

const customMetrics: Measured = {
  classic: { name: 'customMetrics', time: timed.classic, value: 'valueSum / valueCount', weight: 'valueCount' },
  workspace: { name: 'AppMetrics', time: timed.workspace, value: 'Sum / ItemCount', weight: 'ItemCount' },
};

interface Sums {
  readonly sum: string;
  readonly count: string;
  readonly min: string;
  readonly max: string;
  readonly value: string;
}

const classicSums: Sums = { sum: 'valueSum', count: 'valueCount', min: 'valueMin', max: 'valueMax', value: 'valueSum / valueCount' };
const workspaceSums: Sums = { sum: 'Sum', count: 'ItemCount', min: 'Min', max: 'Max', value: 'Sum / ItemCount' };

/** A row may stand for many values that were added up before they were sent. */
function aggregated(way: Aggregation | { readonly percent: number }, { sum, count, min, max, value }: Sums): string {
  if (typeof way !== 'string') return `percentilew(${value}, ${count}, ${way.percent})`;
  switch (way) {
    case 'average':
      return `sum(${sum}) / sum(${count})`;
    case 'minimum':
      return `min(${min})`;
    case 'maximum':
      return `max(${max})`;
    case 'total':
      return `sum(${sum})`;
    case 'count':
      return `sum(${count})`;
  }
}

/** Which custom metrics there are: `name` and `rows`, the most frequent first. */
export function customMetricNames(tables: Spelling): string {
  const { name } = customMetrics[tables];
  const column = tables === 'classic' ? 'name' : 'Name';
  return `${name}\n| summarize rows = count() by name = ${column}\n| top 200 by rows`;
}

/** Restarts within each interval: the counter of a container only rises, so it is compared with what it was before. */
export const podRestarts: LogMetric = {
  title: 'Pod restarts',
  unit: 'count',
  way: 'restarts',
  aggregation: 'total',
  kpi: undefined,
  wanted: 'workspace',
  dimensions: { classic: [], workspace: ['Name', 'Namespace', 'ControllerName', 'ContainerName'] },
  lead: 'one interval',
  text: (shape) => {
    const { name, time } = pods;
    const seen = { ...shape, from: shape.from - shape.grainMs };
    const { before, only } = parts(pods, [], shape);
    const part = shape.by === undefined ? '' : `, part = take_any(tostring(${shape.by.column}))`;
    return [
      ...before,
      name,
      ...bounds(time, seen),
      ...filter(shape),
      ...only,
      `| summarize counted = max(ContainerRestartCount)${part} by at = bin(${time}, ${minutes(shape)}), Namespace, Name, ContainerName`,
      '| sort by Namespace asc, Name asc, ContainerName asc, at asc',
      '| extend same = prev(Namespace) == Namespace and prev(Name) == Name and prev(ContainerName) == ContainerName, earlier = prev(counted)',
      '| extend restarts = iff(same and counted >= earlier, counted - earlier, 0)',
      `| where at >= ${moment(shape.from)}`,
      `| summarize value = sum(restarts) by at${shape.by === undefined ? '' : ', part'}`,
      '| sort by at asc',
    ].join('\n');
  },
};

const pods: Table = { name: 'KubePodInventory', time: timed.workspace, value: '', weight: '' };

/** Of the jobs that ended, those that completed. */
export const jobSuccessRate: LogMetric = {
  title: 'Job success rate',
  unit: 'percent',
  way: 'rate',
  aggregation: 'average',
  kpi: 'jobSuccessRate',
  wanted: 'either',
  dimensions: { classic: ['cloud_RoleName'], workspace: ['AppRoleName'] },
  text: (shape) => {
    const table: Table = {
      name: shape.tables === 'classic' ? 'customEvents' : 'AppEvents',
      time: timed[shape.tables],
      value: '',
      weight: '',
    };
    const column = shape.tables === 'classic' ? 'name' : 'Name';
    return summarized(
      table,
      [`${column} in ("job_completed", "job_failed")`],
      `100.0 * countif(${column} == "job_completed") / count()`,
      shape,
    );
  },
};

export const activeUsers: LogMetric = {
  title: 'Active users',
  unit: 'count',
  way: 'distinct users',
  aggregation: 'maximum',
  kpi: undefined,
  wanted: 'either',
  dimensions: ofRequests,
  text: (shape) => {
    const user = shape.tables === 'classic' ? 'user_Id' : 'UserId';
    return summarized(requests[shape.tables], [`isnotempty(${user})`], `dcount(${user})`, shape);
  },
};

function summarized(table: Table, conditions: readonly string[], value: string, shape: LogShape): string {
  const { before, only } = parts(table, conditions, shape);
  return [
    ...before,
    table.name,
    ...bounds(table.time, shape),
    ...conditions.map((one) => `| where ${one}`),
    ...filter(shape),
    ...only,
    `| summarize value = ${value} by at = bin(${table.time}, ${minutes(shape)})${shape.by === undefined ? '' : `, part = tostring(${shape.by.column})`}`,
    '| sort by at asc',
  ].join('\n');
}

/** Where it is split: only the most frequent values, and one more to tell that there are others. */
function parts({ name, time }: Table, conditions: readonly string[], shape: LogShape) {
  if (shape.by === undefined) return { before: [], only: [] };
  const { column, top } = shape.by;
  const before = [
    `let parts = ${name}`,
    ...bounds(time, shape),
    ...conditions.map((one) => `| where ${one}`),
    ...filter(shape),
    `| summarize rows = count() by part = tostring(${column})`,
    `| top ${top + 1} by rows`,
    '| project part;',
  ];
  return { before, only: [`| where tostring(${column}) in (parts)`] };
}

const minutes = ({ grainMs }: LogShape): string => `${grainMs / 60_000}m`;

function bounds(time: string, { from, to }: LogShape): readonly string[] {
  return [`| where ${time} >= ${moment(from)} and ${time} < ${moment(to)}`];
}

function filter({ where }: LogShape): readonly string[] {
  return where === undefined ? [] : [`| where tostring(${where.column}) in~ (${where.values.map(kqlString).join(', ')})`];
}

const moment = (at: number): string => `datetime(${new Date(at).toISOString()})`;

/** "95th percentile", "median" */
function percentileWords(percent: number): string {
  if (percent === 50) return 'median';
  const last = percent % 10;
  const ending = Number.isInteger(percent) && Math.floor(percent / 10) !== 1 ? (['th', 'st', 'nd', 'rd'][last] ?? 'th') : 'th';
  return `${percent}${ending} percentile`;
}
