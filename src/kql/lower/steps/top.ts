import type { KustoNode } from '../../parser/load.ts';
import { elements, kindOf, part } from '../../parser/tree.ts';
import type { Expression, Step } from '../../plan.ts';
import { named, ownName, typeOfExpression } from '../columns.ts';
import { type Context, lowerExpression } from '../context.ts';
import { needed, rowColumns } from '../tree-text.ts';
import { sortKey } from './order.ts';

type Level = Extract<Step, { kind: 'top-nested' }>['levels'][number];

export function topNested(node: KustoNode, context: Context): Step {
  const names = rowColumns(node.ResultType).map((column) => column.name);
  return {
    kind: 'top-nested',
    levels: elements(part(node, 'Clauses')).map((clause, index) => levelOf(clause, names.slice(2 * index, 2 * index + 2), context)),
  };
}

/** Each level gives two columns: what it is of, and its aggregate. */
function levelOf(clause: KustoNode, names: readonly string[], context: Context): Level {
  const count = part(clause, 'Expression');
  const of = named(needed(clause, 'OfExpression'));
  const by = needed(clause, 'ByExpression');
  const key = sortKey(by, context);
  const others = part(clause, 'WithOthersClause');
  const aggregate = named(kindOf(by) === 'OrderedExpression' ? needed(by, 'Expression') : by);
  const value = lowerExpression(of.value, context);
  const name = of.names[0] ?? names[0] ?? ownName(of.value) ?? 'Column1';
  return {
    count: count === undefined ? undefined : lowerExpression(count, context),
    of: { name, type: typeOfExpression(value), expression: value },
    others: others === undefined ? undefined : lowerExpression(needed(others, 'Expression'), context),
    by: {
      name: aggregate.names[0] ?? names[1] ?? `aggregated_${name}`,
      type: typeOfExpression(key.expression),
      expression: key.expression,
    },
    direction: key.direction,
  };
}

export function topHitters(node: KustoNode, context: Context): Step {
  const of = named(needed(node, 'OfExpression'));
  const clause = part(node, 'ByClause');
  const names = rowColumns(node.ResultType).map((column) => column.name);
  const value = lowerExpression(of.value, context);
  const by: Expression | undefined = clause === undefined ? undefined : lowerExpression(needed(clause, 'Expression'), context);
  return {
    kind: 'top-hitters',
    count: lowerExpression(needed(node, 'Expression'), context),
    of: { name: of.names[0] ?? names[0] ?? ownName(of.value) ?? 'Column1', type: typeOfExpression(value), expression: value },
    by,
    name: names[1] ?? 'approximate_count_',
  };
}
