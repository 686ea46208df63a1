import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serviceNames } from '../../emulators/estate/resources.ts';
import { type AzureHarness, startAzure } from '../../test/fakes/azure-harness.ts';
import { service } from '../../test/fakes/catalogue-estate.ts';
import { createLogList } from '../../test/fakes/log.ts';
import { UserError } from '../core/errors.ts';
import { createSuggest } from '../text/suggest.ts';
import { createTimeText } from '../text/time-text.ts';
import { createCatalogue } from './catalogue.ts';
import { createCharts } from './charts.ts';
import { metricNames } from './metric-names.ts';
import type { ChartAnswer } from './services.ts';

const hour = 3_600_000;
let azure: AzureHarness;
let draw: (metric: string, target: string, hours: number) => Promise<ChartAnswer>;

beforeAll(async () => {
  azure = await startAzure();
  const { clock } = azure;
  const suggest = createSuggest();
  const services = serviceNames.map((name) => service(name));
  const catalogue = createCatalogue({ services: () => services, source: azure.azure.resources, suggest, clock, log: createLogList() });
  const charts = createCharts({ catalogue, metrics: azure.azure.metrics, clock, suggest, time: createTimeText() });
  draw = (metric, target, hours) => {
    const to = clock.now();
    const request = { metric, targets: [target], aggregation: undefined, from: to - hours * hour, to, timeZone: 'UTC' };
    return charts.draw(request, new AbortController().signal);
  };
});
afterAll(() => azure[Symbol.asyncDispose]());

describe('charts through the Azure provider', () => {
  it('draw the CPU of a service as that of its plan', async () => {
    const { chart, alt, failures } = await draw('cpu', 'bps-website', 6);
    expect(chart.series.map((one) => one.label)).toEqual(['bps-website-sp']);
    expect(chart.series[0]?.points).toHaveLength(360);
    expect(chart.lines.map((line) => line.label)).toEqual(['target 70 %', 'critical 85 %']);
    expect(alt).toMatch(/^CPU of bps-website-sp: average \d+ %, peak \d+ % at \d\d:\d\d UTC$/u);
    expect(failures).toEqual([]);
  });

  it.each(serviceNames)('draw every metric that %s has, without a gap or a failure', async (name) => {
    const drawn: string[] = [];
    for (const { name: metric } of metricNames) {
      try {
        const { chart, failures } = await draw(metric, name, 24);
        drawn.push(metric);
        expect([metric, failures.filter((failure) => !failure.startsWith('Left out'))]).toEqual([metric, []]);
        for (const { label, points } of chart.series) {
          const measured = points.filter((point) => point.value !== undefined).length;
          expect([metric, label, measured / points.length > 0.9]).toEqual([metric, label, true]);
        }
      } catch (error) {
        // The service has no resource with such a metric.
        if (!(error instanceof UserError)) throw error;
      }
    }
    expect(drawn.length).toBeGreaterThanOrEqual(6);
  });

  it.each([1, 6, 24, 168, 24 * 30])('draw %d hours of response time in milliseconds', async (hours) => {
    const { chart } = await draw('response time', 'pixcrawler', hours);
    expect(chart.unit).toBe('milliseconds');
    for (const { points } of chart.series) {
      expect(points.length).toBeLessThanOrEqual(372);
      for (const { value } of points) expect(value ?? 100).toBeGreaterThan(1);
    }
  });
});
