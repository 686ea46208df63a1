import type { ChartSeries } from '../core/chart.ts';
import { formatDuration } from '../core/duration.ts';
import type { Aggregation, Unit } from '../core/model/series.ts';
import { formatValue } from '../core/numbers.ts';
import type { TimeText } from '../core/ports.ts';

export interface Described {
  readonly title: string;
  readonly unit: Unit;
  readonly aggregation: Aggregation;
  readonly from: number;
  readonly to: number;
  readonly timeZone: string;
  readonly series: readonly ChartSeries[];
  /** Whether low values are the bad ones. */
  readonly lowIsBad: boolean;
}

/** How many curves are put into words; the picture's table has all. */
const mostDescribed = 3;

/** "average per 5m · 2026-11-20 09:07 – 15:07 CET" */
export function subtitleOf(range: { from: number; to: number; grainMs: number; timeZone: string }, ways: string, time: TimeText): string {
  const { from, to, timeZone, grainMs } = range;
  const isOneDay = time.format(from, timeZone, 'date') === time.format(to, timeZone, 'date');
  const begin = time.format(from, timeZone, 'datetime');
  const end = time.format(to, timeZone, isOneDay ? 'time' : 'datetime');
  return `${ways} per ${interval(grainMs)} · ${begin} – ${end} ${time.zoneName(to, timeZone)}`;
}

/** What the picture shows, for those who cannot see it: "CPU of bps-website-sp: average 31 %, peak 78 % at 14:05 UTC". */
export function altOf(what: Described, time: TimeText): string {
  const described = what.series.slice(0, mostDescribed).map((one) => describe(one, what, time));
  const [only] = described;
  if (only === undefined) return `${what.title}: nothing was measured`;
  if (what.series.length === 1) return `${what.title}: ${only}`;
  const rest = what.series.length > mostDescribed ? `; and ${what.series.length - mostDescribed} more` : '';
  return `${what.title}: ${what.series
    .slice(0, mostDescribed)
    .map((one, index) => `${one.label} ${described[index] ?? ''}`)
    .join('; ')}${rest}`;
}

function describe(series: ChartSeries, what: Described, time: TimeText): string {
  const measured = series.points.flatMap(({ at, value }) => (value === undefined || !Number.isFinite(value) ? [] : [{ at, value }]));
  const [first] = measured;
  if (first === undefined) return 'nothing was measured';
  const sum = measured.reduce((total, one) => total + one.value, 0);
  const extreme = measured.reduce((best, one) => ((what.lowIsBad ? one.value < best.value : one.value > best.value) ? one : best), first);
  const isSum = what.aggregation === 'total' || what.aggregation === 'count';
  const whole =
    isSum && what.unit !== 'percent' ? `${formatValue(sum, what.unit)} in all` : `average ${formatValue(sum / measured.length, what.unit)}`;
  const isOneDay = what.to - what.from <= 86_400_000;
  const when = `${time.format(extreme.at, what.timeZone, isOneDay ? 'time' : 'datetime')} ${time.zoneName(extreme.at, what.timeZone)}`;
  return `${whole}, ${what.lowIsBad ? 'lowest' : 'peak'} ${formatValue(extreme.value, what.unit)} at ${when}`;
}

/** "minute", "5 min", "hour", "6 h" */
function interval(ms: number): string {
  const words: Readonly<Record<string, string>> = {
    '1m': 'minute',
    '5m': '5 min',
    '15m': '15 min',
    '1h': 'hour',
    '6h': '6 h',
    '12h': '12 h',
    '1d': 'day',
  };
  const short = formatDuration(ms);
  return words[short] ?? short;
}
