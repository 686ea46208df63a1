import type { Clock } from '../../src/core/ports.ts';
import { arrived } from './arrival.ts';
import { catalogue } from './catalogue.ts';
import { partsOf } from './dimensions.ts';
import { innerOf } from './inner.ts';
import type { EstateMetric } from './metric.ts';
import { type EstateResource, type EstateSubscription, resources, subscriptions } from './resources.ts';
import { minuteOf, type Source, type Summary, seriesValue, splitValue } from './values.ts';

const minuteMs = 60_000;
/** Azure keeps platform metrics for 93 days. */
export const depthMs = 93 * 24 * 60 * minuteMs;

/** One interval. `summary` undefined: nothing was measured in it, or it has not happened yet. */
export interface EstatePoint {
  readonly at: number;
  readonly summary: Summary | undefined;
}

/** A change to one series for a while: what a scenario does to the world. */
export interface Effect {
  /** The resource's name. */
  readonly resource: string;
  readonly metric: string;
  readonly from: number;
  readonly to: number;
  /** The value instead of `value`, `at` ms into the effect; undefined: nothing is measured. */
  readonly change: (value: number, at: number) => number | undefined;
}

export interface EstateRange {
  readonly from: number;
  readonly to: number;
  readonly grainMs: number;
  /** 'as it arrives': as Azure answers, which has the newest minutes late and in parts; else as it was. */
  readonly seen?: 'as it arrives' | undefined;
}

/** What of a metric's dimensions is wanted. */
export interface EstateSplit {
  /** One series for each combination of these dimensions' values. */
  readonly apart: readonly string[];
  /** Only these values of a dimension, by its name. */
  readonly only: ReadonlyMap<string, readonly string[]>;
}

export interface EstateSplitSeries {
  /** Of the dimensions that are told apart, in their order. */
  readonly values: readonly string[];
  readonly points: readonly EstatePoint[];
}

/** The emulated Azure world. Every value is a function of seed, resource, metric, minute and the effects in force then. */
export interface Estate {
  readonly subscriptions: readonly EstateSubscription[];
  readonly resources: readonly EstateResource[];
  /** Finds by ARM id, in any case, with or without its first slash. */
  readonly find: (id: string) => EstateResource | undefined;
  readonly metricsOf: (type: string) => readonly EstateMetric[];
  /** By their names, one that is listed or one of what goes on inside. Throws RangeError when there is none. */
  readonly seriesOf: (resource: string, metric: string) => { readonly resource: EstateResource; readonly metric: EstateMetric };
  /** Intervals from the minute of `from` until before `to`; `grainMs` in whole minutes. */
  readonly values: (resource: EstateResource, metric: EstateMetric, range: EstateRange) => readonly EstatePoint[];
  /** The same, split by dimensions of the metric; what never occurs in the range has no series. */
  readonly split: (resource: EstateResource, metric: EstateMetric, range: EstateRange, split: EstateSplit) => readonly EstateSplitSeries[];
  readonly apply: (effect: Effect) => void;
  /** All that were applied so far, in their order. */
  readonly effects: () => readonly Effect[];
  /** Another one whenever an effect has made other values of the same minutes. */
  readonly revision: () => number;
}

export function createEstate(options: { readonly seed: string; readonly clock: Clock }): Estate {
  const effects: Effect[] = [];
  const byId = new Map(resources.map((one) => [bareId(one.id), one]));
  const sourceOf = (resource: EstateResource, metric: EstateMetric, range: EstateRange): Source => {
    const met = effects.filter((one) => one.resource === resource.name && one.metric === metric.name);
    const now = options.clock.now();
    return {
      seed: options.seed,
      resource,
      metric,
      included: metric.includes && sourceOf(resource, metric.includes, range),
      counting: metric.samples && sourceOf(resource, metric.samples, range),
      change: (raw, at) => changed(raw, at, met),
      arrived: range.seen === undefined ? () => 1 : (at) => arrived(at, now, metric),
    };
  };
  return {
    subscriptions,
    resources,
    find: (id) => byId.get(bareId(id)),
    metricsOf: (type) => catalogue[type.toLowerCase()] ?? [],
    seriesOf: (name, metricName) => {
      const resource = resources.find((one) => one.name === name);
      const among = resource === undefined ? [] : [...(catalogue[resource.type] ?? []), ...innerOf(resource.type)];
      const metric = among.find((one) => one.name === metricName);
      if (resource === undefined || metric === undefined) throw new RangeError(`${name} has no ${metricName}`);
      return { resource, metric };
    },
    apply: (effect) => void effects.push(effect),
    effects: () => effects,
    revision: () => effects.length,
    values: (resource, metric, range) => {
      const value = seriesValue(sourceOf(resource, metric, range));
      return intervals(range, options.clock.now()).map(({ at, first, last }) => ({ at, summary: value(first, last) }));
    },
    split: (resource, metric, range, wanted) => {
      const { groups, named } = groupParts(resource, metric, wanted);
      const value = splitValue(sourceOf(resource, metric, range), groups, named.length);
      const read = intervals(range, options.clock.now()).map(({ at, first, last }) => ({ at, summaries: value(first, last) }));
      const series = named.map((values, group) => ({
        values,
        points: read.map(({ at, summaries }) => ({ at, summary: summaries[group] })),
      }));
      return series.filter(({ points }) =>
        points.some(({ summary }) => summary !== undefined && (metric.shape.kind === 'gauge' || summary.total > 0)),
      );
    },
  };
}

/** Only minutes that are over have been measured, and only so many of them are kept. */
function intervals(
  { from, to, grainMs }: EstateRange,
  now: number,
): readonly { readonly at: number; readonly first: number; readonly last: number }[] {
  const oldest = Math.ceil((now - depthMs) / minuteMs);
  const newest = Math.floor(now / minuteMs) - 1;
  const found = [];
  for (let at = minuteOf(from) * minuteMs; at < to; at += grainMs)
    found.push({ at, first: Math.max(minuteOf(at), oldest), last: Math.min(minuteOf(Math.min(at + grainMs, to) - 1), newest) });
  return found;
}

/** Of each part the number of the group it belongs to, and the groups' values. Names and values are compared without case. */
function groupParts(
  resource: EstateResource,
  metric: EstateMetric,
  { apart, only }: EstateSplit,
): { readonly groups: readonly (number | undefined)[]; readonly named: readonly (readonly string[])[] } {
  const named: string[][] = [];
  const numbers = new Map<string, number>();
  const wanted = [...only].map(([name, values]) => [name.toLowerCase(), new Set(values.map((one) => one.toLowerCase()))] as const);
  const groups = partsOf(resource, metric).map(({ values }) => {
    const of = new Map(Object.entries(values).map(([name, value]) => [name.toLowerCase(), value]));
    if (wanted.some(([name, allowed]) => !allowed.has(of.get(name)?.toLowerCase() ?? ''))) return undefined;
    const own = apart.map((name) => of.get(name.toLowerCase()) ?? '');
    const key = JSON.stringify(own);
    const number = numbers.get(key) ?? named.push(own) - 1;
    numbers.set(key, number);
    return number;
  });
  return { groups, named };
}

function changed(value: number, at: number, effects: readonly Effect[]): number | undefined {
  let result: number | undefined = value;
  for (const effect of effects)
    if (result !== undefined && at >= effect.from && at < effect.to) result = effect.change(result, at - effect.from);
  return result;
}

const bareId = (id: string): string => id.replace(/^\/+/u, '').toLowerCase();
