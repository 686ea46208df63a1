import type { Value } from '../../src/kql/types.ts';
import { createEstate } from '../estate/estate.ts';
import { createLogs, type LogScope } from './index.ts';

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;
/** A Friday. */
export const noon = Date.UTC(2026, 10, 20, 12, 0, 0);
export const everything: LogScope = { kind: 'everything' };
export const components = ['bps-website-ai', 'pixcrawler-ai', 'packamal-insights', 'appi-compliance'];

/** An estate with its logs, at a time that can be moved. */
export function start({ at = noon + 50_000, seed = 'tocsin', mostCells }: { at?: number; seed?: string; mostCells?: number } = {}) {
  let now = at;
  const clock = { now: () => now };
  const estate = createEstate({ seed, clock });
  const logs = createLogs({ estate, clock, seed, mostCells });
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

export const sum = (values: readonly Value[]): number => values.reduce<number>((all, value) => all + Number(value), 0);

export const textOf = (value: Value | undefined): string => (typeof value === 'string' ? value : '');
