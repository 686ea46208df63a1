import { ProviderError } from '../core/errors.ts';
import type { Resource } from '../core/model/resource.ts';
import type { MetricDefinition } from '../core/model/series.ts';
import type { MetricSource } from '../core/ports.ts';
import { sameName } from './charts-fit.ts';

type Definitions = Pick<MetricSource, 'definitions'>;

interface Read {
  readonly resource: Resource;
  readonly metric: string;
  readonly of?: string | undefined;
}

/** Resources of one type have the same metrics, so one of each is asked. A type whose definitions cannot be read is absent. */
export async function definitionsByType(
  resources: readonly Resource[],
  metrics: Definitions,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly MetricDefinition[]>> {
  const found = await Promise.all(
    [...oneOfEachType(resources)].map(async ([type, its]) => {
      try {
        return [[type, await metrics.definitions(its, { signal })] as const];
      } catch (error) {
        if (error instanceof ProviderError) return [];
        throw error;
      }
    }),
  );
  return new Map(found.flat());
}

/** A choice of more says nothing any more. */
const mostDimensions = 12;

/**
 * Asks for the definitions beside a reading and gives back what of them is known once they have arrived or `late` is aborted: the
 * dimensions of the metrics, those that most of the resources have first. What has not arrived by then or failed is no dimension.
 */
export function dimensionsBeside(
  readings: readonly Read[],
  metrics: Definitions,
  signal: AbortSignal,
): (late: AbortSignal) => Promise<readonly string[]> {
  const known = new Map<string, readonly MetricDefinition[]>();
  const types = oneOfEachType(readings.map((one) => one.resource));
  const asked = [...types].map(async ([type, its]) => {
    known.set(type, await metrics.definitions(its, { signal }));
  });
  // The chart is drawn without those that fail; the source has logged why.
  const arrived = Promise.allSettled(asked);

  return async (late) => {
    await Promise.race([arrived, aborted(late)]);
    const counts = new Map<string, number>();
    for (const reading of readings) {
      for (const dimension of dimensionsOf(reading, known.get(reading.resource.type) ?? [])) {
        counts.set(dimension, (counts.get(dimension) ?? 0) + 1);
      }
    }
    const ordered = [...counts].toSorted(([, one], [, other]) => other - one);
    return ordered.slice(0, mostDimensions).map(([dimension]) => dimension);
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  const waiting = Promise.withResolvers<void>();
  if (signal.aborted) waiting.resolve();
  signal.addEventListener('abort', () => waiting.resolve(), { once: true });
  return waiting.promise;
}

/** A rate can be split by what both of its metrics have. */
function dimensionsOf({ metric, of }: Read, definitions: readonly MetricDefinition[]): readonly string[] {
  const ofMetric = (name: string): readonly string[] => definitions.find((one) => sameName(one.name, name))?.dimensions ?? [];
  return of === undefined ? ofMetric(metric) : ofMetric(metric).filter((one) => ofMetric(of).includes(one));
}

function oneOfEachType(resources: readonly Resource[]): ReadonlyMap<string, Resource> {
  return new Map(resources.map((resource) => [resource.type, resource]));
}
