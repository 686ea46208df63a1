import type { Chart } from '../core/chart.ts';
import { ProviderError, sentenceOf } from '../core/errors.ts';
import type { Service } from '../core/model/service.ts';
import type { Clock, MetricSource, Suggest, TimeText } from '../core/ports.ts';
import { dimensionsBeside } from './charts-definitions.ts';
import { checkEvery, grainFor, wholeIntervals } from './charts-grain.ts';
import { limitLines } from './charts-limits.ts';
import { type MarksNeeds, marksFor } from './charts-marks.ts';
import { type Plan, planReadings } from './charts-metric.ts';
import { pastWords } from './charts-past.ts';
import { type CurvesQuery, type ReadCurves, readCurves } from './charts-read.ts';
import { seriesOf } from './charts-series.ts';
import { listed, resolveTargets, type Targets } from './charts-targets.ts';
import { mostTop } from './charts-wish.ts';
import { altOf, subtitleOf } from './charts-words.ts';
import type { Catalogue, ChartAnswer, ChartRequest, Charts } from './services.ts';

export interface ChartsNeeds extends MarksNeeds {
  readonly catalogue: Catalogue;
  readonly metrics: MetricSource;
  readonly clock: Clock;
  readonly suggest: Suggest;
  readonly time: TimeText;
}

/** As many curves as there are colours. */
const usualTop = 8;
/** Of several resources that are split, each still shows so many. */
const leastTop = 3;
/** More curves than this are a thicket. */
const mostCurves = 40;
/** Who is compared with: what was small before may be large now. */
const pastTop = 30;

/** From the names of a request to a chart: what is meant, what has to be read, what it says. */
export function createCharts(needs: ChartsNeeds): Charts {
  const { catalogue, metrics, suggest } = needs;
  return {
    draw: async (request, signal) => {
      const targets = await resolveTargets(request.targets, catalogue);
      const plan = await planReadings(request, targets, { metrics, suggest, signal });
      const query = queryOf(request, plan, needs.clock.now());
      const dimensions = dimensionsBeside(plan.readings, metrics, signal);
      const [now, past, marks] = await Promise.all([
        readCurves(query, metrics, signal),
        readPast(query, request.versusMs, metrics, signal),
        servicesShown(targets, plan, catalogue).then((services) => marksFor(services, query, needs, signal)),
      ]);
      const answer = compose(request, { targets, plan, query, now, past: past.read }, needs.time);
      const more = tooMany(now, query);
      return {
        ...answer,
        chart: { ...answer.chart, marks: marks.marks },
        dimensions: dimensions(),
        failures: [...now.failures, ...past.failures, ...plan.leftOut, ...more, ...marks.failures],
      };
    },
  };
}

function queryOf(request: ChartRequest, plan: Plan, now: number): CurvesQuery {
  const to = Math.min(request.to, now);
  const finestMs = Math.max(60_000, ...plan.readings.map((one) => one.finestMs ?? 0));
  const rangeMs = to - request.from;
  const grainMs =
    request.everyMs === undefined
      ? grainFor(rangeMs, isSum(plan) ? 'sums' : 'levels', finestMs)
      : checkEvery(request.everyMs, rangeMs, finestMs);
  const { readings, by, where } = plan;
  const usual = Math.max(leastTop, Math.floor(usualTop / readings.length));
  const most = Math.max(1, Math.floor(mostCurves / readings.length));
  const split = by && { dimension: by.dimension, top: Math.min(by.top ?? usual, most) };
  return { readings, ...wholeIntervals(request.from, to, grainMs), grainMs, split, filter: where };
}

interface Past {
  readonly read: ReadCurves | undefined;
  readonly failures: readonly string[];
}

/** The same a while before. The chart is worth seeing without it. */
async function readPast(query: CurvesQuery, versusMs: number | undefined, metrics: MetricSource, signal: AbortSignal): Promise<Past> {
  if (versusMs === undefined) return { read: undefined, failures: [] };
  const range = wholeIntervals(query.from - versusMs, query.to - versusMs, query.grainMs);
  const split = query.split && { ...query.split, top: pastTop };
  try {
    const read = await readCurves({ ...query, ...range, split }, metrics, signal);
    return { read, failures: read.failures.map((one) => `${capital(pastWords(versusMs))}: ${one}`) };
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return { read: undefined, failures: [`${capital(pastWords(versusMs))} could not be read. ${sentenceOf(error)}`] };
  }
}

/** Those that were named, and those whose resources are drawn. */
async function servicesShown(targets: Targets, plan: Plan, catalogue: Catalogue): Promise<readonly Service[]> {
  const owners = await Promise.all(
    plan.readings.map(({ resource }) => catalogue.serviceOf({ resources: [resource.id], project: undefined })),
  );
  return [...new Set([...targets.services, ...owners])].filter((one) => one !== undefined);
}

interface Found {
  readonly targets: Targets;
  readonly plan: Plan;
  readonly query: CurvesQuery;
  readonly now: ReadCurves;
  readonly past: ReadCurves | undefined;
}

function compose(request: ChartRequest, found: Found, time: TimeText): Pick<ChartAnswer, 'chart' | 'alt'> {
  const { plan, query, now, past, targets } = found;
  const { timeZone, versusMs } = request;
  const series = seriesOf(plan, now.curves, past === undefined || versusMs === undefined ? undefined : { curves: past.curves, versusMs });
  const { from, to } = query;
  // Where nothing is as fine as was asked for, the picture says what it shows.
  const grainMs = now.curves.length === 0 ? query.grainMs : Math.min(...now.curves.map((one) => one.grainMs));
  const ways = listed([...new Set(waysOf(plan, now))]);
  const chart: Chart = {
    title: titleOf(plan, targets),
    subtitle: subtitleOf({ from, to, grainMs, timeZone, ways, where: plan.where, versusMs }, time),
    style: request.style ?? styleOf(plan, series.length),
    unit: plan.unit,
    timeZone,
    from,
    to,
    series,
    lines: limitLines(plan.kpi, plan.unit, targets.service),
    marks: [],
  };
  const aggregation = plan.readings[0]?.aggregation ?? 'average';
  return { chart, alt: altOf({ ...chart, aggregation, where: plan.where, versusMs, lowIsBad: plan.kpi === 'availability' }, time) };
}

function titleOf(plan: Plan, targets: Targets): string {
  const [only, second] = plan.readings;
  const of = only !== undefined && second === undefined ? only.resource.name : targets.title;
  return `${plan.title} of ${of}${plan.by === undefined ? '' : ` by ${plan.by.dimension}`}`;
}

function tooMany({ values }: ReadCurves, { split, readings }: CurvesQuery): readonly string[] {
  if (split === undefined || values === 'all') return [];
  const shown = `the ${split.top} largest${readings.length === 1 ? '' : ' of each resource'}`;
  const more = readings.length === 1 && split.top < mostTop ? `top ${mostTop} for more of them, or ` : '';
  return [`Only ${shown} are drawn; there are more. Write ${more}where ${split.dimension} … for certain ones.`];
}

/** Amounts of one resource are bars, a level is an area, and what is compared are lines. */
function styleOf(plan: Plan, series: number): Chart['style'] {
  if (series > 1) return 'line';
  return isSum(plan) && plan.unit !== 'percent' ? 'bar' : 'area';
}

function isSum(plan: Plan): boolean {
  return plan.readings.some((one) => one.aggregation === 'total' || one.aggregation === 'count');
}

/** "average"; "average", "maximum" where not all are aggregated alike; "rate" for one metric in percent of another. */
function waysOf(plan: Plan, { curves }: ReadCurves): readonly string[] {
  if (curves.length === 0) return plan.readings.map((one) => (one.of === undefined ? one.aggregation : 'rate'));
  return curves.map((one) => (one.reading.of === undefined ? one.aggregation : 'rate'));
}

function capital(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
