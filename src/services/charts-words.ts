import type { ChartSeries } from '../core/chart.ts';
import { formatDuration } from '../core/duration.ts';
import type { Aggregation, Unit } from '../core/model/series.ts';
import { formatValue } from '../core/numbers.ts';
import type { TimeText } from '../core/ports.ts';
import { beforeWords, pastWords } from './charts-past.ts';
import type { Filter } from './charts-wish.ts';

export interface Described {
  readonly title: string;
  readonly unit: Unit;
  readonly aggregation: Aggregation;
  readonly from: number;
  readonly to: number;
  readonly timeZone: string;
  readonly series: readonly ChartSeries[];
  readonly where: Filter | undefined;
  /** How long before lies the past that some of the series are. */
  readonly versusMs: number | undefined;
  /** Which values are the bad ones. */
  readonly extreme: 'highest' | 'lowest';
  readonly grainMs: number;
}

export interface Subtitled {
  readonly from: number;
  readonly to: number;
  readonly grainMs: number;
  readonly timeZone: string;
  /** How it is aggregated: "average". */
  readonly ways: string;
  readonly where: Filter | undefined;
  readonly versusMs: number | undefined;
}

/** How many curves are put into words; the picture's table has all. */
const mostDescribed = 3;
const dayMs = 86_400_000;

/** "average per 5 min · StatusCode 500 or 503 · compared with 1 week before · 2026-11-20 09:07 – 15:07 CET" */
export function subtitleOf({ from, to, grainMs, timeZone, ways, where, versusMs }: Subtitled, time: TimeText): string {
  const isOneDay = time.format(from, timeZone, 'date') === time.format(to, timeZone, 'date');
  const zones = [from, to].map((at) => time.zoneName(at, timeZone));
  // In the range, the clocks were changed.
  const begin = [time.format(from, timeZone, 'datetime'), ...(zones[0] === zones[1] ? [] : [zones[0]])].join(' ');
  const end = time.format(to, timeZone, isOneDay ? 'time' : 'datetime');
  return [
    `${ways} per ${interval(grainMs)}`,
    ...(where === undefined ? [] : [filterWords(where)]),
    ...(versusMs === undefined ? [] : [`compared with ${beforeWords(versusMs)}`]),
    `${begin} – ${end} ${zones[1] ?? ''}`,
  ].join(' · ');
}

/** What the picture shows, for those who cannot see it: "CPU of bps-website-sp: average 31 %, peak 78 % at 14:05 UTC". */
export function altOf(what: Described, time: TimeText): string {
  const title = what.where === undefined ? what.title : `${what.title} (${filterWords(what.where)})`;
  const shown = what.series.filter((one) => one.pastOf === undefined);
  const [only] = shown;
  if (only === undefined) return `${title}: nothing was measured`;
  if (shown.length === 1) return `${title}: ${describe(only, what, time)}`;
  const rest = shown.length > mostDescribed ? `; and ${shown.length - mostDescribed} more` : '';
  const described = shown.slice(0, mostDescribed).map((one) => `${one.label} ${describe(one, what, time)}`);
  return `${title}: ${described.join('; ')}${rest}`;
}

/** "StatusCode 500 or 503" */
function filterWords({ dimension, values }: Filter): string {
  return `${dimension} ${values.join(' or ')}`;
}

function describe(series: ChartSeries, what: Described, time: TimeText): string {
  const measured = measuredOf(series);
  const past = pastOf(series, what);
  const [first] = measured;
  if (first === undefined) return `nothing was measured${past}`;
  const isLow = what.extreme === 'lowest';
  const extreme = measured.reduce((best, one) => ((isLow ? one.value < best.value : one.value > best.value) ? one : best), first);
  const value = formatValue(extreme.value, what.unit);
  return `${whole(measured, what)}, ${isLow ? 'lowest' : 'peak'} ${value} ${momentOf(extreme.at, what, time)}${past}`;
}

/** A value of a whole day has no time of day. */
function momentOf(at: number, { from, to, timeZone, grainMs }: Described, time: TimeText): string {
  if (grainMs >= dayMs) return `on ${time.format(at, timeZone, 'date')}`;
  return `at ${time.format(at, timeZone, to - from <= dayMs ? 'time' : 'datetime')} ${time.zoneName(at, timeZone)}`;
}

/** ", last week average 28 %" */
function pastOf(series: ChartSeries, what: Described): string {
  const past = what.series.find((one) => one.pastOf === series.label);
  if (past === undefined || what.versusMs === undefined) return '';
  const measured = measuredOf(past);
  return `, ${pastWords(what.versusMs)} ${measured.length === 0 ? 'nothing was measured' : whole(measured, what)}`;
}

interface Measured {
  readonly at: number;
  readonly value: number;
}

function measuredOf({ points }: ChartSeries): readonly Measured[] {
  return points.flatMap(({ at, value }) => (value === undefined || !Number.isFinite(value) ? [] : [{ at, value }]));
}

/** "average 31 %", "2,520 in all" */
function whole(measured: readonly Measured[], { aggregation, unit }: Described): string {
  const sum = measured.reduce((total, one) => total + one.value, 0);
  const addsUp = (aggregation === 'total' || aggregation === 'count') && unit !== 'percent';
  return addsUp ? `${formatValue(sum, unit)} in all` : `average ${formatValue(sum / measured.length, unit)}`;
}

/** "minute", "5 min", "hour", "6 h" */
export function interval(ms: number): string {
  const words: Readonly<Record<string, string>> = {
    '1m': 'minute',
    '5m': '5 min',
    '15m': '15 min',
    '30m': '30 min',
    '1h': 'hour',
    '6h': '6 h',
    '12h': '12 h',
    '1d': 'day',
  };
  const short = formatDuration(ms);
  return words[short] ?? short;
}
