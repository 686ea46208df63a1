import type { Resource } from '../../core/model/resource.ts';
import type { Aggregation, MetricDefinition } from '../../core/model/series.ts';
import type { MetricQuery, MetricResult } from '../../core/ports.ts';
import { chooseGrain } from './units.ts';

/** One request of the batch API: resources of one subscription, region and type, metrics that share a grain. */
export interface MetricCall {
  readonly subscription: string;
  readonly region: string;
  readonly type: string;
  readonly resources: readonly Resource[];
  readonly metrics: readonly string[];
  readonly aggregations: readonly Aggregation[];
  readonly grainMs: number;
  readonly from: number;
  readonly to: number;
}

/** Resources that one batch call can hold. */
export interface Group {
  readonly subscription: string;
  readonly region: string;
  readonly type: string;
  readonly resources: readonly [Resource, ...Resource[]];
}

// Source: "metrics:getBatch" of the Azure Monitor REST reference: 50 resources a call; 20 metric names a call.
const mostResources = 50;
const mostMetrics = 20;
const minuteMs = 60_000;
/** Azure keeps platform metrics this long, and refuses a range that begins before. */
export const retentionMs = 93 * 24 * 60 * minuteMs;

/** Groups resources by subscription, region and type; each resource once. */
export function groupResources(resources: readonly Resource[]): readonly Group[] {
  const groups = new Map<string, [Resource, ...Resource[]]>();
  const seen = new Set<string>();
  for (const resource of resources) {
    const id = resource.id.toLowerCase();
    if (seen.has(id)) continue;
    seen.add(id);
    const key = [resource.subscription.toLowerCase(), resource.region, resource.type].join('|');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [resource]);
    else group.push(resource);
  }
  return [...groups.values()].map((members) => {
    const [{ subscription, region, type }] = members;
    return { subscription, region, type, resources: members };
  });
}

/**
 * The calls for one group. `definitions` undefined: they could not be read, so what was asked is asked. Metrics the type does
 * not have become failures; aggregations a metric lacks are left out, its primary one stands in where none is left.
 */
export function planGroup(
  group: Group,
  definitions: readonly MetricDefinition[] | undefined,
  query: MetricQuery,
  now: number,
): { readonly calls: readonly MetricCall[]; readonly failures: MetricResult['failures'] } {
  const failures: MetricResult['failures'][number][] = [];
  const shapes = new Map<string, { grainMs: number; aggregations: readonly Aggregation[]; metrics: string[] }>();
  for (const metric of new Set(query.metrics)) {
    const definition = definitions?.find((one) => one.name.toLowerCase() === metric.toLowerCase());
    if (definitions !== undefined && definition === undefined) {
      for (const resource of group.resources)
        failures.push({ resource, metric, reason: `${resource.name} has no metric called ${metric}.` });
      continue;
    }
    const grainMs = chooseGrain(query.grainMs, definition?.grainsMs ?? []);
    const aggregations = supported(query.aggregations, definition);
    const key = `${grainMs} ${aggregations.join(',')}`;
    const shape = shapes.get(key) ?? { grainMs, aggregations, metrics: [] };
    shape.metrics.push(definition?.name ?? metric);
    shapes.set(key, shape);
  }
  const calls = [...shapes.values()].flatMap((shape) => callsOf(group, shape, query, now));
  return { calls, failures };
}

function supported(asked: readonly Aggregation[], definition: MetricDefinition | undefined): readonly Aggregation[] {
  if (definition === undefined) return asked;
  const possible = asked.filter((one) => definition.aggregations.includes(one));
  return possible.length === 0 ? [definition.primary] : possible;
}

function callsOf(
  group: Group,
  shape: { readonly grainMs: number; readonly aggregations: readonly Aggregation[]; readonly metrics: readonly string[] },
  query: MetricQuery,
  now: number,
): readonly MetricCall[] {
  const range = alignRange(query.from, query.to, shape.grainMs, now);
  if (range === undefined) return [];
  return pieces(group.resources, mostResources).flatMap((resources) =>
    pieces(shape.metrics, mostMetrics).map((metrics) => ({
      subscription: group.subscription,
      region: group.region,
      type: group.type,
      resources,
      metrics,
      aggregations: shape.aggregations,
      grainMs: shape.grainMs,
      ...range,
    })),
  );
}

/**
 * Whole grains that cover the range, within what Azure keeps: Azure counts intervals from the start it is given, so an
 * unaligned start would give every request other intervals. undefined: nothing is left.
 */
export function alignRange(
  from: number,
  to: number,
  grainMs: number,
  now: number,
): { readonly from: number; readonly to: number } | undefined {
  const kept = Math.ceil((now - retentionMs + minuteMs) / grainMs) * grainMs;
  const start = Math.max(Math.floor(from / grainMs) * grainMs, kept);
  const end = Math.ceil(to / minuteMs) * minuteMs;
  return end > start ? { from: start, to: end } : undefined;
}

function pieces<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  const result: T[][] = [];
  for (let start = 0; start < items.length; start += size) result.push(items.slice(start, start + size));
  return result;
}
