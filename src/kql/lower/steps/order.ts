import type { KustoNode } from '../../parser/load.ts';
import { elements, kindOf, part } from '../../parser/tree.ts';
import type { SortKey, Step } from '../../plan.ts';
import { assignments, extensions } from '../columns.ts';
import { type Context, lowerExpression } from '../context.ts';
import { needed, plainText, rowColumns } from '../tree-text.ts';

export const sort = (node: KustoNode, context: Context): Step => ({
  kind: 'sort',
  keys: elements(part(node, 'Expressions')).map((key) => sortKey(key, context)),
});

export const top = (node: KustoNode, context: Context): Step => ({
  kind: 'top',
  count: lowerExpression(needed(node, 'Expression'), context),
  keys: [sortKey(needed(node, 'ByExpression'), context)],
});

/** Descending where nothing is said; nulls last then, and first when ascending. */
export function sortKey(node: KustoNode, context: Context): SortKey {
  const ordering = kindOf(node) === 'OrderedExpression' ? part(node, 'Ordering') : undefined;
  const said = ordering === undefined ? undefined : part(ordering, 'AscOrDescKeyword');
  const direction = said !== undefined && plainText(said).toLowerCase() === 'asc' ? 'asc' : 'desc';
  const nulls = ordering === undefined ? undefined : part(ordering, 'NullsClause');
  const place = nulls === undefined ? undefined : part(nulls, 'FirstOrLastKeyword');
  return {
    expression: lowerExpression(node, context),
    direction,
    nulls: place === undefined ? (direction === 'asc' ? 'first' : 'last') : plainText(place).toLowerCase() === 'first' ? 'first' : 'last',
  };
}

export const take = (node: KustoNode, context: Context): Step => ({
  kind: 'take',
  count: lowerExpression(needed(node, 'Expression'), context),
});

export const sample = (node: KustoNode, context: Context): Step => ({
  kind: 'sample',
  count: lowerExpression(needed(node, 'Expression'), context),
});

export function sampleDistinct(node: KustoNode, context: Context): readonly Step[] {
  const count = lowerExpression(needed(node, 'Expression'), context);
  return assignments([needed(node, 'OfExpression')], rowColumns(node.ResultType), context).map(
    (of): Step => ({ kind: 'sample-distinct', count, of }),
  );
}

export const count = (node: KustoNode): Step => ({ kind: 'count', name: rowColumns(node.ResultType)[0]?.name ?? 'Count' });

export const serialize = (node: KustoNode, context: Context): Step => ({
  kind: 'serialize',
  columns: extensions(elements(part(node, 'Expressions')), node.ResultType, context),
});
