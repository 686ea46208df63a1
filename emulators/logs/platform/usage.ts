import { plainRows } from '../plain-rows.ts';
import type { RowSet, Stretch, TableMaker } from '../rows.ts';
import { ticksOfMinute } from '../times.ts';
import { isBillable, type Volumes } from '../volumes.ts';
import { homeOf } from '../workspaces.ts';

/** How much was written into the tables of a workspace, hour by hour: as many bytes as the rows are billed with. */
export function usageTable({ volumes, others }: { readonly volumes: Volumes; readonly others: readonly TableMaker[] }): TableMaker {
  return {
    table: 'Usage',
    writes: (resource) => others.some((one) => one.writes(resource)),
    rows: (stretch) => usageRows(volumes, others, stretch),
  };
}

function usageRows(volumes: Volumes, others: readonly TableMaker[], stretch: Stretch): RowSet {
  // What was written in an hour is known when it is over.
  if (stretch.end < stretch.first + 60) return plainRows([], {});
  const start = ticksOfMinute(stretch.first);
  const end = ticksOfMinute(stretch.end);
  const rows = others
    .filter((one) => one.writes(stretch.resource))
    .map(({ table, rows: make }, place) => ({ at: end - 1 - place, table, bytes: volumes.total(table, stretch, () => make(stretch)) }))
    .filter(({ bytes }) => bytes > 0);
  return plainRows(rows, {
    StartTime: () => start,
    EndTime: () => end,
    ResourceUri: () => homeOf(stretch.resource.service).resource?.id ?? '',
    DataType: ({ table }) => table,
    Solution: ({ table }) => (/^(?:Kube|Container|Perf|Insights|Heartbeat)/u.test(table) ? 'ContainerInsights' : 'LogManagement'),
    Quantity: ({ bytes }) => bytes / 1e6,
    QuantityUnit: () => 'MBytes',
    IsBillable: ({ table }) => isBillable(table),
  });
}
