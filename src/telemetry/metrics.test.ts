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

  it('renders what was asked of Azure, what waited and what the cache saved', async () => {
    const { azure, render } = createMetrics();
    azure.call('batch', 'ok');
    azure.call('batch', 'throttled');
    azure.retry('batch');
    azure.waited('batch', 'budget', 0.4);
    azure.budgetLeft('arm', 'sub-1', 0.75);
    azure.series('cache', 110);
    azure.series('azure', 2);
    const text = await render();
    expect(text).toContain('tocsin_azure_calls_total{kind="batch",result="ok"} 1');
    expect(text).toContain('tocsin_azure_calls_total{kind="batch",result="throttled"} 1');
    expect(text).toContain('tocsin_azure_retries_total{kind="batch"} 1');
    expect(text).toContain('tocsin_azure_wait_seconds_sum{kind="batch",why="budget"} 0.4');
    expect(text).toContain('tocsin_azure_budget_left_ratio{kind="arm",subscription="sub-1"} 0.75');
    expect(text).toContain('tocsin_azure_series_total{source="cache"} 110');
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
