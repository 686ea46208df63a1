import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
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
import type { ChartAnswer, ChartRequest } from './services.ts';

const hour = 3_600_000;
type Draw = (metric: string, target: string, hours: number, over?: Partial<ChartRequest>) => Promise<ChartAnswer>;

function chartsOf({ azure: { resources, metrics }, clock }: AzureHarness): Draw {
  const suggest = createSuggest();
  const services = serviceNames.map((name) => service(name));
  const catalogue = createCatalogue({ services: () => services, source: resources, suggest, clock, log: createLogList() });
  const beside = {
    logs: undefined,
    ledger: { incidents: async () => [] },
    errors: undefined,
    timeout: (ms: number) => AbortSignal.timeout(ms),
  };
  const charts = createCharts({ catalogue, metrics, clock, suggest, time: createTimeText(), ...beside });
  return (metric, target, hours, over = {}) => {
    const to = clock.now();
    const plain = { aggregation: undefined, everyMs: undefined, by: undefined, where: undefined, versusMs: undefined, style: undefined };
    const request = { ...plain, metric, targets: [target], from: to - hours * hour, to, timeZone: 'UTC', ...over };
    return charts.draw(request, new AbortController().signal);
  };
}

let azure: AzureHarness;
let draw: Draw;

beforeAll(async () => {
  azure = await startAzure();
  draw = chartsOf(azure);
});
afterAll(() => azure[Symbol.asyncDispose]());

const isExpected = (failure: string): boolean => failure.startsWith('Left out');

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
        expect([metric, failures.filter((failure) => !isExpected(failure))]).toEqual([metric, []]);
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

  it('splits by a dimension, the largest first, and says that there are more', async () => {
    const by = { dimension: 'resultcode', top: 2 };
    const { chart, failures, dimensions } = await draw('requests', 'appi-compliance', 6, { by });
    const sums = chart.series.map(({ points }) => points.reduce((sum, { value }) => sum + (value ?? 0), 0));
    expect([chart.title, chart.series.length]).toEqual(['Requests of appi-compliance by request/resultCode', 2]);
    expect(sums).toEqual(sums.toSorted((one, other) => other - one));
    expect(chart.series.every(({ label }) => /^\d{3}$/u.test(label))).toBe(true);
    expect(failures).toEqual([expect.stringContaining('Only the 2 largest are drawn; there are more.')]);
    expect(dimensions).toContain('request/resultCode');
  });

  it('draws certain values of a dimension, and less than all together', async () => {
    const where = { dimension: 'request/resultCode', values: ['404'] };
    const sumOf = async (over: Partial<ChartRequest>): Promise<number> =>
      (await draw('requests', 'appi-compliance', 6, over)).chart.series[0]?.points.reduce((sum, { value }) => sum + (value ?? 0), 0) ?? 0;
    const [some, all] = [await sumOf({ where }), await sumOf({})];
    expect(some).toBeGreaterThan(0);
    expect(some).toBeLessThan(all / 2);
  });

  it('compares with the week before', async () => {
    const { chart, alt } = await draw('cpu', 'bps-website', 6, { versusMs: 168 * hour });
    expect(chart.series.map(({ label, points }) => [label, points.length])).toEqual([
      ['bps-website-sp', 360],
      ['bps-website-sp, 1 week before', 360],
    ]);
    expect(alt).toMatch(/, last week average \d+ %$/u);
  });

  it('reads a cold chart with one call, and a repeated one with none', async () => {
    const fresh = await startAzure();
    onTestFinished(() => fresh[Symbol.asyncDispose]());
    const drawFresh = chartsOf(fresh);
    const calls = (): number => fresh.server.requests.filter((one) => one.endsWith('metrics:getBatch')).length;
    await drawFresh('cpu', 'bps-website', 6);
    expect(calls()).toBe(1);
    await drawFresh('cpu', 'bps-website', 6);
    expect(calls()).toBe(1);
    await drawFresh('cpu', 'bps-website', 6, { versusMs: 168 * hour });
    expect(calls()).toBe(2);
  });
});
