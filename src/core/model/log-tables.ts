/** Each classic table of Application Insights, and what it is called in a workspace. */
export const applicationTables: readonly (readonly [classic: string, workspace: string])[] = [
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
];
