import { ProviderError, QueryRejected, UserError } from '../core/errors.ts';
import type { Clock } from '../core/ports.ts';
import { sameName } from './charts-fit.ts';
import { type LogChartsNeeds, waitMs } from './charts-logs-read.ts';
import { listed } from './charts-targets.ts';
import { customMetric, customMetricNames, type LogMetric } from './log-metrics.ts';
import type { Asker } from './query-services.ts';
import type { ChartRequest } from './services.ts';

/** How far back a metric may have been sent last. */
const lookBackMs = 7 * 86_400_000;

export interface CustomWish {
  readonly name: string;
  /** undefined: as the request says, else the average. */
  readonly percent: number | undefined;
}

export interface CustomMetric {
  /** undefined: none sends it, or that cannot be read now. */
  readonly metric: LogMetric | undefined;
  /** A sentence about the targets whose logs have no table for such metrics; undefined: all of them have. */
  readonly lacking: string | undefined;
}

/** The metric of this name that the applications of the targets send by themselves. */
export async function customMetricOf(
  { name, percent }: CustomWish,
  request: Pick<ChartRequest, 'targets' | 'aggregation' | 'asking'>,
  asker: Pick<Asker, 'role' | 'place'>,
  { logs, clock }: { readonly logs: LogChartsNeeds; readonly clock: Clock },
  signal: AbortSignal,
): Promise<CustomMetric> {
  const sent = await Promise.all(
    request.targets.map((target) => namesSent(target, asker, { logs, clock, asking: request.asking }, signal)),
  );
  const names = sent.flatMap((one) => (one === 'no table' ? [] : one));
  const found = names.find((one) => one.toLowerCase() === name.toLowerCase()) ?? names.find((one) => sameName(one, name));
  const without = request.targets.filter((_, index) => sent[index] === 'no table');
  const way = percent === undefined ? (request.aggregation ?? 'average') : { percent };
  return {
    metric: found === undefined ? undefined : customMetric(found, way),
    lacking: without.length === 0 ? undefined : `The logs of ${listed(without)} have no table of metrics that applications send.`,
  };
}

async function namesSent(
  target: string,
  { role, place: where }: Pick<Asker, 'role' | 'place'>,
  { logs, clock, asking }: { readonly logs: LogChartsNeeds; readonly clock: Clock; readonly asking: ChartRequest['asking'] },
  signal: AbortSignal,
): Promise<readonly string[] | 'no table'> {
  try {
    const { place, tables } = await logs.places.find(target, 'either', where);
    const text = customMetricNames(tables === 'workspace' ? 'workspace' : 'classic');
    const to = clock.now();
    const from = to - Math.min(lookBackMs, logs.longest[role]);
    asking?.({ place, text, from, to });
    const { result } = await logs.reads.read({ place, text, from, to, waitMs }, { signal });
    return result.table.rows.map(([name]) => String(name ?? ''));
  } catch (error) {
    // Whoever asked for a chart is told that there is no such metric; a place without logs has none.
    if (error instanceof ProviderError || error instanceof UserError) return [];
    if (error instanceof QueryRejected) return 'no table';
    throw error;
  }
}
