/**
 * Errors per minute far above the same minutes of the last days. Pure.
 *
 * Judged is, at the end of each minute, how many errors the last five minutes had. Beside it stand the five-minute intervals of
 * each of the last seven days that lie within ten minutes of the same time of day: m is their median, d their median absolute
 * deviation. How much errors come in bursts is told by D, the sum of the squared differences of neighbouring intervals of a day
 * by twice their sum (1 for errors that have nothing to do with each other, 9 where one cause makes five on average): the median
 * of the last seven whole days (UTC), at least 1. From these come the variance V = max(D·m, (1.4826·d)²) and the bound
 *
 *   max(m + √(2·L·V) + L·D/2, 2·m, least)
 *
 * which is Bernstein's inequality solved for a chance of e^-L. A spike begins when the count reaches the bound, and ends when it
 * falls below half of the bound it began with. From five times that bound on it is severe.
 *
 * A day on which nothing was counted near that time at all says nothing; with fewer than two days of the other sort nothing is
 * usual yet, and only five times `least` is a spike.
 */
export interface SpikeRule {
  readonly sensitivity: Sensitivity;
  /** Fewer errors in five minutes are no spike, whatever was usual. */
  readonly least: number;
}

export const sensitivities = ['low', 'medium', 'high'] as const;
export type Sensitivity = (typeof sensitivities)[number];

export interface Spike {
  /** The end of the five minutes in which it was first seen. */
  readonly began: number;
  /** undefined: it goes on. */
  readonly ended: number | undefined;
  /** When it became severe; undefined: it did not. */
  readonly severeAt: number | undefined;
  /** Errors of five minutes when it began. */
  readonly count: number;
  /** What is usual at that time of day, in five minutes. */
  readonly usual: number;
  readonly bound: number;
}

/** Counts of intervals, by the interval's start. What is not there had none. */
export type Counts = ReadonlyMap<number, number>;

export const minuteMs = 60_000;
export const intervalMs = 5 * minuteMs;
const dayMs = 24 * 60 * minuteMs;
export const daysCompared = 7;
const nearMs = 10 * minuteMs;
const severeTimes = 5;
const newcomer = 5;
const fewestDays = 2;

/** L of the formula. How often each of them is wrong is measured: see docs/sentry.md. */
const surprises: Readonly<Record<Sensitivity, number>> = { low: 20, medium: 14, high: 10 };

/** Every spike that begins after `from`, up to the last minute that ends by `to`; both are whole minutes. */
export function spikesIn(
  counts: { readonly minutes: Counts; readonly intervals: Counts },
  { from, to }: { readonly from: number; readonly to: number },
  rule: SpikeRule,
): readonly Spike[] {
  const found: Spike[] = [];
  const burstsOn = remembering((day: number) => burstsBefore(counts.intervals, day));
  const limitOf = remembering((interval: number) => {
    const bursts = burstsOn(Math.floor(interval / dayMs) * dayMs);
    return limitAt(counts.intervals, interval, { ...rule, bursts });
  });
  let current: Spike | undefined;
  for (let end = from + intervalMs; end <= to; end += minuteMs) {
    const count = countBetween(counts.minutes, end - intervalMs, end);
    if (current !== undefined && count < current.bound / 2) {
      found.push({ ...current, ended: end });
      current = undefined;
    }
    // No bound is lower; most minutes of most projects need no further look.
    if (current === undefined && count >= rule.least) {
      const { usual, bound } = limitOf(intervalAround(end - intervalMs / 2));
      if (count >= bound) current = { began: end, ended: undefined, severeAt: undefined, count, usual, bound };
    }
    if (current !== undefined && current.severeAt === undefined && count >= severeTimes * current.bound)
      current = { ...current, severeAt: end };
  }
  return current === undefined ? found : [...found, current];
}

/** The interval that holds the middle of what is judged. */
const intervalAround = (at: number): number => Math.floor(at / intervalMs) * intervalMs;

interface Limit {
  readonly usual: number;
  readonly bound: number;
}

/** What is usual around the interval that starts then, and from how many on it is a spike. */
function limitAt(intervals: Counts, start: number, { sensitivity, least, bursts }: SpikeRule & { readonly bursts: number }): Limit {
  const days = Array.from({ length: daysCompared }, (_, index) => daySamples(intervals, start - (index + 1) * dayMs));
  const told = days.filter((one) => one !== undefined);
  if (told.length < fewestDays) return { usual: 0, bound: newcomer * least };
  const samples = told.flat();
  const usual = median(samples);
  const spread = 1.4826 * median(samples.map((one) => Math.abs(one - usual)));
  const variance = Math.max(bursts * usual, spread ** 2);
  const surprise = surprises[sensitivity];
  const far = usual + Math.sqrt(2 * surprise * variance) + (surprise * bursts) / 2;
  return { usual, bound: Math.max(far, 2 * usual, least) };
}

/** D of the seven days before the one that starts then. */
function burstsBefore(intervals: Counts, day: number): number {
  const days = Array.from({ length: daysCompared }, (_, index) => burstsOfDay(intervals, day - (index + 1) * dayMs));
  return Math.max(1, median(days.filter((one) => one !== undefined)));
}

/** undefined: a day without errors. Neighbours are compared, so that what changes slowly over the day does not count. */
function burstsOfDay(intervals: Counts, day: number): number | undefined {
  let squares = 0;
  let sum = 0;
  for (let at = day; at < day + dayMs; at += intervalMs) {
    const count = intervals.get(at) ?? 0;
    squares += (count - (intervals.get(at - intervalMs) ?? 0)) ** 2;
    sum += count;
  }
  return sum === 0 ? undefined : squares / (2 * sum);
}

/** The intervals near the same time of another day; undefined: that day has no counts at all. */
function daySamples(intervals: Counts, at: number): readonly number[] | undefined {
  const starts = Array.from({ length: (2 * nearMs) / intervalMs + 1 }, (_, index) => at - nearMs + index * intervalMs);
  return starts.some((start) => intervals.has(start)) ? starts.map((start) => intervals.get(start) ?? 0) : undefined;
}

function countBetween(minutes: Counts, from: number, to: number): number {
  let sum = 0;
  for (let at = from; at < to; at += minuteMs) sum += minutes.get(at) ?? 0;
  return sum;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

function remembering<T>(make: (key: number) => T): (key: number) => T {
  const known = new Map<number, T>();
  return (key) => {
    const value = known.get(key) ?? make(key);
    known.set(key, value);
    return value;
  };
}
