import type { Clock } from '../../src/core/ports.ts';
import { catalogue } from './catalogue.ts';
import type { EstateMetric } from './metric.ts';
import { type EstateResource, type EstateSubscription, resources, subscriptions } from './resources.ts';
import { minuteOf, type Summary, seriesValue } from './values.ts';

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

/** The emulated Azure world. Every value is a function of seed, resource, metric, minute and the effects in force then. */
export interface Estate {
  readonly subscriptions: readonly EstateSubscription[];
  readonly resources: readonly EstateResource[];
  /** Finds by ARM id, in any case, with or without its first slash. */
  readonly find: (id: string) => EstateResource | undefined;
  readonly metricsOf: (type: string) => readonly EstateMetric[];
  /** Intervals from the minute of `from` until before `to`; `grainMs` in whole minutes. */
  readonly values: (
    resource: EstateResource,
    metric: EstateMetric,
    range: { readonly from: number; readonly to: number; readonly grainMs: number },
  ) => readonly EstatePoint[];
  readonly apply: (effect: Effect) => void;
}

export function createEstate(options: { readonly seed: string; readonly clock: Clock }): Estate {
  const effects: Effect[] = [];
  const byId = new Map(resources.map((one) => [bareId(one.id), one]));
  return {
    subscriptions,
    resources,
    find: (id) => byId.get(bareId(id)),
    metricsOf: (type) => catalogue[type.toLowerCase()] ?? [],
    apply: (effect) => void effects.push(effect),
    values: (resource, metric, { from, to, grainMs }) => {
      const now = options.clock.now();
      const met = effects.filter((one) => one.resource === resource.name && one.metric === metric.name);
      const value = seriesValue(options.seed, resource, metric, (raw, at) => changed(raw, at, met));
      // Only minutes that are over have been measured.
      const first = Math.ceil((now - depthMs) / minuteMs);
      const last = Math.floor(now / minuteMs) - 1;
      const points: EstatePoint[] = [];
      for (let at = minuteOf(from) * minuteMs; at < to; at += grainMs) {
        const start = Math.max(minuteOf(at), first);
        const end = Math.min(minuteOf(Math.min(at + grainMs, to) - 1), last);
        points.push({ at, summary: value(start, end) });
      }
      return points;
    },
  };
}

function changed(value: number, at: number, effects: readonly Effect[]): number | undefined {
  let result: number | undefined = value;
  for (const effect of effects)
    if (result !== undefined && at >= effect.from && at < effect.to) result = effect.change(result, at - effect.from);
  return result;
}

const bareId = (id: string): string => id.replace(/^\/+/u, '').toLowerCase();
