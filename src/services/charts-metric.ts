import { ProviderError, UserError } from '../core/errors.ts';
import type { Resource } from '../core/model/resource.ts';
import type { Aggregation, MetricDefinition, Unit } from '../core/model/series.ts';
import type { MetricSource, Suggest } from '../core/ports.ts';
import { definitionsByType } from './charts-definitions.ts';
import { type Asked, asksForMore, knownDimension, misfit, sameName } from './charts-fit.ts';
import { noMetricNamed, noSuchMetric, withoutMetric } from './charts-no-metric.ts';
import { listed, type Targets } from './charts-targets.ts';
import type { Filter, Split } from './charts-wish.ts';
import { kindTitle } from './kinds.ts';
import { type KpiName, type MetricName, metricNamed, metricOn } from './metric-names.ts';

/** One metric of one resource that is to be read. */
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
  /** With the dimension as the source writes it. */
  readonly by: Split | undefined;
  readonly where: Filter | undefined;
  /** Sentences about resources that were named but have no such metric. */
  readonly leftOut: readonly string[];
}

export interface Wanted extends Asked {
  readonly metric: string;
}

export interface PlanNeeds {
  readonly metrics: Pick<MetricSource, 'definitions'>;
  readonly suggest: Suggest;
  readonly signal: AbortSignal;
}

/** A reading with its definition, where that was looked at. */
interface Candidate {
  readonly reading: Reading;
  readonly definition: MetricDefinition | undefined;
}

/** More curves than this cannot be told apart. */
const mostReadings = 24;

/** Finds out what has to be read: by our names first, then by Azure's own. Throws UserError when nothing has the metric. */
export async function planReadings(wanted: Wanted, targets: Targets, needs: PlanNeeds): Promise<Plan> {
  if (targets.resources.length === 0) throw new UserError(`I see no ${targets.kind ?? `resources of ${targets.title}`}.`, ['resources']);
  const name = metricNamed(wanted.metric);
  const isRate = name?.on.every(({ of }) => of !== undefined) === true;
  // A share of maxima or of samples is no rate of anything.
  const asked: Wanted = isRate ? { ...wanted, aggregation: undefined } : wanted;
  const all = name === undefined ? await byAzuresName(asked, targets, needs) : await byOurName(name, asked, targets, needs);
  const { fitting, misfits } = fit(all, asked, needs.suggest);
  const unit = commonUnit(fitting);
  const alike = fitting.filter((one) => one.unit === unit);
  const readings = alike.slice(0, mostReadings);
  const leftOut = [
    ...withoutMetric(
      targets,
      all.map((one) => one.reading),
      name?.title ?? wanted.metric,
    ),
    ...misfits,
    ...otherUnits(fitting, unit),
    ...(isRate && wanted.aggregation !== undefined
      ? [`${name.title} is one number in percent of another; “${wanted.aggregation}” does not apply to it.`]
      : []),
    ...(alike.length > readings.length ? [`${readings.length} of ${alike.length} resources are drawn.`] : []),
  ];
  const dimensions = all.flatMap((one) => one.definition?.dimensions ?? []);
  const title = name?.title ?? readings[0]?.metric ?? wanted.metric;
  return { title, unit, kpi: name?.kpi, readings, ...inSourcesWords(wanted, dimensions), leftOut };
}

/** A chart of a name we know is read at once; only what asks for more than the usual waits for the definitions. */
async function byOurName(name: MetricName, wanted: Wanted, targets: Targets, needs: PlanNeeds): Promise<readonly Candidate[]> {
  const having = targets.resources.flatMap((resource) => {
    const on = metricOn(name, resource.type);
    return on === undefined ? [] : [{ resource, on }];
  });
  const main = having.filter(({ resource, on }) => on.aside !== true || targets.direct.has(resource.id));
  const meant = main.length === 0 ? having : main;
  const resources = asksForMore(wanted) ? meant.map(({ resource }) => resource) : [];
  const definitions = await definitionsByType(resources, needs.metrics, needs.signal);
  const found = meant.flatMap(({ resource, on }): readonly Candidate[] => {
    const known = definitions.get(resource.type);
    const definition = known?.find((one) => sameName(one.name, on.metric));
    // Where the definitions are not known, the reading itself will tell.
    if (known !== undefined && definition === undefined) return [];
    const usual = definition === undefined || definition.aggregations.includes(on.aggregation) ? on.aggregation : definition.primary;
    const aggregation = wanted.aggregation ?? usual;
    const unit = on.of === undefined && aggregation === 'count' ? 'count' : on.unit;
    const finestMs = definition === undefined ? on.finestMs : finestOf(definition);
    return [{ reading: { ...on, resource, aggregation, unit, finestMs }, definition }];
  });
  if (found.length === 0) throw noSuchMetric(name.title, targets);
  return found;
}

async function byAzuresName(wanted: Wanted, targets: Targets, needs: PlanNeeds): Promise<readonly Candidate[]> {
  const definitions = await definitionsByType(targets.resources, needs.metrics, needs.signal);
  if (definitions.size === 0) {
    throw new ProviderError('Azure', 'Azure could not tell what can be measured there. Try again in a minute.', {
      retry: { when: 'later', afterMs: 5_000 },
    });
  }
  const found = targets.resources.flatMap((resource): readonly Candidate[] => {
    const all = definitions.get(resource.type) ?? [];
    const definition = all.find((one) => sameName(one.name, wanted.metric)) ?? all.find((one) => sameName(one.title, wanted.metric));
    if (definition === undefined) return [];
    const aggregation = wanted.aggregation ?? definition.primary;
    const unit = unitShown(definition.unit, aggregation);
    return [{ reading: { resource, metric: definition.name, aggregation, unit, finestMs: finestOf(definition) }, definition }];
  });
  if (found.length > 0) return found;
  const names = [...definitions.values()].flat().map((one) => one.name);
  throw noMetricNamed(wanted.metric, names, targets, needs.suggest);
}

/** Those that offer what was asked for; of the others, why they are left out. Throws UserError with the first reason where none does. */
function fit(
  candidates: readonly Candidate[],
  asked: Asked,
  suggest: Suggest,
): { readonly fitting: readonly Reading[]; readonly misfits: readonly string[] } {
  const judged = candidates.map(({ reading, definition }) => ({
    reading,
    misfit: definition === undefined ? undefined : misfit(definition, asked, suggest),
  }));
  const fitting = judged.flatMap((one) => (one.misfit === undefined ? [one.reading] : []));
  const [first] = judged.flatMap((one) => one.misfit ?? []);
  if (fitting.length === 0 && first !== undefined) throw new UserError(`${first.why}; ${first.instead}`);
  const misfits = judged.flatMap((one) => (one.misfit === undefined ? [] : [`${one.reading.resource.name} (${one.misfit.why})`]));
  return { fitting, misfits: misfits.length === 0 ? [] : [`Left out: ${listed(misfits)}.`] };
}

function inSourcesWords({ by, where }: Asked, dimensions: readonly string[]): Pick<Plan, 'by' | 'where'> {
  const written = (typed: string): string => knownDimension(typed, dimensions) ?? typed;
  return { by: by && { ...by, dimension: written(by.dimension) }, where: where && { ...where, dimension: written(where.dimension) } };
}

function finestOf({ grainsMs }: MetricDefinition): number | undefined {
  return grainsMs.length === 0 ? undefined : Math.min(...grainsMs);
}

export function isSum({ readings }: Plan): boolean {
  return readings.some((one) => one.aggregation === 'total' || one.aggregation === 'count');
}

/** Times are shown in milliseconds, as limits are stated; the count aggregation counts samples, whatever they measure. */
function unitShown(unit: Unit, aggregation: Aggregation): Unit {
  if (aggregation === 'count') return 'count';
  return unit === 'seconds' ? 'milliseconds' : unit;
}

/** The unit most of them have; of equals percent, because there the limits are known. */
function commonUnit(readings: readonly Reading[]): Unit {
  const counts = new Map<Unit, number>();
  for (const { unit } of readings) counts.set(unit, (counts.get(unit) ?? 0) + (unit === 'percent' ? 1.5 : 1));
  return [...counts].toSorted(([, one], [, other]) => other - one)[0]?.[0] ?? 'none';
}

function otherUnits(readings: readonly Reading[], unit: Unit): readonly string[] {
  const others = readings.filter((one) => one.unit !== unit);
  if (others.length === 0) return [];
  const names = listed(others.map((one) => `${one.resource.name} (${kindTitle(one.resource.type)})`));
  return [`Left out, because it is measured in ${others[0]?.unit ?? 'another unit'} there: ${names}.`];
}
