import type { ProviderError } from '../../core/errors.ts';
import type { Resource } from '../../core/model/resource.ts';
import type { MetricDefinition } from '../../core/model/series.ts';
import { groupCells } from './metrics-cells.ts';
import { batchRefusal } from './metrics-group.ts';
import { planExactly } from './metrics-plan.ts';
import { type Asking, requestBatch, requestSingle } from './metrics-requests.ts';

const hourMs = 3_600_000;

/**
 * Reads one metric the way charts are read, whatever is kept of it. 'batch': as it should be; 'unfit': the batch API does not
 * serve this type; an error: the batch API is denied, but the resource by itself can be read. Throws ProviderError.
 */
export async function probeMetric(
  resource: Resource,
  definition: MetricDefinition,
  { now, asking }: { readonly now: number; readonly asking: Asking },
): Promise<'batch' | 'unfit' | ProviderError> {
  const question = { from: now - hourMs, to: now, grainMs: hourMs, split: undefined, filter: undefined };
  const [group] = groupCells([{ resource, metric: definition.name, aggregation: definition.primary }]);
  const [planned] = group === undefined ? [] : planExactly(group, [definition], { question, now, trust: 'nothing' }).calls;
  if (planned === undefined) throw new Error(`nothing to read of ${resource.id}`);
  try {
    await requestBatch(planned, asking);
    return 'batch';
  } catch (error) {
    const refused = batchRefusal(error, now);
    if (refused === undefined) throw error;
    await requestSingle(planned, resource, asking);
    return refused.how === 'denied' ? refused.error : 'unfit';
  }
}
