import type { AlertSource, Clock, Log, MetricSource, ResourceSource, Signatures } from '../../core/ports.ts';
import { createAzureAlerts } from './alerts.ts';
import { type CallLimits, createCalls, defaultLimits } from './calls.ts';
import { checkMetrics, checkResources } from './check.ts';
import { type AzureCredential, createClients } from './clients.ts';
import { createDefinitions } from './definitions.ts';
import type { AzureEndpoints } from './endpoints.ts';
import { createMetricReads } from './metrics.ts';
import { listResources, type ResourceScope } from './resources.ts';

export interface AzureOptions extends ResourceScope {
  /** undefined: DefaultAzureCredential (managed identity, environment, Azure CLI). */
  readonly credential: AzureCredential | undefined;
  readonly endpoints: AzureEndpoints;
  readonly webhook: { readonly secret: string | undefined };
  readonly signatures: Signatures;
  readonly clock: Clock;
  readonly log: Log;
  readonly limits?: Partial<CallLimits> | undefined;
}

export interface Azure {
  readonly metrics: MetricSource;
  readonly resources: ResourceSource;
  readonly alerts: AlertSource;
}

/** Azure as a source of resources, metrics and alerts. Throws UserError for endpoints that cannot be used. */
export function createAzure(options: AzureOptions): Azure {
  const { clock, log } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const clients = createClients({ credential: options.credential, endpoints: options.endpoints, limits });
  const calls = createCalls(limits, clock.now);
  const definitions = createDefinitions(clients, calls, clock);
  const list: ResourceSource['list'] = (cancellable) => listResources(options, clients, calls, cancellable);
  const read = createMetricReads({ clients, calls, definitions, clock, log });
  const readNow: Parameters<typeof checkMetrics>[0]['readNow'] = async (resource, metric, cancellable) => {
    const to = clock.now();
    await read({ resources: [resource], metrics: [metric], aggregations: [], from: to - 3_600_000, to, grainMs: 3_600_000 }, cancellable);
  };
  return {
    metrics: { read, definitions: definitions.of, check: (cancellable) => checkMetrics({ definitions, list, readNow }, cancellable) },
    resources: {
      list,
      check: (cancellable) => checkResources({ clients, calls, list, subscriptions: options.subscriptions }, cancellable),
    },
    alerts: createAzureAlerts({ secret: options.webhook.secret, signatures: options.signatures }),
  };
}
