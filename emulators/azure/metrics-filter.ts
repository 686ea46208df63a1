import type { EstateMetric } from '../estate/metric.ts';

/** What a request says about dimensions. */
export interface DimensionRequest {
  /** Told apart: named in the filter and not rolled up; as the metrics call them. */
  readonly apart: readonly string[];
  readonly only: ReadonlyMap<string, readonly string[]>;
}

type Read = { readonly dimensions: DimensionRequest | undefined } | { readonly refusal: string };

const condition = /^\s*(?<name>[\w/ .-]+?)\s+eq\s+'(?<value>(?:[^']|'')*)'\s*/iu;
const link = /^(?<word>and|or)\s+/iu;

/**
 * Reads "A eq 'x' or A eq 'y' and B eq '*'": "or" stands between values of one dimension, "and" between dimensions. Every
 * dimension must be one of each metric's.
 */
export function readFilter(filter: string | undefined, rollUpBy: string | undefined, metrics: readonly EstateMetric[]): Read {
  if (filter === undefined || filter.trim() === '') return { dimensions: undefined };
  const conditions = parse(filter);
  if (conditions === undefined) return { refusal: `Invalid filter expression: ${filter}` };
  const values = new Map<string, string[]>();
  for (const { name, value } of conditions) values.set(name, [...(values.get(name) ?? []), value]);
  for (const metric of metrics) {
    const has = new Set(metric.dimensions.map((one) => one.toLowerCase()));
    if ([...values.keys()].every((name) => has.has(name))) continue;
    const asked = [...values.keys()].join(',');
    const offered = metric.dimensions.join(',');
    return { refusal: `Metric: ${metric.name} does not support requested dimension combination: ${asked}, supported ones are: ${offered}` };
  }
  const rolled = new Set((rollUpBy ?? '').split(',').map((one) => one.trim().toLowerCase()));
  const only = [...values].filter(([, of]) => !of.includes('*'));
  return { dimensions: { apart: [...values.keys()].filter((name) => !rolled.has(name)), only: new Map(only) } };
}

/** Names in lower case. undefined: not what Azure accepts. */
function parse(filter: string): readonly { readonly name: string; readonly value: string }[] | undefined {
  const found: { name: string; value: string }[] = [];
  let rest = filter;
  let word = 'and';
  for (;;) {
    const one = condition.exec(rest);
    const { name, value } = one?.groups ?? {};
    if (one === null || name === undefined || value === undefined) return undefined;
    const before = found.at(-1)?.name;
    const lower = name.toLowerCase();
    // "and" begins another dimension, one that was not spoken of yet.
    const spoken = found.some((other) => other.name === lower);
    if (word === 'or' ? before !== lower : spoken) return undefined;
    found.push({ name: lower, value: value.replaceAll("''", "'") });
    rest = rest.slice(one[0].length);
    if (rest === '') return found;
    const next = link.exec(rest);
    if (next?.groups === undefined) return undefined;
    word = (next.groups['word'] ?? '').toLowerCase();
    rest = rest.slice(next[0].length);
  }
}

/** What decides which series are the largest. */
export interface Order {
  readonly by: 'average' | 'minimum' | 'maximum' | 'total' | 'count';
  readonly direction: 'asc' | 'desc';
}

/** "sum asc", "average desc"; undefined where nothing is said. */
export function readOrder(words: string | undefined): { readonly order: Order | undefined } | { readonly refusal: string } {
  if (words === undefined) return { order: undefined };
  const { by, direction } = /^(?<by>average|minimum|maximum|total|sum|count)\s+(?<direction>asc|desc)$/iu.exec(words.trim())?.groups ?? {};
  if (by === undefined || direction === undefined) return { refusal: `Invalid orderby: ${words}` };
  const name = by.toLowerCase();
  const known = (['average', 'minimum', 'maximum', 'total', 'count'] as const).find((one) => one === name) ?? 'total';
  return { order: { by: known, direction: direction.toLowerCase() === 'asc' ? 'asc' : 'desc' } };
}
