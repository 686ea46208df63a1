import type { Chart } from '../core/chart.ts';
import { barsOf } from '../core/chart-bars.ts';
import type { Unit } from '../core/model/series.ts';
import { isSum, type Plan } from './charts-metric.ts';

interface Look extends Pick<Chart, 'style' | 'addsUp'> {
  /** Why it is not the one that was asked for. */
  readonly notes: readonly string[];
}

/** Amounts of one resource are bars, a level is an area, and what is compared are lines, unless another look was asked for and can be read. */
export function lookOf(asked: Chart['style'] | undefined, plan: Plan, series: Chart['series']): Look {
  const addsUp = isOneAmount(plan);
  const usual = series.length > 1 ? 'line' : isSum(plan) && plan.unit !== 'percent' ? 'bar' : 'area';
  if (asked !== 'bar' || barsOf({ series, addsUp }) !== undefined) return { style: asked ?? usual, addsUp, notes: [] };
  return series.length === 1
    ? { style: 'area', addsUp, notes: ['Drawn as an area, because so many bars would be thinner than the gaps between them.'] }
    : { style: 'line', addsUp, notes: ['Drawn as lines, because the bars of these curves could not be told apart.'] };
}

/** Parts of a split, or the same of several resources: App Insights and the web app behind it count the same requests twice. */
function isOneAmount({ readings, unit }: Plan): boolean {
  const [first] = readings;
  const isSame = readings.every(
    (one) => one.resource.type === first?.resource.type && one.metric === first.metric && one.aggregation === first.aggregation,
  );
  return isSame && first?.aggregation !== 'minimum' && first?.aggregation !== 'maximum' && addsUp(unit);
}

/** Whether two values together are an amount that means something: two requests, but not two percentages. */
function addsUp(unit: Unit): boolean {
  switch (unit) {
    case 'count':
    case 'count/s':
    case 'bytes':
    case 'bytes/s':
    case 'cores':
      return true;
    case 'percent':
    case 'milliseconds':
    case 'seconds':
    case 'none':
      return false;
  }
}
