import type { KustoNode } from '../parser/load.ts';
import { kindOf, part } from '../parser/tree.ts';
import type { RenderSpec } from '../plan.ts';
import { needed, parametersOf, plainText } from './tree-text.ts';

/** The `render` with which a query ends, and the query before it. */
export function renderOf(node: KustoNode): { readonly rows: KustoNode; readonly render: RenderSpec | undefined } {
  const operator = kindOf(node) === 'PipeExpression' ? part(node, 'Operator') : undefined;
  if (operator === undefined || kindOf(operator) !== 'RenderOperator') return { rows: node, render: undefined };
  const clause = part(operator, 'WithClause');
  const said = [parametersOf(part(operator, 'Parameters')), parametersOf(clause === undefined ? undefined : part(clause, 'Properties'))];
  const properties = said.flatMap((parameters) => [...parameters].map(([name, value]) => [name, plainText(value)] as const));
  return {
    rows: needed(node, 'Expression'),
    render: { kind: plainText(needed(operator, 'ChartType')).toLowerCase(), properties: Object.fromEntries(properties) },
  };
}
