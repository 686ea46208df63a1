import type { Chart, ChartSeries } from '../core/chart.ts';
import { formatDuration } from '../core/duration.ts';
import { ProviderError, UserError } from '../core/errors.ts';
import type { Role } from '../core/model/person.ts';
import type { QueryPlace } from '../core/model/query.ts';
import type { Service } from '../core/model/service.ts';
import type { Clock, Suggest, TimeText } from '../core/ports.ts';
import { knownDimension } from './charts-fit.ts';
import { checkEvery, grainFor, wholeIntervals, wholeVersus } from './charts-grain.ts';
import { limitLines } from './charts-limits.ts';
import { commonDimensions, type LogChartsNeeds, type LogRead, readWindows, type Window } from './charts-logs-read.ts';
import { type MarksNeeds, marksFor } from './charts-marks.ts';
import { beforeWords } from './charts-past.ts';
import { listed } from './charts-targets.ts';
import { altOf, subtitleOf } from './charts-words.ts';
import { ignoredAggregation } from './log-metric-names.ts';
import type { LogMetric } from './log-metrics.ts';
import type { Asker, FoundPlace } from './query-services.ts';
import type { ChartAnswer, ChartRequest } from './services.ts';

interface Needs extends MarksNeeds {
  readonly logs: LogChartsNeeds;
  readonly clock: Clock;
  readonly suggest: Suggest;
  readonly time: TimeText;
}

const minuteMs = 60_000;
const usualTop = 8;
const leastTop = 3;

interface Asked extends Window {
  readonly versusMs: number | undefined;
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
  const { versusMs } = asked;
  const before = versusMs === undefined ? undefined : { ...asked, from: asked.from - versusMs, to: asked.to - versusMs };
  const [{ now, past }, marks] = await Promise.all([
    readWindows({ metric, request, founds, now: asked, past: before }, logs, signal),
    marksFor(services, asked, needs, signal),
  ]);
  if (now.curves.length === 0 && now.failures.length > 0) throw nothingRead(now);
  const composed = compose(metric, request, asked, { founds, now, past }, needs.time);
  const cut = now.isCut ? [`Only the ${asked.top} most frequent values of ${request.by?.dimension ?? ''} are drawn; there are more.`] : [];
  return {
    chart: { ...composed.chart, marks: marks.marks },
    alt: composed.alt,
    dimensions,
    failures: [
      ...new Set([...now.failures, ...(past?.failures ?? [])].map((one) => one.sentence)),
      ...asked.notes,
      ...ignoredAggregation(metric, metric.unit === 'none' ? undefined : request.aggregation),
      ...cut,
    ],
    notes: marks.notes,
  };
}

/** What somebody asked for in vain is their own affair; what failed may work later. */
function nothingRead({ failures }: LogRead): UserError | ProviderError {
  const down = failures.find((one) => one.why === 'it failed');
  if (down === undefined) return new UserError(failures.map((one) => one.sentence).join(' '));
  return new ProviderError('Azure', down.sentence, { retry: { when: 'later', afterMs: 5_000 } });
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
    from - request.from >= minuteMs
      ? [`Only the last ${formatDuration(longestMs)} are drawn: a ${role} can look back no further in logs.`]
      : [];
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

function checkDimensions(metric: LogMetric, { by, where }: ChartRequest, dimensions: readonly string[], suggest: Suggest): void {
  const unknown = [by?.dimension, where?.dimension].find((one) => one !== undefined && knownDimension(one, dimensions) === undefined);
  if (unknown === undefined) return;
  const near = suggest(unknown, dimensions);
  const choice = dimensions.length === 0 ? 'it can be neither split nor filtered.' : `it can be split by ${listed(dimensions)}.`;
  throw new UserError(`${metric.title} has no dimension “${unknown}”; ${near === undefined ? choice : `did you mean ${near}?`}`);
}

interface Found {
  readonly founds: readonly FoundPlace[];
  readonly now: LogRead;
  readonly past: LogRead | undefined;
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
  const label = ({ of, part }: LogRead['curves'][number]): string => {
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
