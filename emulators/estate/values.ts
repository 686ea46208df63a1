import { mostTilt, ownParts, type Part, partsOf } from './dimensions.ts';
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
 * The summary of the minutes first..last of a series; undefined where nothing was measured. A long interval's average is its
 * total by its count, as everywhere in Azure: the mean of its minutes' where each has one sample, and weighted by the requests
 * of each minute where these are the samples.
 */
export function seriesValue(source: Source): (first: number, last: number) => Summary | undefined {
  const { metric } = source;
  const sampled = samples(source);
  return (first, last) => {
    const sum = nothing();
    for (let minute = first; minute <= last; minute += 1) {
      const sample = sampled(minute);
      if (sample !== undefined) add(sum, times(measured(metric.shape, sample.value, sample.chance), sample.count));
    }
    return summaryOf(sum);
  };
}

/**
 * The same, apart for groups of the metric's dimensions (`groups`: of each part, the group's number; undefined: left out). What
 * adds up is shared out in whole numbers, so the groups' totals make the whole; levels differ so that their mean is the whole's,
 * each part having as many samples as another.
 */
export function splitValue(
  source: Source,
  groups: readonly (number | undefined)[],
  count: number,
): (first: number, last: number) => readonly (Summary | undefined)[] {
  const { metric, resource } = source;
  const sampled = samples(source);
  const parts = partsOf(resource, metric);
  const events = eventsOfParts(source);
  return (first, last) => {
    const sums = Array.from({ length: count }, nothing);
    for (let minute = first; minute <= last; minute += 1) {
      const sample = sampled(minute);
      if (sample === undefined) continue;
      const shares = metric.shape.kind === 'gauge' ? tilted(metric.shape, sample, parts) : events(minute);
      addGroups(sums, shares, groups, metric.shape);
    }
    return sums.map(summaryOf);
  };
}

/** What adds up, shared out among the metric's own parts and then those of an included metric. */
function eventsOfParts(source: Source): (minute: number) => readonly Sum[] {
  const { metric, resource, seed, included } = source;
  const sampled = samples(source);
  const parts = ownParts(resource, metric);
  const stream = hashText(`${seed}|parts|${resource.id}|${metric.name}`);
  const inner = included === undefined ? undefined : eventsOfParts(included);
  return (minute) => {
    const sample = sampled(minute);
    if (sample === undefined) return [];
    const { total } = measured(metric.shape, sample.value, sample.chance);
    const others = inner?.(minute) ?? [];
    const own = Math.max(0, total - others.reduce((sum, one) => sum + one.total, 0));
    return [...sharedOut(metric.shape, own, parts, even(stream, minute)), ...others];
  };
}

export interface Source {
  readonly seed: string;
  readonly resource: EstateResource;
  readonly metric: EstateMetric;
  /** What scenarios make of the value at a time; undefined: nothing is measured. */
  readonly change: (value: number, at: number) => number | undefined;
  /** Of the metric that this one includes. */
  readonly included: Source | undefined;
  /** Of the metric that counts this one's samples. */
  readonly counting: Source | undefined;
  /** How much of a minute has arrived, 0 to 1; undefined: it is not there yet. */
  readonly arrived: (at: number) => number | undefined;
}

/** A minute's value, and how many samples of a level it is the mean of. */
interface Sample {
  readonly value: number;
  readonly chance: number;
  readonly count: number;
}

function samples({ seed, resource, metric, change, arrived, counting }: Source): (minute: number) => Sample | undefined {
  const counts = counting === undefined ? undefined : seriesValue(counting);
  const expected = expectation(seed, resource, metric);
  const stream = hashText(`${seed}|sample|${resource.id}|${metric.name}`);
  return (minute) => {
    const part = arrived(minute * 60_000);
    const value = change(expected(minute), minute * 60_000);
    const count = counts === undefined ? 1 : (counts(minute, minute)?.total ?? 0);
    // Where nobody asked, nothing took any time.
    if (value === undefined || part === undefined || count === 0) return undefined;
    // A part of what adds up; of a level, some samples are as good as all.
    const seen = metric.shape.kind === 'gauge' ? 1 : part;
    return { value: Math.min(value, metric.shape.most) * seen, chance: even(stream, minute) * seen, count };
  };
}

/** The levels of the parts around `value`; none leaves the range that the metric's own minimum and maximum span. */
function tilted(shape: Shape, { value, count }: Sample, parts: readonly Part[]): readonly Sum[] {
  const whole = level(shape, value);
  const room = value === 0 ? 0 : Math.min(1, (whole.maximum / value - 1) / mostTilt, (1 - whole.minimum / value) / mostTilt);
  return parts.map(({ tilt }) => {
    const own = value * (1 + tilt * room);
    const { minimum, maximum } = level(shape, own);
    return { total: own * count, count, minimum: Math.max(minimum, whole.minimum), maximum: Math.min(maximum, whole.maximum) };
  });
}

/** Whole events of the parts, which make `total`: each gets what lies between two marks of the running share. */
function sharedOut(shape: Shape, total: number, parts: readonly Part[], offset: number): readonly Sum[] {
  let share = 0;
  let before = Math.floor(offset);
  return parts.map((part, index) => {
    share = index === parts.length - 1 ? 1 : share + part.share;
    const upTo = Math.floor(share * total + offset);
    const own = upTo - before;
    before = upTo;
    return eventsOf(shape, own);
  });
}

/** Parts of one group are one sample of what adds up, and samples of their own where levels are measured. */
function addGroups(sums: readonly Sum[], shares: readonly Sum[], groups: readonly (number | undefined)[], shape: Shape): void {
  const totals = new Map<number, number>();
  for (const [index, share] of shares.entries()) {
    const group = groups[index];
    const sum = group === undefined ? undefined : sums[group];
    if (group === undefined || sum === undefined) continue;
    if (shape.kind === 'gauge') add(sum, share);
    else totals.set(group, (totals.get(group) ?? 0) + share.total);
  }
  for (const [group, total] of totals) {
    const sum = sums[group];
    if (sum !== undefined) add(sum, eventsOf(shape, total));
  }
}

interface Sum {
  total: number;
  count: number;
  minimum: number;
  maximum: number;
}

/** As many samples of a level, which are one where there is nothing to weigh. */
const times = (sum: Sum, count: number): Sum => (count === 1 ? sum : { ...sum, total: sum.total * count, count: sum.count * count });

const nothing = (): Sum => ({ total: 0, count: 0, minimum: Number.POSITIVE_INFINITY, maximum: Number.NEGATIVE_INFINITY });

function add(sum: Sum, sample: Sum): void {
  sum.total += sample.total;
  sum.count += sample.count;
  sum.minimum = Math.min(sum.minimum, sample.minimum);
  sum.maximum = Math.max(sum.maximum, sample.maximum);
}

function summaryOf(sum: Sum): Summary | undefined {
  if (sum.minimum === Number.POSITIVE_INFINITY) return undefined;
  return { ...sum, average: sum.count === 0 ? 0 : sum.total / sum.count };
}

/** Whole events: a rate of 0.3 a minute is three of them in ten minutes. */
const measured = (shape: Shape, value: number, chance: number): Sum =>
  shape.kind === 'gauge' ? level(shape, value) : eventsOf(shape, Math.floor(value + chance));

function level(shape: Shape, value: number): Sum {
  const maximum = Math.max(value, Math.min(value * (1 + shape.spread), shape.most));
  return { total: value, count: 1, minimum: value * (1 - shape.spread), maximum };
}

function eventsOf(shape: Shape, whole: number): Sum {
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
