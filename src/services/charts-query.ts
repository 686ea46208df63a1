import { formatDuration } from '../core/duration.ts';
import { checkEvery, grainFor, wholeIntervals, wholeVersus } from './charts-grain.ts';
import { isSum, type Plan } from './charts-metric.ts';
import { beforeWords } from './charts-past.ts';
import type { CurvesQuery, TimedReading } from './charts-read.ts';
import type { Range } from './charts-span.ts';
import { listed } from './charts-targets.ts';
import type { ChartRequest } from './services.ts';

/** What is read, and what of the request had to be understood another way. */
export interface Query extends CurvesQuery, Range {
  /** In whole intervals. */
  readonly versusMs: number | undefined;
  readonly changes: readonly string[];
}

/** As many curves as there are colours. */
const usualTop = 8;
/** Of several resources that are split, each still shows so many. */
const leastTop = 3;
/** More curves than this are a thicket. */
const mostCurves = 40;

/** The range is that of the finest interval; what Azure keeps more coarsely is read at its own. */
export function queryOf(request: ChartRequest, plan: Plan, now: number): Query {
  const asked = { from: request.from, to: Math.min(request.to, now) };
  const timed = plan.readings.map((reading): TimedReading => {
    const grainMs = grainOf(request.everyMs, asked.to - asked.from, reading.finestMs ?? minuteMs, plan);
    return { ...reading, grainMs, ...wholeIntervals(asked, grainMs, now) };
  });
  const finestMs = Math.min(...timed.map((one) => one.grainMs));
  const range = wholeIntervals(asked, finestMs, now);
  const readings = timed.filter((one) => one.to - one.grainMs >= range.from || one.grainMs === finestMs);
  const versusMs = request.versusMs && wholeVersus(request.versusMs, Math.max(...readings.map((one) => one.grainMs)));
  const usual = Math.max(leastTop, Math.floor(usualTop / readings.length));
  const most = Math.max(1, Math.floor(mostCurves / readings.length));
  return {
    ...range,
    readings,
    split: plan.by && { dimension: plan.by.dimension, top: Math.min(plan.by.top ?? usual, most) },
    filter: plan.where,
    now,
    notBefore: request.notBefore,
    versusMs,
    changes: [...tooCoarse(timed.filter((one) => !readings.includes(one))), ...rounded(request.versusMs, versusMs)],
  };
}

const minuteMs = 60_000;

function grainOf(everyMs: number | undefined, rangeMs: number, finestMs: number, plan: Plan): number {
  return everyMs === undefined ? grainFor(rangeMs, isSum(plan) ? 'sums' : 'levels', finestMs) : checkEvery(everyMs, rangeMs, finestMs);
}

function tooCoarse(readings: readonly TimedReading[]): readonly string[] {
  if (readings.length === 0) return [];
  const names = readings.map(({ resource, grainMs }) => `${resource.name} (measured every ${formatDuration(grainMs)})`);
  return [`Left out, because no whole interval of it lies in this range: ${listed(names)}.`];
}

function rounded(asked: number | undefined, versusMs: number | undefined): readonly string[] {
  if (asked === undefined || versusMs === undefined || asked === versusMs) return [];
  return [`Compared with ${beforeWords(versusMs)}, because ${formatDuration(asked)} is no multiple of the interval.`];
}
