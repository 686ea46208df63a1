import { shorten } from '../core/clauses.ts';
import { UserError } from '../core/errors.ts';
import type { Suggest } from '../core/ports.ts';
import { listed, type Targets } from './charts-targets.ts';
import { chartOf } from './charts-write.ts';
import { kindTitle } from './kinds.ts';
import { namesOn } from './metric-names.ts';

/** Azure's metrics have no such name; logs may. */
export class NoSuchMetric extends UserError {}

/** Nothing of what was named has the metric, which is one of ours: what they have instead. */
export function noSuchMetric(title: string, targets: Targets): NoSuchMetric {
  const { names } = namesOn(new Set(targets.resources.map((one) => one.type)));
  const has = targets.kind === undefined && targets.names.length === 1 ? 'It has' : 'They have';
  const hint = names.length === 0 ? '' : ` ${has} ${listed(names)}.`;
  return new NoSuchMetric(`${withoutIt(title, targets)}${hint}`, proposals(names.slice(0, 1), targets));
}

/** Neither we nor Azure have such a name: the nearest of both. */
export function noMetricNamed(typed: string, azures: readonly string[], targets: Targets, suggest: Suggest): NoSuchMetric {
  const { names, aliases } = namesOn(new Set(targets.resources.map((one) => one.type)));
  const near = suggest(typed, [...names, ...aliases, ...azures]);
  const hint = near === undefined ? `There ${names.length === 1 ? 'is' : 'are'} ${listed(names)}.` : `Did you mean ${near}?`;
  const where = targets.kind === undefined ? targets.title : `any ${targets.kind}`;
  return new NoSuchMetric(`No metric called “${shorten(typed)}” on ${where}. ${hint}`, proposals([near ?? names[0] ?? 'cpu'], targets));
}

/** What comes from elsewhere may lack its full stop. */
export function asSentence(words: string): string {
  return /[.!?]$/u.test(words) ? words : `${words}.`;
}

/** Resources that were named themselves owe an explanation. `read`: those that have the metric. */
export function withoutMetric(
  targets: Targets,
  read: readonly { readonly resource: { readonly id: string } }[],
  title: string,
): readonly string[] {
  const ids = new Set(read.map((one) => one.resource.id));
  return targets.resources
    .filter((one) => targets.named.has(one.id) && !ids.has(one.id))
    .map((one) => `${one.name} (${kindTitle(one.type)}) has no metric “${title}”.`);
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
