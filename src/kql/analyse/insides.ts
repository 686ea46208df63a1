import { isTabular } from '../lower/tree-text.ts';
import type { KustoNode } from '../parser/load.ts';
import { children, elements, kindOf, part, symbolKindOf } from '../parser/tree.ts';
import { callOf } from './scope.ts';

/** The pipes that stand inside an operator and begin with the rows that come to it. */
export function* subqueries(operator: KustoNode): Generator<KustoNode> {
  for (const child of children(operator)) {
    const kind = kindOf(child);
    if (/^(?:PartitionSubquery|MvApplySubqueryExpression|ForkExpression|FacetWithExpressionClause)$/.test(kind)) {
      const query = part(child, 'Subquery') ?? part(child, 'Expression');
      if (query !== undefined) yield query;
    } else if (kind === 'List') {
      yield* subqueries(child);
    }
  }
}

/** `toscalar(x)` of a column or a parameter reads nothing; a name that the parser does not know may be a table’s. */
export function rowsIn(node: KustoNode | undefined): KustoNode | undefined {
  const symbol = node?.ReferencedSymbol ?? undefined;
  const isValue = symbol !== undefined && ['Column', 'Parameter'].includes(symbolKindOf(symbol));
  return node !== undefined && isValue && !isTabular(node) ? undefined : node;
}

/** The name of a function that gives a table looks like a table: of a call, the arguments. */
export function insidesOf(node: KustoNode): readonly KustoNode[] {
  return callOf(node) === undefined ? children(node) : elements(part(node, 'ArgumentList'));
}
