import { knownTables } from '../../src/kql/known-tables.ts';
import type { Value } from '../../src/kql/types.ts';
import type { Estate } from '../estate/estate.ts';
import { createApplications } from './applications/activity.ts';
import { availabilityTables } from './applications/availability.ts';
import { counterTables } from './applications/counters.ts';
import { eventTables } from './applications/events.ts';
import { measureTables } from './applications/measures.ts';
import { requestTables } from './applications/tables.ts';
import { traceTables } from './applications/traces.ts';
import { twinsOf } from './applications/twins.ts';
import { visitTables } from './applications/visits.ts';
import { containerLogTables } from './cluster/container-logs.ts';
import { clusterEventTables } from './cluster/events.ts';
import { kubernetesTables } from './cluster/kubernetes.ts';
import { machineTables } from './cluster/machines.ts';
import type { Kept } from './kept.ts';
import type { Minutes } from './minutes.ts';
import { activityTables } from './platform/activity-log.ts';
import { metricTables } from './platform/azure-metrics.ts';
import { diagnosticTables } from './platform/diagnostics.ts';
import { hostLogTables } from './platform/host-logs.ts';
import { usageTable } from './platform/usage.ts';
import type { RowSet, Stretch, TableMaker } from './rows.ts';
import { createVolumes, isBillable, type Volumes } from './volumes.ts';
import { homeOf } from './workspaces.ts';

/** One for every table that anybody of the estate writes. */
export function createMakers(needs: {
  readonly estate: Estate;
  readonly minutes: Minutes;
  readonly kept: Kept;
  readonly seed: string;
}): readonly TableMaker[] {
  const applications = createApplications(needs);
  const classic = [
    ...requestTables(applications),
    ...traceTables(applications),
    ...eventTables(applications),
    ...measureTables(applications),
    ...counterTables(applications),
    ...visitTables(applications),
    ...availabilityTables(applications),
  ];
  const all = [
    ...classic,
    ...twinsOf(classic),
    ...containerLogTables(needs),
    ...kubernetesTables(needs),
    ...clusterEventTables(needs),
    ...machineTables(needs),
    ...metricTables(needs),
    ...activityTables(needs),
    ...diagnosticTables(needs),
    ...hostLogTables(needs),
  ];
  const volumes = createVolumes(needs);
  // A workspace knows its tables by their own names.
  const usage = usageTable({ volumes, others: all.filter((one) => !classic.includes(one)) });
  return [...all, usage].map((maker) => ({ ...maker, rows: (stretch) => withOrigin(maker, stretch, maker.rows(stretch), volumes) }));
}

/** The columns that tables have whoever writes them. */
function withOrigin({ table }: TableMaker, stretch: Stretch, rows: RowSet, volumes: Volumes): RowSet {
  const { resource } = stretch;
  const time = knownTables.find(({ name }) => name === table)?.timeColumn;
  let sizes: readonly number[] | undefined;
  const own: Readonly<Record<string, (row: number) => Value>> = {
    TenantId: () => homeOf(resource.service).id,
    SourceSystem: () => 'Azure',
    Type: () => table,
    _ResourceId: () => resource.id.toLowerCase(),
    _SubscriptionId: () => resource.subscription,
    _BilledSize: (row) => (sizes ??= volumes.sizes(table, stretch, rows))[row] ?? 0,
    _IsBillable: () => (isBillable(table) ? 'True' : 'False'),
  };
  return { times: rows.times, cell: (column) => (column === time ? (row) => rows.times[row] ?? null : (own[column] ?? rows.cell(column))) };
}
