import { expect, it } from 'vitest';
import { knownTables } from './known-tables.ts';

it('has every table once, each with every column once and its time among them', () => {
  expect(new Set(knownTables.map(({ name }) => name)).size).toBe(knownTables.length);
  for (const { name, columns, timeColumn } of knownTables) {
    expect([name, new Set(columns.map((one) => one.name)).size]).toEqual([name, columns.length]);
    expect([name, columns.find((one) => one.name === timeColumn)?.type]).toEqual([name, 'datetime']);
  }
});

it('knows the twins: every classic table has its table in a workspace, with as many answers to what happened when', () => {
  const twins = {
    requests: 'AppRequests',
    dependencies: 'AppDependencies',
    exceptions: 'AppExceptions',
    traces: 'AppTraces',
    customEvents: 'AppEvents',
    customMetrics: 'AppMetrics',
    performanceCounters: 'AppPerformanceCounters',
    pageViews: 'AppPageViews',
    availabilityResults: 'AppAvailabilityResults',
    browserTimings: 'AppBrowserTimings',
  };
  const family = (wanted: string): string[] => knownTables.filter((one) => one.family === wanted).map(({ name }) => name);
  expect(family('classic')).toEqual(Object.keys(twins));
  expect(family('workspace')).toEqual(expect.arrayContaining(Object.values(twins)));
});

it('gives ContainerLog no Namespace, which ContainerLogV2 calls PodNamespace', () => {
  const columnsOf = (table: string): string[] => knownTables.find(({ name }) => name === table)?.columns.map(({ name }) => name) ?? [];
  expect(columnsOf('ContainerLog')).toContain('LogEntry');
  expect(columnsOf('ContainerLog')).not.toContain('Namespace');
  expect(columnsOf('ContainerLogV2')).toContain('PodNamespace');
  expect(columnsOf('KubePodInventory')).toContain('Namespace');
});
