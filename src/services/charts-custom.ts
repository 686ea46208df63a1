import { ProviderError, UserError } from '../core/errors.ts';
import type { Clock } from '../core/ports.ts';
import { sameName } from './charts-fit.ts';
import { type LogChartsNeeds, waitMs } from './charts-logs.ts';
import { customMetric, customMetricNames, type LogMetric } from './log-metrics.ts';
import type { Asker, ChartRequest } from './services.ts';

/** How far back a metric may have been sent last. */
const lookBackMs = 7 * 86_400_000;

export interface CustomWish {
  readonly name: string;
  /** undefined: as the request says, else the average. */
  readonly percent: number | undefined;
}

/**
 * The metric of this name that the applications of the targets send by themselves; undefined: none does, or that cannot be read
 * now.
 */
export async function customMetricOf(
  { name, percent }: CustomWish,
  request: Pick<ChartRequest, 'targets' | 'aggregation' | 'asking'>,
  asker: Pick<Asker, 'role' | 'place'>,
  { logs, clock }: { readonly logs: LogChartsNeeds; readonly clock: Clock },
  signal: AbortSignal,
): Promise<LogMetric | undefined> {
  const sent = await Promise.all(request.targets.map((target) => namesSent(target, asker, { logs, clock, asking: request.asking }, signal)));
  const found = sent.flat().find((one) => one.toLowerCase() === name.toLowerCase()) ?? sent.flat().find((one) => sameName(one, name));
  if (found === undefined) return undefined;
  return customMetric(found, percent === undefined ? (request.aggregation ?? 'average') : { percent });
}

async function namesSent(
  target: string,
  { role, place: where }: Pick<Asker, 'role' | 'place'>,
  { logs, clock, asking }: { readonly logs: LogChartsNeeds; readonly clock: Clock; readonly asking: ChartRequest['asking'] },
  signal: AbortSignal,
): Promise<readonly string[]> {
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
    throw error;
  }
}
