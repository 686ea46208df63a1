import type { Resource } from '../../core/model/resource.ts';
import type { Aggregation, MetricDefinition } from '../../core/model/series.ts';
import { type Cell, type CellOutcome, type Group, keyOf, type Question } from './metrics-cells.ts';
import { chooseGrain } from './units.ts';

/** One request of the batch API: resources of one subscription, region and type, metrics that share a grain. */
export interface MetricCall {
  readonly subscription: string;
  readonly region: string;
  readonly type: string;
  readonly resources: readonly Resource[];
  readonly metrics: readonly string[];
  /** Empty: each metric's primary one, which Azure knows. */
  readonly aggregations: readonly Aggregation[];
  readonly grainMs: number;
  readonly from: number;
  readonly to: number;
  readonly split: Question['split'];
  readonly filter: Question['filter'];
}

/** A cell as it is asked: under Azure's own name of the metric, with an aggregation the metric has. */
export interface PlannedCell {
  readonly cell: Cell;
  readonly metric: string;
  readonly aggregation: Aggregation | undefined;
}

export interface PlannedCall {
  readonly call: MetricCall;
  readonly cells: readonly PlannedCell[];
}

export interface Plan {
  readonly calls: readonly PlannedCall[];
  /** Cells that nothing has to be asked for. */
  readonly settled: ReadonlyMap<string, CellOutcome>;
}

// Source: "metrics:getBatch" of the Azure Monitor REST reference: 50 resources a call; 20 metric names a call.
const mostResources = 50;
const mostMetrics = 20;
const minuteMs = 60_000;
/** Azure keeps platform metrics this long, and refuses a range that begins before. */
export const retentionMs = 93 * 24 * 60 * minuteMs;

/** Plans without knowing what the type offers: as few calls as can be, hoping that Azure accepts them. */
export function planOptimistically(group: Group, question: Question, now: number): Plan {
  const cells = group.cells.map((cell) => ({ cell, metric: cell.metric, aggregation: cell.aggregation }));
  const calls = hopefulBundles(cells, question).flatMap((bundle) => callsOf(group, bundle, question.grainMs, question, now));
  return complete(group, calls, new Map());
}

/**
 * Plans by what the type offers. Metrics it does not have are settled; an aggregation a metric lacks is replaced by its primary
 * one; a grain it lacks by the nearest coarser one. `trust`: whether Azure may be left to choose the primary aggregations.
 */
export function planExactly(
  group: Group,
  definitions: readonly MetricDefinition[],
  { question, now, trust }: { readonly question: Question; readonly now: number; readonly trust: 'primaries' | 'nothing' },
): Plan {
  const settled = new Map<string, CellOutcome>();
  const byGrain = new Map<number, DefinedCell[]>();
  for (const cell of group.cells) {
    const definition = definitions.find((one) => one.name.toLowerCase() === cell.metric.toLowerCase());
    const reason =
      definition === undefined ? `${cell.resource.name} has no metric called ${cell.metric}.` : lacking(cell, definition, question);
    if (definition === undefined || reason !== undefined) {
      settled.set(keyOf(cell), { state: 'failed', reason: reason ?? '' });
      continue;
    }
    const grainMs = chooseGrain(question.grainMs, definition.grainsMs);
    const supported = cell.aggregation !== undefined && definition.aggregations.includes(cell.aggregation);
    const planned = { cell, metric: definition.name, aggregation: supported ? cell.aggregation : definition.primary, definition };
    byGrain.set(grainMs, [...(byGrain.get(grainMs) ?? []), planned]);
  }
  const calls = [...byGrain].flatMap(([grainMs, cells]) =>
    exactBundles(cells, question, trust).flatMap((bundle) => callsOf(group, bundle, grainMs, question, now)),
  );
  return complete(group, calls, settled);
}

interface DefinedCell extends PlannedCell {
  readonly aggregation: Aggregation;
  readonly definition: MetricDefinition;
}

/** Cells whose metrics are asked together, and the aggregations that are asked of all of them. */
interface Bundle {
  readonly cells: readonly PlannedCell[];
  readonly aggregations: readonly Aggregation[];
}

function lacking(cell: Cell, definition: MetricDefinition, { split, filter }: Question): string | undefined {
  const has = new Set(definition.dimensions.map((one) => one.toLowerCase()));
  const absent = [split?.dimension, filter?.dimension].find((one) => one !== undefined && !has.has(one.toLowerCase()));
  if (absent === undefined) return undefined;
  const offered = definition.dimensions.length === 0 ? 'none' : definition.dimensions.join(', ');
  return `${definition.name} of ${cell.resource.name} has no dimension called ${absent}; it has ${offered}.`;
}

function hopefulBundles(cells: readonly PlannedCell[], { split }: Question): readonly Bundle[] {
  // The largest by one aggregation are not the largest by another.
  if (split !== undefined) return byAggregation(cells);
  const wishes = wishesOf(cells);
  const [first] = wishes;
  if (first === undefined) return [];
  const alike = wishes.every((one) => one.size === first.size && [...one].every((name) => first.has(name)));
  const named = (among: readonly PlannedCell[]): Bundle => ({ cells: among, aggregations: unionOf(among) });
  if (alike && !first.has(undefined)) return [named(cells)];
  // What has one of these mostly has the others as well.
  const levels = new Set<Aggregation | undefined>(['average', 'minimum', 'maximum']);
  if (wishes.every((one) => [...one].every((name) => levels.has(name)))) return [named(cells)];
  // Different metrics are mostly asked for what each is for, and Azure knows that without being told.
  if (wishes.every((one) => one.size === 1)) return [{ cells, aggregations: [] }];
  const primaries = cells.filter((one) => one.aggregation === undefined);
  const others = cells.filter((one) => one.aggregation !== undefined);
  return [...(primaries.length === 0 ? [] : [named(primaries)]), ...(others.length === 0 ? [] : [named(others)])];
}

function exactBundles(cells: readonly DefinedCell[], { split }: Question, trust: 'primaries' | 'nothing'): readonly Bundle[] {
  if (split !== undefined) return byAggregation(cells);
  const strict = together(cells);
  if (trust === 'nothing' || strict.length === 1) return strict;
  const wishes = Map.groupBy(cells, (one) => one.metric);
  const primary = (metric: string): boolean => (wishes.get(metric) ?? []).every((one) => one.aggregation === one.definition.primary);
  const primaries = cells.filter((one) => primary(one.metric));
  const mixed = [{ cells: primaries, aggregations: [] }, ...together(cells.filter((one) => !primary(one.metric)))];
  return mixed.length < strict.length ? mixed : strict;
}

/** Bundles of metrics each of which has all the aggregations that are asked of the bundle: one that lacks one would fail. */
function together(cells: readonly DefinedCell[]): readonly Bundle[] {
  const bundles: DefinedCell[][] = [];
  for (const own of Map.groupBy(cells, (one) => one.metric).values()) {
    const fitting = bundles.find((bundle) => {
      const union = unionOf([...bundle, ...own]);
      return [...bundle, ...own].every(({ definition }) => union.every((one) => definition.aggregations.includes(one)));
    });
    if (fitting === undefined) bundles.push([...own]);
    else fitting.push(...own);
  }
  return bundles.map((bundle) => ({ cells: bundle, aggregations: unionOf(bundle) }));
}

function byAggregation(cells: readonly PlannedCell[]): readonly Bundle[] {
  return [...Map.groupBy(cells, (one) => one.aggregation).values()].map((bundle) => ({ cells: bundle, aggregations: unionOf(bundle) }));
}

const wishesOf = (cells: readonly PlannedCell[]): readonly ReadonlySet<Aggregation | undefined>[] =>
  [...Map.groupBy(cells, (one) => one.metric.toLowerCase()).values()].map((own) => new Set(own.map((one) => one.aggregation)));

const unionOf = (cells: readonly PlannedCell[]): readonly Aggregation[] =>
  [...new Set(cells.flatMap((one) => one.aggregation ?? []))].toSorted();

function callsOf(group: Group, bundle: Bundle, grainMs: number, question: Question, now: number): readonly PlannedCall[] {
  const range = alignRange(question.from, question.to, grainMs, now);
  if (range === undefined) return [];
  const { subscription, region, type } = group;
  const { split, filter } = question;
  const resources = [...new Map(bundle.cells.map(({ cell }) => [cell.resource.id.toLowerCase(), cell.resource])).values()];
  const metrics = [...new Map(bundle.cells.map(({ metric }) => [metric.toLowerCase(), metric])).values()];
  return pieces(resources, mostResources).flatMap((someResources) =>
    pieces(metrics, mostMetrics).flatMap((someMetrics) => {
      const cells = bundle.cells.filter(
        ({ cell, metric }) =>
          someResources.some((one) => one.id.toLowerCase() === cell.resource.id.toLowerCase()) &&
          someMetrics.some((one) => one.toLowerCase() === metric.toLowerCase()),
      );
      if (cells.length === 0) return [];
      const { aggregations } = bundle;
      const call = {
        subscription,
        region,
        type,
        resources: someResources,
        metrics: someMetrics,
        aggregations,
        grainMs,
        ...range,
        split,
        filter,
      };
      return [{ call, cells }];
    }),
  );
}

/** Cells of no call lie before what Azure keeps: nothing was measured then. */
function complete(group: Group, calls: readonly PlannedCall[], settled: ReadonlyMap<string, CellOutcome>): Plan {
  const asked = new Set(calls.flatMap(({ cells }) => cells.map(({ cell }) => keyOf(cell))));
  const nothing = group.cells.map(keyOf).filter((key) => !asked.has(key) && !settled.has(key));
  return { calls, settled: new Map([...settled, ...nothing.map((key) => [key, { state: 'read', series: [] }] as const)]) };
}

/**
 * Whole grains that cover the range, within what Azure keeps and up to the running minute: Azure counts intervals from the
 * start it is given, so an unaligned start would give every request other intervals. undefined: nothing is left.
 */
export function alignRange(
  from: number,
  to: number,
  grainMs: number,
  now: number,
): { readonly from: number; readonly to: number } | undefined {
  const kept = Math.ceil((now - retentionMs + minuteMs) / grainMs) * grainMs;
  const start = Math.max(Math.floor(from / grainMs) * grainMs, kept);
  const soon = Math.ceil(Math.max(to, now) / minuteMs) * minuteMs;
  const end = Math.min(Math.ceil(to / grainMs) * grainMs, soon);
  return end > start ? { from: start, to: end } : undefined;
}

function pieces<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  const result: T[][] = [];
  for (let start = 0; start < items.length; start += size) result.push(items.slice(start, start + size));
  return result;
}
