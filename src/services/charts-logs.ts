import type { Chart, ChartSeries } from '../core/chart.ts';
import { formatDuration } from '../core/duration.ts';
import { ProviderError, sentenceOf, UserError } from '../core/errors.ts';
import type { Role } from '../core/model/person.ts';
import type { QueryPlace, QueryResult, QueryTable } from '../core/model/query.ts';
import type { Point } from '../core/model/series.ts';
import type { Service } from '../core/model/service.ts';
import type { Clock, Suggest, TimeText } from '../core/ports.ts';
import { knownDimension } from './charts-fit.ts';
import { checkEvery, grainFor, wholeIntervals, wholeVersus } from './charts-grain.ts';
import { limitLines } from './charts-limits.ts';
import { type MarksNeeds, marksFor } from './charts-marks.ts';
import { asSentence } from './charts-no-metric.ts';
import { beforeWords } from './charts-past.ts';
import type { Range } from './charts-span.ts';
import { listed } from './charts-targets.ts';
import { altOf, subtitleOf } from './charts-words.ts';
import { ignoredAggregation } from './log-metric-names.ts';
import type { LogMetric, Spelling } from './log-metrics.ts';
import type { Asker, ChartAnswer, ChartRequest, FoundPlace, QueryPlaces, QueryReads } from './services.ts';

export interface LogChartsNeeds {
  readonly places: Pick<QueryPlaces, 'find'>;
  readonly reads: QueryReads;
  /** How far back somebody may look, in ms. */
  readonly longest: Readonly<Record<Role, number>>;
  /** Hides what must not leave. */
  readonly redact: (result: QueryResult) => { readonly result: QueryResult; readonly redactions: number };
}

interface Needs extends MarksNeeds {
  readonly logs: LogChartsNeeds;
  readonly clock: Clock;
  readonly suggest: Suggest;
  readonly time: TimeText;
}

/** How long the service may work on it. */
export const waitMs = 60_000;
const minuteMs = 60_000;
const usualTop = 8;
const leastTop = 3;

interface LogCurve {
  readonly of: FoundPlace;
  /** undefined: it is not split. */
  readonly part: string | undefined;
  readonly points: readonly Point[];
}

interface Read {
  readonly curves: readonly LogCurve[];
  readonly failures: readonly string[];
  readonly isCut: boolean;
}

interface Asked extends Range {
  readonly grainMs: number;
  readonly versusMs: number | undefined;
  readonly top: number;
  readonly notes: readonly string[];
}

/**
 * A chart of what logs alone can tell: percentiles, metrics that applications send, restarts. One generated query per service,
 * bounded in time, intervals and parts. Throws UserError, ProviderError when nothing could be read.
 */
export async function drawFromLogs(
  metric: LogMetric,
  request: ChartRequest,
  asker: Pick<Asker, 'role' | 'place'>,
  needs: Needs,
  signal: AbortSignal,
): Promise<ChartAnswer> {
  const { clock, logs } = needs;
  const founds = await findPlaces(metric, request, asker, logs);
  const asked = askedOf(request, founds.length, logs.longest[asker.role], asker.role, clock.now());
  const dimensions = commonDimensions(metric, founds);
  checkDimensions(metric, request, dimensions, needs.suggest);
  const services = founds.flatMap((one) => one.service ?? []);
  const [now, past, marks] = await Promise.all([
    readAll(metric, request, founds, asked, needs, signal),
    asked.versusMs === undefined
      ? undefined
      : readAll(metric, request, founds, { ...asked, from: asked.from - asked.versusMs, to: asked.to - asked.versusMs }, needs, signal),
    marksFor(services, asked, needs, signal),
  ]);
  if (now.curves.length === 0 && now.failures[0] !== undefined)
    throw new ProviderError('Azure', now.failures[0], { retry: { when: 'later', afterMs: 5_000 } });
  const composed = compose(metric, request, asked, { founds, now, past }, needs.time);
  const cut = now.isCut ? [`Only the ${asked.top} most frequent values of ${request.by?.dimension ?? ''} are drawn; there are more.`] : [];
  return {
    chart: { ...composed.chart, marks: marks.marks },
    alt: composed.alt,
    dimensions,
    failures: [
      ...now.failures,
      ...(past?.failures ?? []),
      ...asked.notes,
      ...ignoredAggregation(metric, metric.unit === 'none' ? undefined : request.aggregation),
      ...cut,
    ],
    notes: marks.notes,
  };
}

/** Each place once: two names may mean the same. */
async function findPlaces(
  metric: LogMetric,
  request: ChartRequest,
  asker: Pick<Asker, 'place'>,
  { places }: LogChartsNeeds,
): Promise<readonly FoundPlace[]> {
  const found = await Promise.all(request.targets.map((name) => places.find(name, metric.wanted, asker.place)));
  const unfit = found.find((one) => metric.wanted !== 'either' && one.tables !== 'either' && one.tables !== metric.wanted);
  if (unfit !== undefined) {
    const lacks = metric.wanted === 'workspace' ? 'Log Analytics workspace' : 'Application Insights component';
    throw new UserError(`${metric.title} is in the logs of a ${lacks}, and ${unfit.name} has none.`, ['services']);
  }
  return [...new Map(found.map((one) => [placeId(one.place), one])).values()];
}

const placeId = (place: QueryPlace): string => (place.kind === 'workspace' ? place.id : place.resource.id).toLowerCase();

function askedOf(request: ChartRequest, places: number, longestMs: number, role: Role, now: number): Asked {
  const to = Math.min(request.to, now);
  const from = Math.max(request.from, now - longestMs);
  if (from >= to) throw new UserError(`Logs from then are not open to a ${role}: they may look back ${formatDuration(longestMs)}.`);
  const grainMs =
    request.everyMs === undefined ? grainFor(to - from, 'levels', minuteMs) : checkEvery(request.everyMs, to - from, minuteMs);
  // A request is a moment older than it is read.
  const notes =
    from - request.from >= minuteMs ? [`Only the last ${formatDuration(longestMs)} are drawn: a ${role} can look back no further in logs.`] : [];
  const versusMs = request.versusMs === undefined ? undefined : wholeVersus(request.versusMs, grainMs);
  const isTooOld = versusMs !== undefined && from - versusMs < now - longestMs;
  return {
    ...wholeIntervals({ from, to }, grainMs, now),
    grainMs,
    versusMs: isTooOld ? undefined : versusMs,
    top: request.by?.top ?? Math.max(leastTop, Math.floor(usualTop / places)),
    notes: [...notes, ...(isTooOld ? [`Not compared: a ${role} can look back no further than ${formatDuration(longestMs)} in logs.`] : [])],
  };
}

const spellingOf = ({ tables }: FoundPlace): Spelling => (tables === 'workspace' ? 'workspace' : 'classic');

/** As the first place spells them; the others spell the same columns at the same places of their list. */
function commonDimensions(metric: LogMetric, [first]: readonly FoundPlace[]): readonly string[] {
  return first === undefined ? [] : metric.dimensions[spellingOf(first)];
}

function checkDimensions(metric: LogMetric, { by, where }: ChartRequest, dimensions: readonly string[], suggest: Suggest): void {
  const unknown = [by?.dimension, where?.dimension].find((one) => one !== undefined && knownDimension(one, dimensions) === undefined);
  if (unknown === undefined) return;
  const near = suggest(unknown, dimensions);
  const choice = dimensions.length === 0 ? 'it can be neither split nor filtered.' : `it can be split by ${listed(dimensions)}.`;
  throw new UserError(`${metric.title} has no dimension “${unknown}”; ${near === undefined ? choice : `did you mean ${near}?`}`);
}

/** The column for a dimension, as this place spells it. */
function columnOf(metric: LogMetric, dimension: string, dimensions: readonly string[], place: FoundPlace): string {
  const at = dimensions.indexOf(knownDimension(dimension, dimensions) ?? '');
  return metric.dimensions[spellingOf(place)][at] ?? dimension;
}

async function readAll(
  metric: LogMetric,
  request: ChartRequest,
  founds: readonly FoundPlace[],
  asked: Asked,
  { logs }: Needs,
  signal: AbortSignal,
): Promise<Read> {
  const dimensions = commonDimensions(metric, founds);
  const { by, where } = request;
  const read = await Promise.all(
    founds.map(async (of): Promise<Read> => {
      const text = metric.text({
        tables: spellingOf(of),
        from: asked.from,
        to: asked.to,
        grainMs: asked.grainMs,
        by: by && { column: columnOf(metric, by.dimension, dimensions, of), top: asked.top },
        where: where && { column: columnOf(metric, where.dimension, dimensions, of), values: where.values },
      });
      const from = metric.lead === undefined ? asked.from : asked.from - asked.grainMs;
      request.asking?.({ place: of.place, text, from, to: asked.to });
      try {
        const answered = await logs.reads.read(
          { place: of.place, text, from, to: asked.to, waitMs },
          { signal, notBefore: request.notBefore },
        );
        const { result } = logs.redact(answered.result);
        const partial = result.partial === undefined ? [] : [`${of.name}: only a part was read. ${asSentence(result.partial.message)}`];
        const { curves, isCut } = curvesOf(result.table, of, by !== undefined, asked);
        return { curves, failures: partial, isCut };
      } catch (error) {
        if (!(error instanceof ProviderError)) throw error;
        return { curves: [], failures: [asSentence(`${of.name}: ${sentenceOf(error)}`)], isCut: false };
      }
    }),
  );
  return { curves: read.flatMap((one) => one.curves), failures: read.flatMap((one) => one.failures), isCut: read.some((one) => one.isCut) };
}

/** Every interval has a point; where nothing was measured, a gap. */
function curvesOf({ columns, rows }: QueryTable, of: FoundPlace, isSplit: boolean, { from, to, grainMs, top }: Asked) {
  const [at, value, part] = ['at', 'value', 'part'].map((name) => columns.findIndex((one) => one.name === name));
  const values = new Map<string, Map<number, number>>();
  for (const row of rows) {
    const name = isSplit ? String(row[part ?? -1] ?? '') : '';
    const measured = Number(row[value ?? -1] ?? Number.NaN);
    if (!Number.isFinite(measured)) continue;
    const own = values.get(name) ?? new Map<number, number>();
    values.set(name, own.set(Date.parse(String(row[at ?? -1] ?? '')), measured));
  }
  const times = Array.from({ length: Math.round((to - from) / grainMs) }, (_, index) => from + index * grainMs);
  const all = [...values].map(
    ([name, own]): LogCurve => ({
      of,
      part: isSplit ? name : undefined,
      points: times.map((time) => ({ at: time, value: own.get(time) })),
    }),
  );
  const ordered = all.toSorted((one, other) => countOf(other) - countOf(one));
  return { curves: ordered.slice(0, top), isCut: ordered.length > top };
}

const countOf = ({ points }: LogCurve): number => points.reduce((sum, { value }) => sum + (value === undefined ? 0 : 1), 0);

interface Found {
  readonly founds: readonly FoundPlace[];
  readonly now: Read;
  readonly past: Read | undefined;
}

function compose(
  metric: LogMetric,
  request: ChartRequest,
  asked: Asked,
  { founds, now, past }: Found,
  time: TimeText,
): Pick<ChartAnswer, 'chart' | 'alt'> {
  const { timeZone } = request;
  const { from, to, grainMs, versusMs } = asked;
  const label = ({ of, part }: LogCurve): string => {
    const shown = part === '' ? '(none)' : part;
    if (shown === undefined) return of.name;
    return founds.length === 1 ? shown : `${of.name} · ${shown}`;
  };
  const series = now.curves.flatMap((curve): readonly ChartSeries[] => {
    const present = { label: label(curve), points: curve.points };
    const before = past?.curves.find((one) => one.of === curve.of && one.part === curve.part);
    if (before === undefined || versusMs === undefined) return [present];
    const points = before.points.map(({ at, value }) => ({ at: at + versusMs, value }));
    return [present, { label: `${present.label}, ${beforeWords(versusMs)}`, points, pastOf: present.label }];
  });
  const service: Service | undefined = founds.length === 1 ? founds[0]?.service : undefined;
  const chart: Chart = {
    title: `${metric.title} of ${listed(founds.map((one) => one.name))}${request.by === undefined ? '' : ` by ${request.by.dimension}`}`,
    subtitle: subtitleOf({ from, to, grainMs, timeZone, ways: metric.way, where: request.where, versusMs }, time),
    style: request.style ?? (series.length > 1 ? 'line' : metric.aggregation === 'total' ? 'bar' : 'area'),
    addsUp: metric.aggregation === 'total' || metric.aggregation === 'count',
    extreme: metric.unit === 'percent' ? 'lowest' : 'highest',
    unit: metric.unit,
    timeZone,
    from,
    to,
    series,
    lines: limitLines(metric.kpi, metric.unit, service),
    marks: [],
  };
  const extreme = chart.extreme ?? 'highest';
  return { chart, alt: altOf({ ...chart, aggregation: metric.aggregation, where: request.where, versusMs, extreme, grainMs }, time) };
}
