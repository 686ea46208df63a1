import { describe, expect, it } from 'vitest';
import { createMetrics } from './metrics.ts';

describe('metrics', () => {
  it('renders requests, events, commands and deliveries in Prometheus’ format', async () => {
    const metrics = createMetrics();
    metrics.request('/webhooks/azure/:secret', 'POST', 202, 0.004);
    metrics.event('azure', 'stored');
    metrics.event('azure', 'stored');
    metrics.command('chart', 'done', 0.2);
    metrics.delivery('slack', 'done');
    const text = await metrics.render();
    expect(text).toContain('tocsin_http_request_seconds_count{route="/webhooks/azure/:secret",method="POST",status="202"} 1');
    expect(text).toContain('tocsin_events_total{source="azure",outcome="stored"} 2');
    expect(text).toContain('tocsin_command_seconds_count{command="chart",result="done"} 1');
    expect(text).toContain('tocsin_deliveries_total{platform="slack",outcome="done"} 1');
  });

  it('tells how the process and its event loop do', async () => {
    const text = await createMetrics().render();
    expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds \d/mu);
    expect(text).toMatch(/^process_resident_memory_bytes \d/mu);
  });

  it('keeps two of them apart', async () => {
    const [one, other] = [createMetrics(), createMetrics()];
    one.event('sentry', 'duplicate');
    expect(await other.render()).not.toContain('sentry');
  });
});
