import type { Chart } from '../core/chart.ts';
import type { Clock, MetricSource, Suggest, TimeText } from '../core/ports.ts';
import { grainFor, wholeIntervals } from './charts-grain.ts';
import { limitLines } from './charts-limits.ts';
import { type Plan, planReadings } from './charts-metric.ts';
import { readAll } from './charts-read.ts';
import { listed, resolveTargets, type Targets } from './charts-targets.ts';
import { altOf, subtitleOf } from './charts-words.ts';
import type { Catalogue, ChartRequest, Charts } from './services.ts';

export interface ChartsNeeds {
  readonly catalogue: Catalogue;
  readonly metrics: MetricSource;
  readonly clock: Clock;
  readonly suggest: Suggest;
  readonly time: TimeText;
}

/** From the names of a request to a chart: what is meant, what has to be read, what it says. */
export function createCharts(needs: ChartsNeeds): Charts {
  const { catalogue, metrics, suggest, time, clock } = needs;
  return {
    draw: async (request, signal) => {
      const targets = await resolveTargets(request.targets, catalogue);
      const plan = await planReadings(request, targets, { metrics, suggest, signal });
      const range = rangeOf(request, plan, clock.now());
      const { series, failures } = await readAll(plan.readings, range, metrics, signal);
      const aggregation = plan.readings[0]?.aggregation ?? 'average';
      const title = titleOf(plan, targets);
      const style = styleOf(plan, series.length);
      const chart: Chart = {
        title,
        subtitle: subtitleOf({ ...range, timeZone: request.timeZone }, waysOf(plan), time),
        style,
        unit: plan.unit,
        timeZone: request.timeZone,
        from: range.from,
        to: range.to,
        series,
        lines: limitLines(plan.kpi, plan.unit, targets.service),
        marks: [],
      };
      return {
        chart,
        alt: altOf({ ...chart, aggregation, lowIsBad: plan.kpi === 'availability' }, time),
        failures: [...failures, ...plan.leftOut],
      };
    },
  };
}

function rangeOf(request: ChartRequest, plan: Plan, now: number): { from: number; to: number; grainMs: number } {
  const to = Math.min(request.to, now);
  const finestMs = Math.max(60_000, ...plan.readings.map((one) => one.finestMs ?? 0));
  const grainMs = grainFor(to - request.from, isSum(plan) ? 'sums' : 'levels', finestMs);
  return { ...wholeIntervals(request.from, to, grainMs), grainMs };
}

function titleOf(plan: Plan, targets: Targets): string {
  const [only, second] = plan.readings;
  return `${plan.title} of ${only !== undefined && second === undefined ? only.resource.name : targets.title}`;
}

/** Amounts of one resource are bars, a level is an area, and what is compared are lines. */
function styleOf(plan: Plan, series: number): Chart['style'] {
  if (series > 1) return 'line';
  return isSum(plan) && plan.unit !== 'percent' ? 'bar' : 'area';
}

function isSum(plan: Plan): boolean {
  return plan.readings.some((one) => one.aggregation === 'total' || one.aggregation === 'count');
}

/** "average"; "average and maximum" where not all are aggregated alike; "rate" for one metric in percent of another. */
function waysOf(plan: Plan): string {
  return listed([...new Set(plan.readings.map((one) => (one.of === undefined ? one.aggregation : 'rate')))]);
}
