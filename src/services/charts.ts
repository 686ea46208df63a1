import type { Chart } from '../core/chart.ts';
import { shorten } from '../core/clauses.ts';
import { ProviderError, UserError } from '../core/errors.ts';
import type { Service } from '../core/model/service.ts';
import type { Clock, MetricSource, Suggest, TimeText } from '../core/ports.ts';
import { type Past, pastFailures, readPast } from './charts-compared.ts';
import { customMetricOf } from './charts-custom.ts';
import { dimensionsBeside } from './charts-definitions.ts';
import { limitLines } from './charts-limits.ts';
import { drawFromLogs } from './charts-logs.ts';
import type { LogChartsNeeds } from './charts-logs-read.ts';
import { type MarksNeeds, marksFor } from './charts-marks.ts';
import { type Plan, planReadings } from './charts-metric.ts';
import { NoSuchMetric } from './charts-no-metric.ts';
import { type Query, queryOf } from './charts-query.ts';
import { type CurvesQuery, type ReadCurves, readCurves } from './charts-read.ts';
import { seriesOf } from './charts-series.ts';
import { lookOf } from './charts-style.ts';
import { listed, resolveTargets, type Targets } from './charts-targets.ts';
import { valuesInstead } from './charts-where.ts';
import { mostTop } from './charts-wish.ts';
import { altOf, subtitleOf } from './charts-words.ts';
import { logWish } from './log-metric-names.ts';
import type { Catalogue, ChartAnswer, ChartRequest, Charts } from './services.ts';

export interface ChartsNeeds extends MarksNeeds {
  readonly catalogue: Catalogue;
  readonly metrics: MetricSource;
  readonly clock: Clock;
  readonly suggest: Suggest;
  readonly time: TimeText;
  /** undefined: there are no logs to ask. */
  readonly logs: LogChartsNeeds | undefined;
}

/** Whoever asks has a chart or a sentence within ten seconds, whatever is slow; what has arrived by then is drawn. */
const mostMs = 9_000;
/** To put together what has arrived. */
const graceMs = 500;
/** Longer nobody waits for the choice “Split by…” below a chart whose curves are there. */
const mostMsForDimensions = 200;

/** From the names of a request to a chart: what is meant, what has to be read, what it says. */
export function createCharts(needs: ChartsNeeds): Charts {
  return {
    draw: async (request, caller) => {
      const { logs } = needs;
      const { asker } = request;
      if (logs === undefined || asker === undefined) return drawMetric(request, needs, caller);
      const wish = logWish(request.metric);
      if (wish?.kind === 'known') return drawFromLogs(wish.metric, request, asker, { ...needs, logs }, caller);
      if (wish?.kind === 'custom') {
        const custom = await customMetricOf(wish, request, asker, { ...needs, logs }, caller);
        if (custom.metric === undefined) throw noPercentile(wish.name, custom.lacking);
        return drawFromLogs(custom.metric, request, asker, { ...needs, logs }, caller);
      }
      try {
        return await drawMetric(request, needs, caller);
      } catch (error) {
        if (!(error instanceof NoSuchMetric)) throw error;
        const custom = await customMetricOf({ name: request.metric, percent: undefined }, request, asker, { ...needs, logs }, caller);
        if (custom.metric === undefined) throw custom.lacking === undefined ? error : alsoLacking(error, custom.lacking);
        return drawFromLogs(custom.metric, request, asker, { ...needs, logs }, caller);
      }
    },
  };
}

const alsoLacking = (error: NoSuchMetric, lacking: string): NoSuchMetric => new NoSuchMetric(`${error.message} ${lacking}`, error.examples);

/** Azure's metrics know no percentiles, so they are measured in what applications log. */
function noPercentile(name: string, lacking: string | undefined): UserError {
  const has =
    'Azure’s metrics have no percentiles. There are those of latency, of dependency duration and of metrics that an application sends';
  const more = lacking === undefined ? '' : ` ${lacking}`;
  return new UserError(`${has}; it sends none called “${shorten(name)}”.${more}`, [
    'chart p95 latency of NAME',
    'chart p95 dependency duration of NAME',
  ]);
}

function drawMetric(request: ChartRequest, needs: ChartsNeeds, caller: AbortSignal): Promise<ChartAnswer> {
  const signal = AbortSignal.any([caller, needs.timeout(mostMs)]);
  return unlessLate(draw(request, needs, signal), needs.timeout(mostMs + graceMs));
}

async function draw(request: ChartRequest, needs: ChartsNeeds, signal: AbortSignal): Promise<ChartAnswer> {
  const { catalogue, metrics, suggest } = needs;
  const targets = await resolveTargets(request.targets, catalogue);
  const plan = await planReadings(request, targets, { metrics, suggest, signal });
  const query = queryOf(request, plan, needs.clock.now());
  const dimensions = dimensionsBeside(plan.readings, metrics, signal);
  const [now, past, marks] = await Promise.all([
    readCurves(query, metrics, signal),
    readPast(query, metrics, signal),
    servicesShown(targets, plan, catalogue).then((services) => marksFor(services, query, needs, signal)),
  ]);
  const instead = await valuesInstead(query, now, metrics, signal);
  const { chart, alt, notes } = compose(request, { targets, plan, query, now, past }, needs.time);
  const compared = pastFailures(past, now, query.versusMs);
  return {
    alt,
    chart: { ...chart, marks: marks.marks },
    dimensions: await dimensions(needs.timeout(mostMsForDimensions)),
    failures: [...instead, ...now.failures, ...compared, ...query.changes, ...plan.leftOut, ...tooMany(now, query)],
    notes: [...notes, ...marks.notes],
  };
}

async function unlessLate<T>(work: Promise<T>, late: AbortSignal): Promise<T> {
  const waiting = Promise.withResolvers<never>();
  const giveUp = (): void => {
    const retry = { when: 'later', afterMs: 5_000 } as const;
    waiting.reject(new ProviderError('Azure', 'it did not answer in time. Try again in a moment.', { retry }));
  };
  late.addEventListener('abort', giveUp, { once: true });
  try {
    return await Promise.race([work, waiting.promise]);
  } finally {
    late.removeEventListener('abort', giveUp);
  }
}

/** Those that were named, and those whose resources are drawn. */
async function servicesShown(targets: Targets, plan: Plan, catalogue: Catalogue): Promise<readonly Service[]> {
  const owners = await Promise.all(
    plan.readings.map(({ resource }) => catalogue.serviceOf({ source: 'azure', resources: [resource.id], labels: {} })),
  );
  return [...new Set([...targets.services, ...owners.map((owner) => owner?.service)])].filter((one) => one !== undefined);
}

interface Found {
  readonly targets: Targets;
  readonly plan: Plan;
  readonly query: Query;
  readonly now: ReadCurves;
  readonly past: Past;
}

function compose(request: ChartRequest, found: Found, time: TimeText): Pick<ChartAnswer, 'chart' | 'alt' | 'notes'> {
  const { plan, query, now, past, targets } = found;
  const { timeZone } = request;
  const { from, to, versusMs } = query;
  const isCompared = past !== undefined && !(past instanceof ProviderError) && versusMs !== undefined;
  const series = seriesOf(plan, now.curves, isCompared ? { curves: past.curves, versusMs } : undefined);
  // Where nothing is as fine as was asked for, the picture says what it shows.
  const grainMs = Math.min(...(now.curves.length === 0 ? query.readings : now.curves).map((one) => one.grainMs));
  const { style, addsUp, notes } = lookOf(request.style, plan, series);
  const ways = listed([...new Set(waysOf(plan, now))]);
  const chart: Chart = {
    title: titleOf(plan, targets, now),
    subtitle: subtitleOf({ from, to, grainMs, timeZone, ways, where: plan.where, versusMs }, time),
    style,
    addsUp,
    extreme: plan.kpi === 'availability' ? 'lowest' : 'highest',
    unit: plan.unit,
    timeZone,
    from,
    to,
    series,
    lines: limitLines(plan.kpi, plan.unit, targets.service),
    marks: [],
  };
  const aggregation = plan.readings[0]?.aggregation ?? 'average';
  const extreme = chart.extreme ?? 'highest';
  return { chart, alt: altOf({ ...chart, aggregation, where: plan.where, versusMs, extreme, grainMs }, time), notes };
}

/** Where only one of several has the metric, its curve must not pass for all of them. */
function titleOf(plan: Plan, targets: Targets, { curves }: ReadCurves): string {
  const [only, second] = new Set((curves.length === 0 ? plan.readings : curves.map((one) => one.reading)).map((one) => one.resource));
  const of = only !== undefined && second === undefined ? only.name : targets.title;
  return `${plan.title} of ${of}${plan.by === undefined ? '' : ` by ${plan.by.dimension}`}`;
}

function tooMany({ values }: ReadCurves, { split, readings }: CurvesQuery): readonly string[] {
  if (split === undefined || values === 'all') return [];
  const shown = `the ${split.top} largest${readings.length === 1 ? '' : ' of each resource'}`;
  const more = readings.length === 1 && split.top < mostTop ? `top ${mostTop} for more of them, or ` : '';
  return [`Only ${shown} are drawn; there are more. Write ${more}where ${split.dimension} … for certain ones.`];
}

/** "average"; "average", "maximum" where not all are aggregated alike; "rate" for one metric in percent of another. */
function waysOf(plan: Plan, { curves }: ReadCurves): readonly string[] {
  if (curves.length === 0) return plan.readings.map((one) => (one.of === undefined ? one.aggregation : 'rate'));
  return curves.map((one) => (one.reading.of === undefined ? one.aggregation : 'rate'));
}
