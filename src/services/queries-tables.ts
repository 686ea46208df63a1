import type { LogTables } from './query-services.ts';

/** Each classic table of Application Insights, and what it is called in a workspace. */
const workspaceNames: ReadonlyMap<string, string> = new Map([
  ['requests', 'AppRequests'],
  ['dependencies', 'AppDependencies'],
  ['exceptions', 'AppExceptions'],
  ['traces', 'AppTraces'],
  ['customEvents', 'AppEvents'],
  ['customMetrics', 'AppMetrics'],
  ['performanceCounters', 'AppPerformanceCounters'],
  ['pageViews', 'AppPageViews'],
  ['availabilityResults', 'AppAvailabilityResults'],
  ['browserTimings', 'AppBrowserTimings'],
]);

/** What the tables of a query are. Kusto tells upper and lower case apart. */
export function tablesWanted(tables: readonly string[]): LogTables {
  if (tables.some((one) => workspaceNames.has(one))) return 'classic';
  return tables.length === 0 ? 'either' : 'workspace';
}

/** The name under which a workspace bills the table. */
export function billedName(table: string): string {
  return workspaceNames.get(table) ?? table;
}
