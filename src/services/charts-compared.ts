import { ProviderError, sentenceOf } from '../core/errors.ts';
import type { MetricSource } from '../core/ports.ts';
import { asSentence } from './charts-no-metric.ts';
import { pastWords } from './charts-past.ts';
import type { Query } from './charts-query.ts';
import { type ReadCurves, readCurves } from './charts-read.ts';

/** The same a while before: what was read, or why nothing could be. */
export type Past = ReadCurves | ProviderError | undefined;

/** Who is compared with: what was small before may be large now. */
const pastTop = 30;

/** The chart is worth seeing without it. undefined: nothing is compared. */
export async function readPast(query: Query, metrics: MetricSource, signal: AbortSignal): Promise<Past> {
  const { versusMs } = query;
  if (versusMs === undefined) return undefined;
  const readings = query.readings.map((one) => ({ ...one, from: one.from - versusMs, to: one.to - versusMs }));
  const split = query.split && { ...query.split, top: pastTop };
  try {
    return await readCurves({ ...query, readings, split }, metrics, signal);
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return error;
  }
}

/** What could not be read of the past, unless the present has told the same already. */
export function pastFailures(past: Past, now: ReadCurves, versusMs: number | undefined): readonly string[] {
  if (past === undefined || versusMs === undefined) return [];
  const words = pastWords(versusMs);
  const when = `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
  if (past instanceof ProviderError) return [asSentence(`${when} could not be read. ${sentenceOf(past)}`)];
  return past.failures.filter((one) => !now.failures.includes(one)).map((one) => `${when}: ${one}`);
}
