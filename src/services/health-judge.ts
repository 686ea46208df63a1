import type { Series } from '../core/model/series.ts';
import type { Kpi, Measure } from './kpis.ts';
import type { KpiState } from './services.ts';

export type State = KpiState['state'];

/** From the worst to the best. What nobody knows is never taken for good. */
const order: readonly State[] = ['bad', 'warning', 'unknown', 'good'];

/** Pure. The limits themselves still count as kept. */
export function judge(value: number | undefined, kpi: Pick<Kpi, 'better' | 'target' | 'critical'>): State {
  if (value === undefined) return 'unknown';
  const beyond = (limit: number): boolean => (kpi.better === 'lower' ? value > limit : value < limit);
  if (beyond(kpi.critical)) return 'bad';
  return beyond(kpi.target) ? 'warning' : 'good';
}

/** The worst of the states; unknown when there are none. */
export function worstOf(states: readonly State[]): State {
  return order.find((state) => states.includes(state)) ?? 'unknown';
}

/** What one resource measured. */
export interface Reading {
  readonly resource: string;
  readonly value: number | undefined;
}

/** The KPI judged by the worst of the readings: the worst state first, then the worst value. There is at least one reading. */
export function judgeReadings(kpi: Kpi, readings: readonly Reading[]): KpiState {
  const sign = kpi.better === 'lower' ? -1 : 1;
  const rank = (reading: Reading): number => order.indexOf(judge(reading.value, kpi));
  const worst = readings.toSorted(
    (one, other) => rank(one) - rank(other) || sign * ((one.value ?? 0) - (other.value ?? 0)) || one.resource.localeCompare(other.resource),
  )[0];
  return {
    name: kpi.name,
    title: kpi.title,
    shown: worst?.value === undefined ? 'no data' : showValue(worst.value, kpi.unit),
    value: worst?.value,
    state: judge(worst?.value, kpi),
    limits: showLimits(kpi),
    resource: worst?.resource,
  };
}

/** The KPI's value over the range of the series; undefined where nothing was measured. */
export function measureValue(measure: Measure, series: readonly Series[]): number | undefined {
  const of = (metric: string): readonly { readonly value: number; readonly scale: number }[] =>
    series
      .filter((one) => one.metric.toLowerCase() === metric.toLowerCase() && one.aggregation === measure.aggregation)
      .flatMap((one) =>
        one.points.flatMap(({ value }) => (value === undefined ? [] : [{ value, scale: one.unit === 'seconds' ? 1_000 : 1 }])),
      );
  const points = of(measure.metric);
  switch (measure.how) {
    case 'average':
      return points.length === 0 ? undefined : sum(points) / points.length;
    case 'ratio': {
      // Azure leaves out the failures of a quiet interval, so their absence beside requests means none.
      const whole = sum(of(measure.of));
      return whole > 0 ? (100 * sum(points)) / whole : undefined;
    }
  }
}

/** Durations in seconds become milliseconds, the unit the targets are in. */
function sum(points: readonly { readonly value: number; readonly scale: number }[]): number {
  return points.reduce((total, { value, scale }) => total + value * scale, 0);
}

function showLimits({ better, target, critical, unit }: Kpi): string {
  const [within, beyond] = better === 'lower' ? ['≤', '>'] : ['≥', '<'];
  return `target ${within} ${showValue(target, unit)}, critical ${beyond} ${showValue(critical, unit)}`;
}

export function showValue(value: number, unit: Kpi['unit']): string {
  const digits = unit === 'milliseconds' || Number.isInteger(value) ? 0 : Math.abs(value) >= 99 ? 2 : Math.abs(value) < 10 ? 2 : 1;
  const number = value.toLocaleString('en-US', { maximumFractionDigits: digits });
  return unit === 'percent' ? `${number} %` : `${number} ms`;
}
