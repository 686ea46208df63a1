import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Figures about the bot itself, in Prometheus' text format. Labels never hold what people or alerts said. */
export interface Metrics {
  /** `route` is the pattern ("/webhooks/azure/:secret"), never the path that was asked for. */
  readonly request: (route: string, method: string, status: number, seconds: number) => void;
  readonly event: (source: string, outcome: 'stored' | 'duplicate' | 'rejected' | 'refused' | 'limited' | 'failed') => void;
  readonly command: (name: string, result: string, seconds: number) => void;
  readonly delivery: (platform: string, outcome: string) => void;
  /** What is asked of Azure, and what its answers' cache saves. `kind`: "batch", "arm", "graph", "logs" or "login". */
  readonly azure: AzureFigures;
  readonly contentType: string;
  readonly render: () => Promise<string>;
}

export interface AzureFigures {
  readonly call: (kind: string, result: string) => void;
  readonly retry: (kind: string) => void;
  readonly waited: (kind: string, why: 'budget' | 'retry', seconds: number) => void;
  /** `share`: what is left of the allowed requests, 0..1. */
  readonly budgetLeft: (kind: string, subscription: string, share: number) => void;
  readonly series: (source: 'cache' | 'shared' | 'azure', count: number) => void;
}

const fast = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

/** Besides ours: the process' own figures and the event loop's delay (nodejs_eventloop_lag_p99_seconds). */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const requests = new Histogram({
    name: 'tocsin_http_request_seconds',
    help: 'Answered HTTP requests by route and status.',
    labelNames: ['route', 'method', 'status'],
    buckets: fast,
    registers,
  });
  const events = new Counter({
    name: 'tocsin_events_total',
    help: 'Webhook bodies by source and what became of them.',
    labelNames: ['source', 'outcome'],
    registers,
  });
  const commands = new Histogram({
    name: 'tocsin_command_seconds',
    help: 'Commands by name and result.',
    labelNames: ['command', 'result'],
    buckets: fast,
    registers,
  });
  const deliveries = new Counter({
    name: 'tocsin_deliveries_total',
    help: 'Attempts to deliver by platform and outcome.',
    labelNames: ['platform', 'outcome'],
    registers,
  });
  return {
    request: (route, method, status, seconds) => requests.observe({ route, method, status }, seconds),
    event: (source, outcome) => events.inc({ source, outcome }),
    command: (command, result, seconds) => commands.observe({ command, result }, seconds),
    delivery: (platform, outcome) => deliveries.inc({ platform, outcome }),
    azure: azureFigures(registers),
    contentType: registry.contentType,
    render: () => registry.metrics(),
  };
}

function azureFigures(registers: Registry[]): AzureFigures {
  const calls = new Counter({
    name: 'tocsin_azure_calls_total',
    help: 'Requests sent to Azure, repetitions included, by kind and result.',
    labelNames: ['kind', 'result'],
    registers,
  });
  const retries = new Counter({
    name: 'tocsin_azure_retries_total',
    help: 'Requests to Azure that were repeated.',
    labelNames: ['kind'],
    registers,
  });
  const waits = new Histogram({
    name: 'tocsin_azure_wait_seconds',
    help: 'Waiting before a request to Azure: for its turn within azure.budget, or before a repetition.',
    labelNames: ['kind', 'why'],
    buckets: fast,
    registers,
  });
  const budget = new Gauge({
    name: 'tocsin_azure_budget_left_ratio',
    help: 'What was left of the allowed share of Azure’s limits after the last request.',
    labelNames: ['kind', 'subscription'],
    registers,
  });
  const series = new Counter({
    name: 'tocsin_azure_series_total',
    help: 'Series that were asked for: from the cache, shared with a reading under way, or read from Azure.',
    labelNames: ['source'],
    registers,
  });
  return {
    call: (kind, result) => calls.inc({ kind, result }),
    retry: (kind) => retries.inc({ kind }),
    waited: (kind, why, seconds) => waits.observe({ kind, why }, seconds),
    budgetLeft: (kind, subscription, share) => budget.set({ kind, subscription }, share),
    series: (source, count) => series.inc({ source }, count),
  };
}
