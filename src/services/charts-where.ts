import { shorten } from '../core/clauses.ts';
import { ProviderError } from '../core/errors.ts';
import type { MetricSource } from '../core/ports.ts';
import { type CurvesQuery, type ReadCurves, readCurves } from './charts-read.ts';
import { listed } from './charts-targets.ts';

/** More values than this are no help. */
const mostNamed = 10;

/** Where a filter leaves nothing: whether such values occur at all, and which do. Nobody is kept from the chart by it. */
export async function valuesInstead(
  query: CurvesQuery,
  now: ReadCurves,
  metrics: Pick<MetricSource, 'read'>,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const { filter } = query;
  const isMeasured = now.curves.some(({ points }) => points.some((point) => point.value !== undefined));
  if (filter === undefined || isMeasured) return [];
  const { dimension } = filter;
  try {
    const all = await readCurves({ ...query, filter: undefined, split: { dimension, top: mostNamed } }, metrics, signal);
    const values = [...new Set(all.curves.map((one) => one.value ?? ''))];
    const missing = filter.values.filter((one) => !values.includes(one));
    if (missing.length === 0) return [];
    const absent = listed(missing.map((one) => `“${shorten(one)}”`));
    return [`No ${dimension} ${absent} was measured in this range; ${present(values, all.values)}`];
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return [];
  }
}

function present(values: readonly string[], many: ReadCurves['values']): string {
  if (values.length === 0) return 'nothing else was, either.';
  const named = values.slice(0, mostNamed).map((one) => (one === '' ? '(none)' : one));
  const rest = many === 'more' || values.length > mostNamed ? ['others'] : [];
  return `there ${values.length === 1 ? 'is' : 'are'} ${listed([...named, ...rest])}.`;
}
