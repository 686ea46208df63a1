import { ProviderError, sentenceOf } from '../core/errors.ts';
import type { Ledger } from '../core/ledger.ts';
import { type Resource, sameId } from '../core/model/resource.ts';
import type { Aggregation } from '../core/model/series.ts';
import type { Service } from '../core/model/service.ts';
import type { Log, MetricResult, MetricSource, MetricWish } from '../core/ports.ts';
import { failureWords } from './failure-words.ts';
import { judgeReadings, measureValue, type Reading, worstOf } from './health-judge.ts';
import { type Kpi, kpiOf, type Measure } from './kpis.ts';
import type { Catalogue, KpiState, ServiceHealth } from './services.ts';

export interface HealthNeeds {
  readonly catalogue: Pick<Catalogue, 'resourcesOf'>;
  readonly metrics: Pick<MetricSource, 'read'>;
  readonly ledger: Pick<Ledger, 'incidents'>;
  readonly kpis: readonly Kpi[];
  readonly log: Log;
}

export interface Health {
  /** How the services did in the hour before `at`. Never throws for what cannot be read: that is unknown, with the reason. */
  readonly of: (
    services: readonly Service[],
    at: number,
    signal: AbortSignal,
  ) => Promise<{ readonly from: number; readonly services: readonly ServiceHealth[] }>;
}

/** The last hour: long enough that one slow minute says little, short enough that a night's trouble is not told in the morning. */
const windowMs = 3_600_000;
const grainMs = 300_000;
const mostIncidents = 1_000;

export function createHealth(needs: HealthNeeds): Health {
  return {
    of: async (services, at, signal) => {
      const from = at - windowMs;
      const owned = await Promise.all(services.map((service) => resourcesOf(needs, service)));
      const all = owned.flatMap((one) => one.resources);
      const [read, open] = await Promise.all([
        readAll(needs, distinct(all), { from, to: at }, signal),
        needs.ledger.incidents({ open: true, most: mostIncidents }),
      ]);
      return {
        from,
        services: owned.map(({ service, resources, failures }) => {
          const kpis = needs.kpis.flatMap((kpi) => judgeKpi(kpiOf(kpi, service), service, resources, read) ?? []);
          return {
            service,
            state: worstOf(kpis.map((kpi) => kpi.state)),
            kpis,
            incidents: open.filter((incident) => incident.service === service.name),
            failures: [...failures, ...failuresOf(resources, read)],
          };
        }),
      };
    },
  };
}

interface Owned {
  readonly service: Service;
  readonly resources: readonly Resource[];
  readonly failures: readonly string[];
}

async function resourcesOf({ catalogue, log }: HealthNeeds, service: Service): Promise<Owned> {
  try {
    return { service, resources: await catalogue.resourcesOf(service), failures: [] };
  } catch (error) {
    log.error({ service: service.name, error }, 'the resources of a service could not be listed');
    return { service, resources: [], failures: ['Its resources could not be listed.'] };
  }
}

function distinct(resources: readonly Resource[]): readonly Resource[] {
  return [...new Map(resources.map((resource) => [resource.id.toLowerCase(), resource])).values()];
}

/** One read for everything: the source makes as few calls of it as it can. */
async function readAll(
  { metrics, kpis, log }: HealthNeeds,
  resources: readonly Resource[],
  range: { readonly from: number; readonly to: number },
  signal: AbortSignal,
): Promise<MetricResult> {
  const wanted = resources.flatMap((resource) => wishesFor(resource, kpis));
  if (wanted.length === 0) return { series: [], failures: [] };
  try {
    return await metrics.read({ wanted, ...range, grainMs }, { signal });
  } catch (error) {
    log.warn({ error }, 'the metrics of a digest could not be read');
    const reason = error instanceof ProviderError ? sentenceOf(error) : 'The metrics could not be read.';
    const asked = distinct(wanted.map((wish) => wish.resource));
    return { series: [], failures: asked.map((resource) => ({ resource, metric: undefined, reason })) };
  }
}

/** Each metric once, with every aggregation that one of the KPIs wants of it. */
function wishesFor(resource: Resource, kpis: readonly Kpi[]): readonly MetricWish[] {
  const wishes = new Map<string, Set<Aggregation>>();
  for (const measure of kpis.flatMap((kpi) => kpi.measures)) {
    if (measure.type !== resource.type.toLowerCase()) continue;
    for (const metric of measure.how === 'ratio' ? [measure.metric, measure.of] : [measure.metric]) {
      wishes.set(metric, (wishes.get(metric) ?? new Set()).add(measure.aggregation));
    }
  }
  return [...wishes].map(([metric, aggregations]) => ({ resource, metric, aggregations: [...aggregations] }));
}

/** undefined: nothing of the service has this KPI. */
function judgeKpi(kpi: Kpi, service: Service, resources: readonly Resource[], read: MetricResult): KpiState | undefined {
  const required = service.kpis[kpi.name] !== undefined;
  const readings = resources.flatMap((resource) =>
    kpi.measures
      .filter((measure) => measure.type === resource.type.toLowerCase())
      .flatMap((measure) => readingOf(measure, resource, read, required) ?? []),
  );
  return readings.length === 0 ? undefined : judgeReadings(kpi, readings);
}

function readingOf(measure: Measure, resource: Resource, read: MetricResult, required: boolean): Reading | undefined {
  const series = read.series.filter((one) => sameId(one.resource.id, resource.id));
  const value = measureValue(measure, series);
  return value === undefined && measure.optional === true && !required ? undefined : { resource: resource.name, value };
}

function failuresOf(resources: readonly Resource[], read: MetricResult): readonly string[] {
  const own = read.failures.filter((failure) => resources.some((resource) => sameId(resource.id, failure.resource.id)));
  return [...new Set(own.map(failureWords))];
}
