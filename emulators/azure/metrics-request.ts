import { type Aggregation, aggregations } from '../../src/core/model/series.ts';
import { depthMs, type Estate } from '../estate/estate.ts';
import type { EstateMetric } from '../estate/metric.ts';
import { readMinutes, writeClock, writeMinutes } from './durations.ts';
import { type DimensionRequest, type Order, readFilter, readOrder } from './metrics-filter.ts';

/** What both metrics APIs are asked, in their own words. */
export interface RawMetricRequest {
  readonly start: string | undefined;
  readonly end: string | undefined;
  readonly interval: string | undefined;
  readonly names: string | undefined;
  readonly namespace: string;
  readonly aggregation: string | undefined;
  /** An unsupported interval becomes the nearest coarser one that is supported. */
  readonly adjust: boolean;
  readonly filter: string | undefined;
  readonly rollUpBy: string | undefined;
  readonly top: string | undefined;
  readonly orderBy: string | undefined;
}

export interface MetricRequest {
  readonly from: number;
  readonly to: number;
  readonly grainMinutes: number;
  readonly interval: string;
  readonly metrics: readonly EstateMetric[];
  /** Empty: the metric's primary one. */
  readonly aggregations: readonly Aggregation[];
  readonly dimensions: DimensionRequest | undefined;
  /** Series per metric, where dimensions are told apart. */
  readonly top: number;
  readonly order: Order | undefined;
}

/** The sentence of a 400. */
export type Refusal = { readonly refusal: string };

const minuteMs = 60_000;
/** Where nothing is said. */
const usualTop = 10;

/** Checks a request as Azure does; the sentences are those it answers. */
export function readMetricRequest(raw: RawMetricRequest, estate: Estate, now: number): MetricRequest | Refusal {
  const from = raw.start === undefined ? now - 60 * minuteMs : Date.parse(raw.start);
  const to = raw.end === undefined ? now : Date.parse(raw.end);
  if (!Number.isFinite(from) || !Number.isFinite(to)) return { refusal: 'Invalid time range: the values are not date times.' };
  if (from >= to) return { refusal: `Invalid time range: start ${raw.start ?? ''} must be before end ${raw.end ?? ''}.` };
  if (from < now - depthMs - minuteMs)
    return { refusal: `Query startTime: ${new Date(from).toUTCString()} is out of the Max metrics retention period: 93.00:00:00` };
  const metrics = readNames(raw, estate);
  if ('refusal' in metrics) return metrics;
  const asked = raw.aggregation?.split(',').filter((one) => one !== '') ?? [];
  const known = asked.flatMap((one) => aggregations.find((name) => name === one.trim().toLowerCase()) ?? []);
  if (known.length < asked.length) return { refusal: `Invalid aggregation type: ${asked.join(',')}` };
  const grain = readGrain(raw, metrics.metrics, to - from);
  if ('refusal' in grain) return grain;
  const filter = readFilter(raw.filter, raw.rollUpBy, metrics.metrics);
  if ('refusal' in filter) return filter;
  const order = readOrder(raw.orderBy);
  if ('refusal' in order) return order;
  const top = raw.top === undefined ? usualTop : Number(raw.top);
  if (!Number.isInteger(top) || top < 1) return { refusal: `Invalid top: ${raw.top}` };
  return {
    // Intervals are counted from the start's minute.
    from: Math.floor(from / minuteMs) * minuteMs,
    to,
    grainMinutes: grain.minutes,
    interval: grain.interval,
    metrics: metrics.metrics,
    aggregations: known,
    dimensions: filter.dimensions,
    top,
    order: order.order,
  };
}

function readNames(raw: RawMetricRequest, estate: Estate): { readonly metrics: readonly EstateMetric[] } | Refusal {
  const all = estate.metricsOf(raw.namespace);
  const names = raw.names?.split(',').map((name) => name.trim()) ?? all.slice(0, 1).map((one) => one.name);
  if (names.length > 20) return { refusal: 'Requested metrics count exceeds the maximum of 20.' };
  const metrics: EstateMetric[] = [];
  for (const name of names) {
    const found = all.find((one) => one.name.toLowerCase() === name.toLowerCase());
    if (found === undefined) {
      const [provider, ...kinds] = raw.namespace.split('/');
      const valid = all.map((one) => one.name).join(',');
      return {
        refusal: `Failed to find metric configuration for provider: ${provider}, resource Type: ${kinds.join('/')}, metric: ${name}, Valid metrics: ${valid}`,
      };
    }
    metrics.push(found);
  }
  return { metrics };
}

function readGrain(
  raw: RawMetricRequest,
  metrics: readonly EstateMetric[],
  rangeMs: number,
): { readonly minutes: number; readonly interval: string } | Refusal {
  if (raw.interval?.toUpperCase() === 'FULL') {
    const minutes = Math.ceil(rangeMs / minuteMs);
    return { minutes, interval: writeMinutes(minutes) };
  }
  const asked = raw.interval === undefined ? 1 : readMinutes(raw.interval);
  if (asked === undefined) return { refusal: `Invalid time grain duration: ${raw.interval}` };
  const common = (metrics[0]?.grains ?? []).filter((grain) => metrics.every((one) => one.grains.includes(grain)));
  const near = raw.adjust ? (common.find((grain) => grain >= asked) ?? common.at(-1)) : undefined;
  const minutes = common.includes(asked) ? asked : near;
  if (minutes !== undefined) return { minutes, interval: writeMinutes(minutes) };
  const allowed = common.map(writeClock).join(',');
  const names = metrics.map((one) => one.name).join(',');
  return {
    refusal: `Commonly allowed time grains: ${allowed} between metrics: ${names}, can not support requested time grain: ${writeClock(asked)} please adjust your interval parameter to use one of the common grains`,
  };
}
