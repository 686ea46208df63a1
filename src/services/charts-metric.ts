import { shorten } from '../core/clauses.ts';
import { ProviderError, UserError } from '../core/errors.ts';
import type { Resource } from '../core/model/resource.ts';
import type { Aggregation, MetricDefinition, Unit } from '../core/model/series.ts';
import type { MetricSource, Suggest } from '../core/ports.ts';
import { listed, type Targets } from './charts-targets.ts';
import { chartOf } from './charts-wish.ts';
import { kindTitle } from './kinds.ts';
import { type KpiName, type MetricName, metricNamed, metricOn, namesOn } from './metric-names.ts';

/** One curve that is to be read. */
export interface Reading {
  readonly resource: Resource;
  readonly metric: string;
  readonly aggregation: Aggregation;
  readonly unit: Unit;
  readonly of?: string | undefined;
  readonly finestMs?: number | undefined;
}

export interface Plan {
  readonly title: string;
  readonly unit: Unit;
  readonly kpi: KpiName | undefined;
  readonly readings: readonly Reading[];
  /** Sentences about resources that were named but have no such metric. */
  readonly leftOut: readonly string[];
}

export interface Wanted {
  readonly metric: string;
  readonly aggregation: Aggregation | undefined;
}

export interface PlanNeeds {
  readonly metrics: Pick<MetricSource, 'definitions'>;
  readonly suggest: Suggest;
  readonly signal: AbortSignal;
}

/** More curves than this cannot be told apart. */
const mostReadings = 24;

/** Finds out what has to be read: by our names first, then by Azure's own. Throws UserError when nothing has the metric. */
export async function planReadings(wanted: Wanted, targets: Targets, needs: PlanNeeds): Promise<Plan> {
  if (targets.resources.length === 0) throw new UserError(`I see no ${targets.kind ?? `resources of ${targets.title}`}.`, ['resources']);
  const name = metricNamed(wanted.metric);
  const all = name === undefined ? await readingsByAzure(wanted, targets, needs) : await readingsByName(name, wanted, targets, needs);
  const unit = commonUnit(all);
  const fitting = all.filter((one) => one.unit === unit);
  const readings = fitting.slice(0, mostReadings);
  const leftOut = [
    ...withoutMetric(targets, all, name?.title ?? wanted.metric),
    ...otherUnits(all, unit),
    ...(fitting.length > readings.length ? [`${readings.length} of ${fitting.length} resources are drawn.`] : []),
  ];
  return { title: name?.title ?? readings[0]?.metric ?? wanted.metric, unit, kpi: name?.kpi, readings, leftOut };
}

async function readingsByName(name: MetricName, wanted: Wanted, targets: Targets, needs: PlanNeeds): Promise<readonly Reading[]> {
  const meant = targets.resources.flatMap((resource) => {
    const on = metricOn(name, resource.type);
    return on === undefined ? [] : [{ resource, on }];
  });
  const definitions = await definitionsByType(meant, needs);
  const readings = meant.flatMap(({ resource, on }): readonly Reading[] => {
    const known = definitions.get(resource.type);
    const definition = known?.find((one) => sameName(one.name, on.metric));
    // Where the definitions could not be read, the reading itself will tell.
    if (known !== undefined && definition === undefined) return [];
    if (definition !== undefined && wanted.aggregation !== undefined) checkAggregation(definition, wanted.aggregation);
    const usual = definition === undefined || definition.aggregations.includes(on.aggregation) ? on.aggregation : definition.primary;
    return [{ ...on, resource, aggregation: wanted.aggregation ?? usual, finestMs: finestOf(definition) }];
  });
  if (readings.length === 0) throw noSuchMetric(name.title, targets);
  return readings;
}

function finestOf(definition: MetricDefinition | undefined): number | undefined {
  return definition === undefined || definition.grainsMs.length === 0 ? undefined : Math.min(...definition.grainsMs);
}

async function readingsByAzure(wanted: Wanted, targets: Targets, needs: PlanNeeds): Promise<readonly Reading[]> {
  const definitions = await definitionsByType(
    targets.resources.map((resource) => ({ resource })),
    needs,
  );
  if (definitions.size === 0) {
    throw new ProviderError('Azure', 'Azure could not tell what can be measured there. Try again in a minute.', {
      retry: { when: 'later', afterMs: 5_000 },
    });
  }
  const readings = targets.resources.flatMap((resource) => {
    const all = definitions.get(resource.type) ?? [];
    const found = all.find((one) => sameName(one.name, wanted.metric)) ?? all.find((one) => sameName(one.title, wanted.metric));
    if (found === undefined) return [];
    const aggregation = wanted.aggregation ?? found.primary;
    checkAggregation(found, aggregation);
    const unit = unitShown(found.unit, aggregation);
    return [{ resource, metric: found.name, aggregation, unit, finestMs: finestOf(found) }];
  });
  if (readings.length > 0) return readings;
  const { names, aliases } = namesOn(new Set(targets.resources.map((one) => one.type)));
  const azures = [...definitions.values()].flat().map((one) => one.name);
  const near = needs.suggest(wanted.metric, [...names, ...aliases, ...azures]);
  const hint = near === undefined ? `There ${names.length === 1 ? 'is' : 'are'} ${listed(names)}.` : `Did you mean ${near}?`;
  const where = targets.kind === undefined ? targets.title : `any ${targets.kind}`;
  throw new UserError(`No metric called “${shorten(wanted.metric)}” on ${where}. ${hint}`, proposals([near ?? names[0] ?? 'cpu'], targets));
}

/** Times are shown in milliseconds, as limits are stated; the count aggregation counts samples, whatever they measure. */
function unitShown(unit: Unit, aggregation: Aggregation): Unit {
  if (aggregation === 'count') return 'count';
  return unit === 'seconds' ? 'milliseconds' : unit;
}

/** Resources of one type have the same metrics, so one of each is asked. A type whose definitions cannot be read is absent. */
async function definitionsByType(
  readings: readonly { readonly resource: Resource }[],
  { metrics, signal }: PlanNeeds,
): Promise<ReadonlyMap<string, readonly MetricDefinition[]>> {
  const one = new Map(readings.map(({ resource }) => [resource.type, resource]));
  const found = await Promise.all(
    [...one].map(async ([type, its]) => {
      try {
        return [[type, await metrics.definitions(its, { signal })] as const];
      } catch (error) {
        if (error instanceof ProviderError) return [];
        throw error;
      }
    }),
  );
  return new Map(found.flat());
}

function checkAggregation(definition: MetricDefinition, wanted: Aggregation): void {
  if (definition.aggregations.includes(wanted)) return;
  const offered = listed(definition.aggregations);
  throw new UserError(`${definition.name} has no ${wanted}; Azure offers its ${offered}.`);
}

function noSuchMetric(title: string, targets: Targets): UserError {
  const { names } = namesOn(new Set(targets.resources.map((one) => one.type)));
  const has = targets.kind === undefined && targets.names.length === 1 ? 'It has' : 'They have';
  const hint = names.length === 0 ? '' : ` ${has} ${listed(names)}.`;
  return new UserError(`${withoutIt(title, targets)}${hint}`, proposals(names.slice(0, 1), targets));
}

function withoutIt(title: string, targets: Targets): string {
  if (targets.kind !== undefined) return `No ${targets.kind} has a metric “${title}”.`;
  const kinds = [...new Set(targets.resources.map((one) => kindTitle(one.type)))];
  const what = kinds.length === 1 ? ` (${kinds[0] ?? ''})` : '';
  return `${targets.title}${what} ${targets.names.length === 1 ? 'has' : 'have'} no metric “${title}”.`;
}

function proposals(metrics: readonly string[], { names }: Targets): readonly string[] {
  return metrics.map((metric) => chartOf({ metric, aggregation: undefined, targets: names }));
}

/** The unit most of them have; of equals percent, because there the limits are known. */
function commonUnit(readings: readonly Reading[]): Unit {
  const counts = new Map<Unit, number>();
  for (const { unit } of readings) counts.set(unit, (counts.get(unit) ?? 0) + (unit === 'percent' ? 1.5 : 1));
  return [...counts].toSorted(([, one], [, other]) => other - one)[0]?.[0] ?? 'none';
}

function withoutMetric(targets: Targets, readings: readonly Reading[], title: string): readonly string[] {
  const read = new Set(readings.map((one) => one.resource.id));
  return targets.resources
    .filter((one) => targets.named.has(one.id) && !read.has(one.id))
    .map((one) => `${one.name} (${kindTitle(one.type)}) has no metric “${title}”.`);
}

function otherUnits(readings: readonly Reading[], unit: Unit): readonly string[] {
  const others = readings.filter((one) => one.unit !== unit);
  if (others.length === 0) return [];
  const names = listed(others.map((one) => `${one.resource.name} (${kindTitle(one.resource.type)})`));
  return [`Left out, because it is measured in ${others[0]?.unit ?? 'another unit'} there: ${names}.`];
}

/** Names of Azure are compared without regard to case, spaces, dashes and underscores. */
function sameName(one: string, other: string): boolean {
  const bare = (name: string): string => name.toLowerCase().replaceAll(/[\s_-]/gu, '');
  return bare(one) === bare(other);
}
