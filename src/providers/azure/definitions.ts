import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { Resource } from '../../core/model/resource.ts';
import { type Aggregation, aggregations, type MetricDefinition } from '../../core/model/series.ts';
import type { Cancellable, Clock, Log } from '../../core/ports.ts';
import type { Calls } from './calls.ts';
import type { Clients } from './clients.ts';
import { type Attempt, toProviderError } from './errors.ts';
import { isTimeUp, nobody, type Patience } from './patience.ts';
import { metricDefinition } from './schema.ts';
import { singleFlight } from './single-flight.ts';
import { readGrain, readUnit } from './units.ts';

export interface Definitions {
  /** What can be measured of the resource. An old answer is given while a new one is fetched. Throws ProviderError. */
  readonly of: (resource: Resource, options: Cancellable) => Promise<readonly MetricDefinition[]>;
  /** The same from any resource of this type (types share their metrics, nearly), within the time of a patience without a caller. */
  readonly ofType: (resource: Resource, patience: Patience) => Promise<readonly MetricDefinition[]>;
  /** What is known of this type already, without asking; what is old is fetched again in the background. */
  readonly known: (resource: Resource) => readonly MetricDefinition[] | undefined;
}

// Definitions change when Microsoft ships, not when the estate does.
const freshMs = 24 * 3_600_000;
// After a failed refresh the old ones serve on.
const retryMs = 10 * 60_000;
// Resources and types; a thousand lists of some dozens of metrics are a few megabytes.
const mostKept = 1000;

interface DefinitionNeeds {
  readonly clients: Clients;
  readonly calls: Calls;
  readonly clock: Clock;
  readonly log: Log;
}

interface Kept {
  readonly refreshAt: number;
  readonly resource: Resource;
  readonly definitions: readonly MetricDefinition[];
}

export function createDefinitions({ clients, calls, clock, log }: DefinitionNeeds): Definitions {
  const kept = new LRUCache<string, Kept>({ max: mostKept });
  const flights = singleFlight<readonly MetricDefinition[]>();
  const keep = (resource: Resource, definitions: readonly MetricDefinition[], afterMs: number): void => {
    const entry = { refreshAt: clock.now() + afterMs, resource, definitions };
    kept.set(resource.id.toLowerCase(), entry);
    kept.set(resource.type, entry);
  };

  // Whoever asks may leave; the others and the next ones still want it, so the work has a patience of its own.
  const fetch = (resource: Resource, signal: AbortSignal, patience: Patience): Promise<readonly MetricDefinition[]> =>
    flights(resource.id.toLowerCase(), signal, async () => {
      const definitions = await fetchDefinitions(resource, clients, calls, patience);
      keep(resource, definitions, freshMs);
      return definitions;
    });

  const serve = (key: string): readonly MetricDefinition[] | undefined => {
    const found = kept.get(key);
    if (found !== undefined && found.refreshAt <= clock.now()) {
      keep(found.resource, found.definitions, retryMs);
      fetch(found.resource, nobody, calls.patience()).catch((error: unknown) => {
        log.warn({ resource: found.resource.id, error }, 'metric definitions could not be refreshed');
      });
    }
    return found?.definitions;
  };

  return {
    of: async (resource, { signal }) => {
      const known = serve(resource.id.toLowerCase());
      if (known !== undefined) return known;
      const waiting = AbortSignal.any([signal, AbortSignal.timeout(calls.limits.listMs)]);
      return fetch(resource, waiting, calls.patience()).catch((error: unknown) => {
        throw isTimeUp(waiting) ? toProviderError(error, attemptFor(resource), calls.identity, clock.now()) : error;
      });
    },
    ofType: async (resource, patience) => {
      const known = serve(resource.type);
      if (known !== undefined) return known;
      return fetch(resource, patience.signal, patience).catch((error: unknown) => {
        throw toProviderError(error, attemptFor(resource), calls.identity, clock.now());
      });
    },
    known: (resource) => serve(resource.type),
  };
}

async function fetchDefinitions(
  resource: Resource,
  clients: Clients,
  calls: Calls,
  patience: Patience,
): Promise<readonly MetricDefinition[]> {
  const client = await clients.metrics();
  return calls.run(attemptFor(resource), patience, async (options) => {
    const found: MetricDefinition[] = [];
    for await (const one of client.listMetricDefinitions(resource.id.replace(/^\//u, ''), options)) found.push(toDefinition(one));
    return found;
  });
}

const attemptFor = (resource: Resource): Attempt => ({
  kind: 'arm',
  subscription: resource.subscription,
  doing: `list the metrics of ${resource.name}`,
  role: { name: 'Monitoring Reader', scope: `the subscription ${resource.subscription}` },
});

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
