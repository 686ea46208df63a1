import type { AlertPoll, AlertSource, TokenVerifier } from '../../core/alert-ports.ts';
import type { Clock, Log, LogSource, MetricSource, ResourceSource, Signatures } from '../../core/ports.ts';
import { type AzureWebhook, createAzureAlerts } from './alerts.ts';
import { createAlertsManagement } from './alerts-management.ts';
import { createBudget } from './budget.ts';
import { type CallLimits, createCalls, defaultLimits } from './calls.ts';
import { checkMetrics, checkResources } from './check.ts';
import { type AzureCredential, createClients } from './clients.ts';
import { createDefinitions } from './definitions.ts';
import { type AzureEndpoints, cloudOf } from './endpoints.ts';
import type { Identity } from './errors.ts';
import { createLogs, logLimits } from './logs.ts';
import { createWorkspaces } from './logs-workspaces.ts';
import { createMetricReads } from './metrics.ts';
import { probeMetric } from './metrics-probe.ts';
import { type AzureObserver, unobserved } from './observe.ts';
import { type RealTime, realTime } from './patience.ts';
import { listResources, type ResourceScope } from './resources.ts';
import { createSeriesCache } from './series-cache.ts';

export interface AzureOptions extends ResourceScope {
  /** undefined: DefaultAzureCredential (managed identity, environment, Azure CLI). */
  readonly credential: AzureCredential | undefined;
  readonly endpoints: AzureEndpoints;
  readonly webhook: AzureWebhook;
  /** Needed for the secure webhook. */
  readonly tokens?: TokenVerifier | undefined;
  /** The share of Azure's documented limits that may be used: above 0, at most 1. */
  readonly budget: number;
  readonly signatures: Signatures;
  readonly clock: Clock;
  readonly log: Log;
  /** 0..1, for pauses that differ. */
  readonly random: () => number;
  readonly observe?: AzureObserver | undefined;
  readonly limits?: Partial<CallLimits> | undefined;
  readonly time?: RealTime | undefined;
}

export interface Azure {
  readonly metrics: MetricSource;
  readonly logs: LogSource;
  readonly resources: ResourceSource;
  readonly alerts: AlertSource;
  /** Finds the alerts whose webhook did not come. */
  readonly missed: AlertPoll;
}

/** Azure as a source of resources, metrics, logs and alerts. Throws UserError for endpoints that cannot be used. */
export function createAzure(options: AzureOptions): Azure {
  const { clock, log, random, observe = unobserved, time = realTime } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const clients = createClients({ credential: options.credential, endpoints: options.endpoints, limits, time, observe });
  const budget = createBudget({ share: options.budget, now: clock.now, observe });
  const calling = { now: clock.now, time, random, budget, identity: identityOf(options.credential), observe };
  const calls = createCalls({ ...calling, limits });
  const definitions = createDefinitions({ clients, calls, clock, log });
  const list: ResourceSource['list'] = (cancellable) => listResources(options, clients, calls, cancellable);
  const read = createMetricReads({ clients, calls, definitions, clock, log, observe, cache: createSeriesCache(clock) });
  const probe: Parameters<typeof checkMetrics>[0]['probe'] = (resource, definition, { signal }) =>
    probeMetric(resource, definition, { now: clock.now(), asking: { clients, calls, patience: calls.patience(signal) } });
  const logs = createLogs({
    clients,
    calls: createCalls({ ...calling, limits: logLimits(limits) }),
    workspaces: createWorkspaces({ clients, calls, clock, log }),
    portal: { host: cloudOf(options.endpoints).portal, tenant: options.credential?.tenantId },
    time,
    now: clock.now,
  });
  return {
    logs,
    metrics: { read, definitions: definitions.of, check: (cancellable) => checkMetrics({ definitions, list, probe }, cancellable) },
    resources: {
      list,
      check: (cancellable) => checkResources({ clients, calls, list, subscriptions: options.subscriptions }, cancellable),
    },
    alerts: createAzureAlerts(options),
    missed: createAlertsManagement({ scope: options, clients, calls, list, signatures: options.signatures, clock }),
  };
}

function identityOf(credential: AzureCredential | undefined): Identity {
  if (credential === undefined) return { kind: 'managed identity' };
  return { kind: 'app registration', clientId: credential.clientId, tenantId: credential.tenantId };
}
