import type { QueryFinding } from '../../core/model/query.ts';
import { warn } from '../belt/finding.ts';
import type { KustoNode } from '../parser/load.ts';
import { descend, kindOf } from '../parser/tree.ts';
import type { TableUse } from './reading.ts';
import { callOf } from './scope.ts';

/** What Application Insights may keep a sample of, by the column that says how many events a row stands for. */
const weights: ReadonlyMap<string, string> = new Map([
  ...['requests', 'dependencies', 'exceptions', 'traces', 'customEvents', 'pageViews'].map((name) => [name, 'itemCount'] as const),
  ...['AppRequests', 'AppDependencies', 'AppExceptions', 'AppTraces', 'AppEvents', 'AppPageViews'].map(
    (name) => [name, 'ItemCount'] as const,
  ),
]);

/** Each row counts as one in these. */
const unweighted = /^(?:count|countif|avg|avgif|percentile|percentiles|percentiles_array)$/u;

/** Tells that rows were counted where events were perhaps meant. Whether rows are sampled is known to the application's settings only. */
export function sampledFindings(result: KustoNode, uses: readonly TableUse[]): readonly QueryFinding[] {
  const tables = [...new Set(uses.map(({ name }) => name))].filter((name) => weights.has(name));
  const [weight] = tables.flatMap((name) => weights.get(name) ?? []);
  const nodes = [...descend(result)];
  if (weight === undefined || nodes.some((node) => node.IsToken && /^itemcount$/iu.test(node.Text ?? ''))) return [];
  const counted = nodes.find((node) => kindOf(node) === 'CountOperator' || unweighted.test(callOf(node)?.name ?? ''));
  if (counted === undefined) return [];
  const words = `Rows of ${tables.join(', ')} may be sampled: one can stand for several events, and ${weight} says for how many. sum(${weight}) counts them.`;
  return [warn('sampled', words, counted)];
}
