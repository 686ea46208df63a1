import type { EstateMetric, Shape } from './metric.ts';
import { even, hashText, smooth } from './noise.ts';
import type { EstateResource, ServiceName } from './resources.ts';

/** What Azure keeps of an interval. */
export interface Summary {
  readonly average: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly total: number;
  readonly count: number;
}

const minutesPerDay = 1440;

export const minuteOf = (at: number): number => Math.floor(at / 60_000);

/** When each service is busy: the local hour of its peak, its zone's offset in hours, and what is left of it at weekends. */
const rhythms: Readonly<
  Record<ServiceName, { readonly peak: number; readonly offset: number; readonly weekend: number; readonly scale: number }>
> = {
  'bps-website': { peak: 14, offset: 2, weekend: 0.55, scale: 1 },
  // The crawler works at night, when the sites it reads are idle, and at weekends as well.
  pixcrawler: { peak: 2, offset: 2, weekend: 0.95, scale: 1.1 },
  packamal: { peak: 15, offset: 1, weekend: 0.45, scale: 1.05 },
  compliance: { peak: 11, offset: 1, weekend: 0.3, scale: 0.9 },
};

/**
 * The summary of the minutes first..last of a series; undefined where nothing was measured. Every minute has the same number
 * of samples, so a long interval's average is the mean of its minutes', and totals, minima and maxima agree as well.
 */
export function seriesValue(
  seed: string,
  resource: EstateResource,
  metric: EstateMetric,
  change: (value: number, at: number) => number | undefined,
): (first: number, last: number) => Summary | undefined {
  const expected = expectation(seed, resource, metric);
  const stream = hashText(`${seed}|sample|${resource.id}|${metric.name}`);
  return (first, last) => {
    const sum = { total: 0, count: 0, minimum: Number.POSITIVE_INFINITY, maximum: Number.NEGATIVE_INFINITY };
    for (let minute = first; minute <= last; minute += 1) {
      const value = change(expected(minute), minute * 60_000);
      if (value !== undefined) add(sum, metric, Math.min(value, metric.shape.most), even(stream, minute));
    }
    if (sum.minimum === Number.POSITIVE_INFINITY) return undefined;
    return { ...sum, average: sum.count === 0 ? 0 : sum.total / sum.count };
  };
}

interface Sum {
  total: number;
  count: number;
  minimum: number;
  maximum: number;
}

function add(sum: Sum, { shape }: EstateMetric, value: number, chance: number): void {
  const sample = shape.kind === 'gauge' ? level(shape, value) : events(shape, value, chance);
  sum.total += sample.total;
  sum.count += sample.count;
  sum.minimum = Math.min(sum.minimum, sample.minimum);
  sum.maximum = Math.max(sum.maximum, sample.maximum);
}

function level(shape: Shape, value: number): Sum {
  const maximum = Math.max(value, Math.min(value * (1 + shape.spread), shape.most));
  return { total: value, count: 1, minimum: value * (1 - shape.spread), maximum };
}

/** Whole events: a rate of 0.3 a minute is three of them in ten minutes. */
function events(shape: Shape, value: number, chance: number): Sum {
  const whole = Math.floor(value + chance);
  if (shape.kind === 'counter') return { total: whole, count: 1, minimum: whole, maximum: whole };
  return { total: whole, count: whole, minimum: Math.min(whole, 1), maximum: Math.min(whole, 1) };
}

/** The value a minute would have if nothing special happened. */
function expectation(seed: string, resource: EstateResource, metric: EstateMetric): (minute: number) => number {
  const { base, swing, noise } = metric.shape;
  const { peak, offset, weekend, scale } = rhythms[resource.service];
  const own = hashText(`${seed}|${resource.id}|${metric.name}`);
  const crowd = hashText(`${seed}|${resource.service}`);
  return (minute) => {
    const local = minute + offset * 60;
    const hour = (local % minutesPerDay) / 60;
    // 1970 began on a Thursday.
    const weekday = (Math.floor(local / minutesPerDay) + 4) % 7;
    const daily = 0.5 + 0.5 * Math.cos(((hour - peak) / 24) * 2 * Math.PI);
    const weekly = weekday === 0 || weekday === 6 ? weekend : 1;
    // What moves the load moves all the service's series at once; the rest is each series' own.
    const load = Math.max(0, daily * weekly * scale * (0.88 + 0.12 * smooth(crowd, minute, 47)));
    const level = base + swing * Math.min(load, 1.15);
    const wander = 0.6 * smooth(own, minute, 23) + 0.4 * (2 * even(own, minute) - 1);
    return Math.max(0, level * (1 + noise * wander));
  };
}
