import type { Incident } from '../../src/core/model/incident.ts';
import type { Resource } from '../../src/core/model/resource.ts';
import type { MetricSource, Release } from '../../src/core/ports.ts';
import { createCatalogue } from '../../src/services/catalogue.ts';
import { createCharts } from '../../src/services/charts.ts';
import type { LogChartsNeeds } from '../../src/services/charts-logs-read.ts';
import type { ChartAnswer, ChartRequest } from '../../src/services/services.ts';
import { createSuggest } from '../../src/text/suggest.ts';
import { createTimeText } from '../../src/text/time-text.ts';
import { createFakeResources, shopEstate } from './catalogue-estate.ts';
import { createFakeMetrics } from './catalogue-metrics.ts';
import { createHandClock } from './hand-clock.ts';
import { createLogList } from './log.ts';

const hour = 3_600_000;
export const chartNow = Date.UTC(2026, 10, 20, 14, 7, 30);

const usualRequest: Omit<ChartRequest, 'metric' | 'targets'> = {
  aggregation: undefined,
  from: chartNow - 6 * hour,
  to: chartNow,
  timeZone: 'UTC',
  everyMs: undefined,
  by: undefined,
  where: undefined,
  versusMs: undefined,
  style: undefined,
};

/** What stands beside the curves: incidents of the ledger, releases of Sentry, and how long one waits for them. */
function createBeside() {
  const asked: string[] = [];
  const beside = {
    /** Projects whose releases were asked for. */
    asked,
    incidents: [] as readonly Incident[],
    releases: async (_project: string): Promise<readonly Release[]> => [],
    /** Ends the patience with what stands beside the curves. */
    late: new AbortController(),
    /** Ends the patience with the whole chart. */
    over: new AbortController(),
    ledger: {
      incidents: async ({ service }: { readonly service?: string | undefined }) =>
        beside.incidents.filter((one) => one.service === service),
    },
    errors: {
      releases: ({ project }: { readonly project: string }) => {
        asked.push(project);
        return beside.releases(project);
      },
    },
    /** What a chart waits less than a second for is late at once, unless a test says otherwise. */
    soon: AbortSignal.abort(),
    timeout: (ms: number) => {
      if (ms > 1_000) return beside.over.signal;
      return ms < 1_000 ? beside.soon : beside.late.signal;
    },
  };
  return beside;
}

/** The charts of the shop's estate, on 20 November 2026 at 14:07:30 UTC; `draw` asks for the last six hours in UTC. `read` stands in for the fake’s own; `more` is in the estate too. */
export function createChartBed(read?: MetricSource['read'], more: readonly Resource[] = [], logs?: LogChartsNeeds) {
  const clock = createHandClock(chartNow);
  const suggest = createSuggest();
  const metrics = createFakeMetrics();
  const source = createFakeResources([...shopEstate.resources, ...more]);
  const catalogue = createCatalogue({ services: () => shopEstate.services, source, suggest, clock, log: createLogList() });
  const beside = createBeside();
  const { ledger, errors, timeout } = beside;
  const charts = createCharts({
    catalogue,
    metrics: read === undefined ? metrics : { ...metrics, read },
    clock,
    suggest,
    time: createTimeText(),
    ledger,
    errors,
    timeout,
    logs,
  });
  const draw = (metric: string, targets: readonly string[], over: Partial<ChartRequest> = {}): Promise<ChartAnswer> =>
    charts.draw({ ...usualRequest, metric, targets, ...over }, new AbortController().signal);
  return { draw, metrics, beside };
}

export const chartLabels = (answer: ChartAnswer): readonly string[] => answer.chart.series.map((one) => one.label);
export const chartValues = (answer: ChartAnswer, index = 0): readonly (number | undefined)[] =>
  answer.chart.series[index]?.points.map((point) => point.value) ?? [];
