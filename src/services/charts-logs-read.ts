import { ProviderError, QueryRejected, sentenceOf, UserError } from '../core/errors.ts';
import type { Role } from '../core/model/person.ts';
import type { QueryResult, QueryTable } from '../core/model/query.ts';
import type { Point } from '../core/model/series.ts';
import { knownDimension } from './charts-fit.ts';
import { asSentence } from './charts-no-metric.ts';
import type { Range } from './charts-span.ts';
import type { LogMetric, Spelling } from './log-metrics.ts';
import type { FoundPlace, QueryPlaces, QueryReads } from './query-services.ts';
import type { ChartRequest } from './services.ts';

export interface LogChartsNeeds {
  readonly places: Pick<QueryPlaces, 'find'>;
  readonly reads: QueryReads;
  /** How far back somebody may look, in ms. */
  readonly longest: Readonly<Record<Role, number>>;
  /** Hides what must not leave. */
  readonly redact: {
    readonly text: (text: string) => string;
    /** In all that one picture shows: the same value has the same mark in each. */
    readonly results: (results: readonly QueryResult[], signal: AbortSignal) => Promise<readonly QueryResult[]>;
  };
}

/** How long the service may work on it. */
export const waitMs = 60_000;

/** A stretch of time, interval by interval. */
export interface Window extends Range {
  readonly grainMs: number;
  /** How many values of what it is split by are drawn. */
  readonly top: number;
}

interface LogCurve {
  readonly of: FoundPlace;
  /** undefined: it is not split. */
  readonly part: string | undefined;
  readonly points: readonly Point[];
}

interface LogFailure {
  readonly sentence: string;
  readonly why: 'it failed' | 'it cannot be asked';
}

export interface LogRead {
  readonly curves: readonly LogCurve[];
  readonly failures: readonly LogFailure[];
  readonly isCut: boolean;
}

interface Reading {
  readonly metric: LogMetric;
  readonly request: Pick<ChartRequest, 'by' | 'where' | 'notBefore' | 'asking'>;
  readonly founds: readonly FoundPlace[];
}

interface Answered {
  readonly of: FoundPlace;
  readonly result: QueryResult;
}

const isAnswered = (one: Answered | LogFailure): one is Answered => 'result' in one;

/** What the places measured, and what they did before. All of it is read before anything is hidden, so that the curves of both belong together. */
export async function readWindows(
  { now, past, ...reading }: Reading & { readonly now: Window; readonly past: Window | undefined },
  logs: LogChartsNeeds,
  signal: AbortSignal,
): Promise<{ readonly now: LogRead; readonly past: LogRead | undefined }> {
  const ask = (window: Window): Promise<readonly (Answered | LogFailure)[]> =>
    Promise.all(reading.founds.map((of) => askOne(of, reading, window, logs, signal)));
  const [ofNow, ofPast] = await Promise.all([ask(now), past && ask(past)]);
  const answered = [...ofNow, ...(ofPast ?? [])].filter(isAnswered);
  const hidden = await logs.redact.results(
    answered.map((one) => one.result),
    signal,
  );
  const hiddenOf = new Map(answered.map(({ result }, index) => [result, hidden[index] ?? result]));
  const read = (all: readonly (Answered | LogFailure)[], window: Window): LogRead =>
    joined(
      all.map((one) =>
        isAnswered(one)
          ? readOne({ of: one.of, result: hiddenOf.get(one.result) ?? one.result }, reading, window)
          : { curves: [], failures: [one], isCut: false },
      ),
    );
  return { now: read(ofNow, now), past: past && ofPast && read(ofPast, past) };
}

const joined = (reads: readonly LogRead[]): LogRead => ({
  curves: reads.flatMap((one) => one.curves),
  failures: reads.flatMap((one) => one.failures),
  isCut: reads.some((one) => one.isCut),
});

async function askOne(
  of: FoundPlace,
  { metric, request, founds }: Reading,
  { from, to, grainMs, top }: Window,
  { reads, redact }: LogChartsNeeds,
  signal: AbortSignal,
): Promise<Answered | LogFailure> {
  const { by, where, notBefore, asking } = request;
  const column = (dimension: string): string => columnOf(metric, dimension, commonDimensions(metric, founds), of);
  const text = metric.text({
    tables: spellingOf(of),
    from,
    to,
    grainMs,
    by: by && { column: column(by.dimension), top },
    where: where && { column: column(where.dimension), values: where.values },
  });
  const seen = metric.lead === undefined ? from : from - grainMs;
  asking?.({ place: of.place, text, from: seen, to });
  try {
    const { result } = await reads.read({ place: of.place, text, from: seen, to, waitMs }, { signal, notBefore });
    return { of, result };
  } catch (error) {
    if (error instanceof ProviderError) return { why: 'it failed', sentence: asSentence(`${of.name}: ${sentenceOf(error)}`) };
    if (error instanceof QueryRejected) return { why: 'it cannot be asked', sentence: `${of.name}: ${refusal(error, redact.text)}` };
    if (error instanceof UserError) return { why: 'it cannot be asked', sentence: asSentence(`${of.name}: ${error.message}`) };
    throw error;
  }
}

/** The query is ours, and right where there are such tables; a workspace that nobody writes to has none. */
function refusal({ problem: { code, message } }: QueryRejected, hide: (text: string) => string): string {
  const what = code.startsWith('SEM') ? 'its logs lack a table or column that this is measured in' : 'Azure does not take the query';
  return asSentence(`${what}. Azure says: ${hide(message)}`);
}

function readOne({ of, result }: Answered, { request }: Reading, window: Window): LogRead {
  const { partial, table } = result;
  const failures: readonly LogFailure[] =
    partial === undefined ? [] : [{ why: 'it failed', sentence: `${of.name}: only a part was read. ${asSentence(partial.message)}` }];
  return { ...curvesOf(table, of, request.by !== undefined, window), failures };
}

const spellingOf = ({ tables }: FoundPlace): Spelling => (tables === 'workspace' ? 'workspace' : 'classic');

/** As the first place spells them; the others spell the same columns at the same places of their list. */
export function commonDimensions(metric: LogMetric, [first]: readonly FoundPlace[]): readonly string[] {
  return first === undefined ? [] : metric.dimensions[spellingOf(first)];
}

/** The column for a dimension, as this place spells it. */
function columnOf(metric: LogMetric, dimension: string, dimensions: readonly string[], place: FoundPlace): string {
  const at = dimensions.indexOf(knownDimension(dimension, dimensions) ?? '');
  return metric.dimensions[spellingOf(place)][at] ?? dimension;
}

/** Every interval has a point; where nothing was measured, a gap. */
function curvesOf({ columns, rows }: QueryTable, of: FoundPlace, isSplit: boolean, { from, to, grainMs, top }: Window) {
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
