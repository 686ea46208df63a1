import { diceOf } from '../dice.ts';
import type { Minutes } from '../minutes.ts';
import { plainRows } from '../plain-rows.ts';
import type { RowSet, Stretch, TableMaker } from '../rows.ts';
import { ticksOfMinute } from '../times.ts';
import { homeOf } from '../workspaces.ts';

interface Needs {
  readonly seed: string;
  readonly minutes: Minutes;
}

/** Megabytes in an hour; those of applications for every thousand requests. */
const ofApplications = { AppRequests: 1.1, AppDependencies: 2.3, AppExceptions: 0.2, AppTraces: 3.4, AppEvents: 0.4 };
const ofApplicationsHourly = { AppMetrics: 0.9, AppPerformanceCounters: 0.7, AppAvailabilityResults: 0.1 };
const ofClusters = {
  ContainerLogV2: 42,
  ContainerLog: 11,
  KubePodInventory: 5.2,
  ContainerInventory: 2.6,
  KubeEvents: 0.3,
  Perf: 8.4,
  InsightsMetrics: 6.1,
  Heartbeat: 0.2,
};
const ofDatabases = { AzureDiagnostics: 3.8, AzureMetrics: 0.6 };

/** How much was written into the tables of a workspace, hour by hour. */
export function usageTables(needs: Needs): readonly TableMaker[] {
  return [{ table: 'Usage', writes: (resource) => isWriter(resource.type), rows: (stretch) => usageTable(needs, stretch) }];
}

const isWriter = (type: string): boolean =>
  ['microsoft.insights/components', 'microsoft.containerservice/managedclusters', 'microsoft.dbforpostgresql/flexibleservers'].includes(
    type,
  );

function usageTable({ seed, minutes }: Needs, stretch: Stretch): RowSet {
  // What was written in an hour is known when it is over.
  if (stretch.end < stretch.first + 60) return plainRows([], {});
  const dice = diceOf(seed, stretch.resource.id, 'usage');
  const start = ticksOfMinute(stretch.first);
  const end = ticksOfMinute(stretch.end);
  const rows = Object.entries(volumesOf(minutes, stretch)).map(([table, megabytes], place) => ({
    at: end - 1 - place,
    table,
    quantity: Math.round(megabytes * (0.9 + 0.2 * dice(stretch.first + place)) * 1e6) / 1e6,
  }));
  return plainRows(rows, {
    StartTime: () => start,
    EndTime: () => end,
    ResourceUri: () => homeOf(stretch.resource.service).resource?.id ?? '',
    DataType: ({ table }) => table,
    Solution: ({ table }) => (table in ofClusters ? 'ContainerInsights' : 'LogManagement'),
    Quantity: ({ quantity }) => quantity,
    QuantityUnit: () => 'MBytes',
    IsBillable: ({ table }) => table !== 'Heartbeat',
  });
}

function volumesOf(minutes: Minutes, stretch: Stretch): Readonly<Record<string, number>> {
  switch (stretch.resource.type) {
    case 'microsoft.insights/components': {
      const requests = minutes.of(stretch, 'requests/count').reduce((sum, one) => sum + (one?.total ?? 0), 0);
      const grown = Object.entries(ofApplications).map(([table, megabytes]) => [table, (megabytes * requests) / 1000] as const);
      return { ...Object.fromEntries(grown), ...ofApplicationsHourly };
    }
    case 'microsoft.containerservice/managedclusters':
      return ofClusters;
    default:
      return ofDatabases;
  }
}
