import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';

/** Figures about the bot itself, in Prometheus' text format. Labels never hold what people or alerts said. */
export interface Metrics {
  /** `route` is the pattern ("/webhooks/azure/:secret"), never the path that was asked for. */
  readonly request: (route: string, method: string, status: number, seconds: number) => void;
  readonly event: (source: string, outcome: 'stored' | 'duplicate' | 'rejected' | 'refused' | 'failed') => void;
  readonly command: (name: string, result: string, seconds: number) => void;
  readonly delivery: (platform: string, outcome: string) => void;
  readonly contentType: string;
  readonly render: () => Promise<string>;
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
    contentType: registry.contentType,
    render: () => registry.metrics(),
  };
}
