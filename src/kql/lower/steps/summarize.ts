import type { KustoNode } from '../../parser/load.ts';
import { elements, kindOf, part } from '../../parser/tree.ts';
import type { Aggregate, Assignment, Expression, Step } from '../../plan.ts';
import { aggregateColumns } from '../aggregates.ts';
import { assignments, named, ownName, typeOfExpression } from '../columns.ts';
import { type Context, type RowColumn, semantic } from '../context.ts';
import { rowColumns } from '../tree-text.ts';

export function summarize(node: KustoNode, context: Context): Step {
  const clause = part(node, 'ByClause');
  const groups = clause === undefined ? [] : elements(part(clause, 'Expressions'));
  const legacyBin = clause === undefined ? undefined : part(clause, 'BinClause');
  const results = rowColumns(node.ResultType);
  const by = byColumns(groups, results, context);
  if (legacyBin !== undefined) throw semantic('Write bin(column, size) instead of bin = size.', legacyBin, context);
  const aggregates = aggregatesOf(elements(part(node, 'Aggregates')), results.slice(by.length), by, context);
  return { kind: 'summarize', aggregates, by };
}

/** The columns to group by come first in the result. */
export function byColumns(groups: readonly KustoNode[], results: readonly RowColumn[], context: Context): readonly Assignment[] {
  return assignments(groups, results.slice(0, groups.length), context);
}

/** `results`: the columns of the result that are the aggregates', in order. */
function aggregatesOf(
  list: readonly KustoNode[],
  results: readonly RowColumn[],
  by: readonly Assignment[],
  context: Context,
): readonly Aggregate[] {
  const grouped = new Set(by.flatMap(({ expression }) => (expression.kind === 'column' ? [expression.name] : [])));
  const found = list.flatMap((node) => {
    const { names, value } = named(node);
    return aggregateColumns(value, grouped, context).map((column, index) => ({
      expression: column.expression,
      names,
      own: names[index] ?? column.name ?? ownName(value),
      node,
    }));
  });
  for (const { expression, names, node } of found) if (names.length === 0) rememberName(expression, node, results, context);
  if (found.length === results.length) return found.map(({ expression, node }, index) => nameAs(results[index], expression, node, context));
  return found.map(({ expression, own, node }) => {
    if (own === undefined) throw semantic('This aggregate needs a name.', node, context);
    return { name: own, type: results.find((result) => result.name === own)?.type ?? typeOfExpression(expression), expression };
  });
}

/** Of functions of two columns the service's name has both; the parser's has the first. */
function rememberName(expression: Expression, node: KustoNode, results: readonly RowColumn[], context: Context): void {
  if (expression.kind !== 'aggregate') return;
  const [first = '', second = ''] = expression.arguments.map((argument) => (argument.kind === 'column' ? argument.name : ''));
  const name = ownName(node) ?? results.find((result) => result.name === `percentiles_${first}`)?.name;
  if (name === undefined || first === '' || second === '') return;
  if (expression.name.startsWith('covariance')) context.session.shownAs.set(name, `${expression.name}_${first}_${second}`);
  if (expression.name === 'percentilesw_array') context.session.shownAs.set(name, `percentile_${first}`);
}

function nameAs(column: RowColumn | undefined, expression: Expression, node: KustoNode, context: Context): Aggregate {
  if (column === undefined) throw semantic(`“${kindOf(node)}” gives no column.`, node, context);
  return { name: column.name, type: column.type === 'unknown' ? typeOfExpression(expression) : column.type, expression };
}
