import { items, type KustoNode } from '../parser/load.ts';
import { symbolKindOf, typeOf } from '../parser/tree.ts';
import type { Expression } from '../plan.ts';
import { atIn, type Context, meaningOf, semantic } from './context.ts';
import { callDeclared } from './declared.ts';
import { nameOf } from './tree-text.ts';

/** A name where a value is expected: a column, or what the query declared. */
export function nameExpression(node: KustoNode, context: Context): Expression {
  const name = nameOf(node);
  const at = atIn(node, context);
  const column: Expression = { kind: 'column', name, type: typeOf(node) ?? 'unknown', at };
  const symbol = node.ReferencedSymbol ?? undefined;
  const kind = symbol === undefined ? undefined : symbolKindOf(symbol);
  if (kind === 'Column') return column;
  // A name that several columns have.
  if (kind === 'Group' && items(symbol?.Members).some((member) => symbolKindOf(member) === 'Column')) return column;
  const meaning = meaningOf(context.scope, name);
  if (meaning !== undefined) {
    switch (meaning.kind) {
      case 'scalar':
        return meaning.expression();
      case 'tabular':
        return { kind: 'query', pipeline: meaning.pipeline(), type: typeOf(node) ?? 'unknown', at };
      case 'function':
        return callDeclared(node, meaning, [], context).scalar();
    }
  }
  if (context.row.more === 'possible' || context.row.columns.some((known) => known.name === name)) return column;
  throw semantic(`“${name}” is no column, table, variable or function that is known here.`, node, context, 'SEM0100');
}
