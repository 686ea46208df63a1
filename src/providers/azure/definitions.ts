import { z } from 'zod';
import type { Resource } from '../../core/model/resource.ts';
import { type Aggregation, aggregations, type MetricDefinition } from '../../core/model/series.ts';
import type { Cancellable, Clock } from '../../core/ports.ts';
import type { Calls } from './calls.ts';
import type { Clients } from './clients.ts';
import { metricDefinition } from './schema.ts';
import { singleFlight } from './single-flight.ts';
import { readGrain, readUnit } from './units.ts';

export interface Definitions {
  /** What can be measured of the resource. Throws ProviderError. */
  readonly of: (resource: Resource, options: Cancellable) => Promise<readonly MetricDefinition[]>;
  /** The same from any resource of this type that was asked before, else from this one: types share their metrics, nearly. */
  readonly ofType: (resource: Resource, options: Cancellable) => Promise<readonly MetricDefinition[]>;
}

// Definitions change when Microsoft ships, not when the estate does.
const keptMs = 24 * 3_600_000;

export function createDefinitions(clients: Clients, calls: Calls, clock: Clock): Definitions {
  const kept = new Map<string, { readonly until: number; readonly definitions: readonly MetricDefinition[] }>();
  const flights = singleFlight<readonly MetricDefinition[]>();

  const fresh = (key: string): readonly MetricDefinition[] | undefined => {
    const found = kept.get(key);
    return found !== undefined && found.until > clock.now() ? found.definitions : undefined;
  };

  const of = async (resource: Resource, { signal }: Cancellable): Promise<readonly MetricDefinition[]> => {
    const key = resource.id.toLowerCase();
    const known = fresh(key);
    if (known !== undefined) return known;
    return flights(key, signal, async () => {
      const definitions = await fetchDefinitions(resource, clients, calls);
      const entry = { until: clock.now() + keptMs, definitions };
      kept.set(key, entry).set(resource.type, entry);
      return definitions;
    });
  };

  return { of, ofType: async (resource, options) => fresh(resource.type) ?? of(resource, options) };
}

async function fetchDefinitions(resource: Resource, clients: Clients, calls: Calls): Promise<readonly MetricDefinition[]> {
  const client = await clients.metrics();
  const attempt = {
    doing: `list the metrics of ${resource.name}`,
    grant: `grant the role Monitoring Reader on the subscription ${resource.subscription} to the bot’s identity`,
  };
  return calls.run(attempt, new AbortController().signal, async (options) => {
    const found: MetricDefinition[] = [];
    for await (const one of client.listMetricDefinitions(resource.id.replace(/^\//u, ''), options)) found.push(toDefinition(one));
    return found;
  });
}

function toDefinition(raw: unknown): MetricDefinition {
  const one = metricDefinition.parse(raw);
  const supported = (one.supportedAggregationTypes ?? []).flatMap((name) => readAggregation(name) ?? []);
  const primary = readAggregation(one.primaryAggregationType ?? '') ?? supported[0] ?? 'average';
  return {
    name: one.name,
    title: titleOf(one.name),
    unit: readUnit(one.unit).unit,
    aggregations: supported.length === 0 ? [primary] : supported,
    primary,
    grainsMs: (one.metricAvailabilities ?? []).flatMap(({ granularity }) => readGrain(granularity ?? '') ?? []),
    dimensions: one.dimensions ?? [],
  };
}

/** Azure also lists "None", which is no aggregation. */
function readAggregation(name: string): Aggregation | undefined {
  return z.enum(aggregations).safeParse(name.toLowerCase()).data;
}

/** "CpuPercentage" → "cpu percentage", "requests/duration" → "requests duration": the client drops Azure's own title. */
function titleOf(name: string): string {
  return name
    .replaceAll(/[/_]+/gu, ' ')
    .replaceAll(/(?<=[a-z0-9])(?=[A-Z])/gu, ' ')
    .toLowerCase();
}
