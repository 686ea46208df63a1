import { shorten } from '../core/clauses.ts';
import { formatDuration } from '../core/duration.ts';
import type { Aggregation, MetricDefinition } from '../core/model/series.ts';
import type { Suggest } from '../core/ports.ts';
import { listed } from './charts-targets.ts';
import type { Filter, Split } from './charts-wish.ts';

/** What is asked of a metric that only its definition can tell whether it offers it. */
export interface Asked {
  readonly aggregation: Aggregation | undefined;
  readonly everyMs: number | undefined;
  readonly by: Split | undefined;
  readonly where: Filter | undefined;
}

export function asksForMore({ aggregation, everyMs, by, where }: Asked): boolean {
  return aggregation !== undefined || everyMs !== undefined || by !== undefined || where !== undefined;
}

/** What a metric does not offer, and what it does. */
export interface Misfit {
  readonly why: string;
  readonly instead: string;
}

/** undefined: it offers all of it. */
export function misfit({ name, aggregations, grainsMs, dimensions }: MetricDefinition, asked: Asked, suggest: Suggest): Misfit | undefined {
  const { aggregation, everyMs } = asked;
  if (aggregation !== undefined && !aggregations.includes(aggregation))
    return { why: `${name} has no ${aggregation}`, instead: `Azure offers its ${listed(aggregations)}.` };
  if (everyMs !== undefined && grainsMs.length > 0 && !grainsMs.includes(everyMs)) {
    const offered = grainsMs.toSorted((one, other) => one - other).map(formatDuration);
    return { why: `${name} is not kept every ${formatDuration(everyMs)}`, instead: `Azure offers ${listed(offered)}.` };
  }
  const unknown = [asked.by?.dimension, asked.where?.dimension].find((one) => one !== undefined && !knownDimension(one, dimensions));
  if (unknown === undefined) return undefined;
  const near = suggest(unknown, dimensions);
  const choice = dimensions.length === 0 ? 'it can be neither split nor filtered.' : `it can be split by ${listed(dimensions)}.`;
  return { why: `${name} has no dimension “${shorten(unknown)}”`, instead: near === undefined ? choice : `did you mean ${near}?` };
}

/** The dimension as the source writes it, also when only its last part was typed; undefined: the metric has none of that name. */
export function knownDimension(typed: string, dimensions: readonly string[]): string | undefined {
  return dimensions.find((one) => sameName(one, typed)) ?? dimensions.find((one) => sameName(one.split('/').at(-1) ?? '', typed));
}

/** Names of Azure are compared without regard to case, spaces, dashes and underscores. */
export function sameName(one: string, other: string): boolean {
  const bare = (name: string): string => name.toLowerCase().replaceAll(/[\s_-]/gu, '');
  return bare(one) === bare(other);
}
