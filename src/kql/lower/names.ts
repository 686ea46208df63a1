import { items, type KustoNode } from '../parser/load.ts';
import { symbolKindOf, typeOf } from '../parser/tree.ts';
import type { At, Expression } from '../plan.ts';
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
  if (kind === 'Column' && !isFromOutside(name, context)) return column;
  // A name that several columns have.
  if (kind === 'Group' && items(symbol?.Members).some((member) => symbolKindOf(member) === 'Column')) return column;
  const meaning = meaningOf(context.scope, name);
  if (meaning !== undefined) {
    switch (meaning.kind) {
      case 'scalar':
        return context.row.more === 'possible' ? columnOr(name, meaning.expression(), at) : meaning.expression();
      case 'tabular':
        return { kind: 'query', pipeline: meaning.pipeline(), type: typeOf(node) ?? 'unknown', at };
      case 'function':
        return callDeclared(node, meaning, [], context).scalar();
    }
  }
  if (context.row.more === 'possible' || context.row.columns.some((known) => known.name === name)) return column;
  throw semantic(`“${name}” is no column, table, variable or function that is known here.`, node, context, 'SEM0100');
}

/** In the braces of `partition by x {…}` the key is no column of the rows there. */
const isFromOutside = (name: string, { row, scope }: Context): boolean =>
  row.more === 'none' && !row.columns.some((known) => known.name === name) && meaningOf(scope, name)?.kind === 'scalar';

/** Behind a plug-in that gives columns of its own, such a column goes before what the query declared under its name. */
const columnOr = (name: string, value: Expression, at: At): Expression => ({
  kind: 'call',
  name: 'column_ifexists',
  arguments: [{ kind: 'literal', type: 'string', value: name, at }, value],
  type: 'unknown',
  at,
});
