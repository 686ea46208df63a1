import type { Chart } from '../core/chart.ts';
import type { Unit } from '../core/model/series.ts';

export interface VerticalScale {
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

/** About this many steps are wanted between bottom and top. */
const wantedSteps = 5;
const minute = 60_000;
/** A limit further away than this many times the highest value would squeeze the curve flat, and stays outside the picture. */
const furthestLimit = 2;

/** Where the vertical axis begins and ends, so that the values fill it and the limits that matter are in sight. */
export function verticalScale(chart: Pick<Chart, 'series' | 'lines' | 'unit'>): VerticalScale {
  const { lowest, whole, ...found } = extremes(chart);
  // Shares that are added up end a little beside a hundred.
  const highest = chart.unit === 'percent' && Math.abs(found.highest - 100) < 1e-6 ? 100 : found.highest;
  const limits = chart.lines.map((line) => line.value).filter((value) => isInSight(value, highest, chart.unit));
  const top = Math.max(highest, ...limits);
  const bottommost = Math.min(lowest, ...limits);
  if (chart.unit === 'percent' && bottommost >= 90 && top <= 100) return nearHundred(bottommost);
  if (chart.unit === 'percent' && top > 40 && top <= 100 && lowest >= 0) return { min: 0, max: 100, step: 20 };
  const bottom = Math.min(0, lowest);
  const rough = ((top - bottom) * 1.08) / wantedSteps || 1;
  // Nobody sees half a request.
  const step = niceStep(whole && chart.unit === 'count' ? Math.max(1, rough) : rough, chart.unit);
  return { min: Math.floor(bottom / step) * step, max: Math.max(step, Math.ceil((top * 1.04) / step) * step), step };
}

/** Availability lives between 99 and 100: an axis from 0 would show nothing of it. */
function nearHundred(lowest: number): VerticalScale {
  const step = niceStep(Math.max(100 - lowest, 0.05) / wantedSteps, 'percent');
  return { min: 100 - Math.ceil((100 - lowest) / step + 0.5) * step, max: 100, step };
}

function isInSight(limit: number, highest: number, unit: Unit): boolean {
  return unit === 'percent' ? limit <= 100 : limit <= Math.max(highest, 0) * furthestLimit;
}

function extremes(chart: Pick<Chart, 'series' | 'unit'>): { lowest: number; highest: number; whole: boolean } {
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  let whole = true;
  for (const series of chart.series) {
    for (const { value } of series.points) {
      if (value === undefined || !Number.isFinite(value)) continue;
      if (value < lowest) lowest = value;
      if (value > highest) highest = value;
      whole &&= Number.isInteger(value);
    }
  }
  // Nothing measured: an axis like any other, without a curve.
  return lowest === Number.POSITIVE_INFINITY
    ? { lowest: 0, highest: chart.unit === 'percent' ? 100 : 0, whole }
    : { lowest, highest, whole };
}

/**
 * The next of 1, 2, 5 × a power of ten, so that labels need no second digit; for bytes the next power of two, so that they are
 * whole KiB and MiB; for long times halves and whole numbers of minutes.
 */
function niceStep(rough: number, unit: Unit): number {
  switch (unit) {
    case 'bytes':
    case 'bytes/s':
      return 2 ** Math.ceil(Math.log2(Math.max(rough, 1)));
    case 'milliseconds':
      return rough > 20_000 ? Math.max(30_000, decimalStep(rough / minute) * minute) : decimalStep(rough);
    case 'seconds':
      return niceStep(rough * 1_000, 'milliseconds') / 1_000;
    case 'percent':
    case 'count':
    case 'count/s':
    case 'cores':
    case 'none':
      return decimalStep(rough);
  }
}

function decimalStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].find((one) => one * power >= rough * 0.999) ?? 10;
  return step * power;
}
