import { KqlFailure } from '../failure.ts';
import { items, type KustoNode, type KustoSymbol } from '../parser/load.ts';
import { atOf, children, descend, kindOf, part, scalarType, symbolKindOf, textOf, typeOf } from '../parser/tree.ts';
import type { Context, Row, RowColumn } from './context.ts';

/** The tokens of a node, without white space and comments; strings as what they mean. Works in bodies of functions, too. */
export function plainText(node: KustoNode): string {
  let text = '';
  for (const piece of descend(node)) {
    if (piece.IsToken) text += (kindOf(piece) === 'StringLiteralToken' ? piece.ValueText : piece.Text) ?? '';
  }
  return text;
}

/** As a person wrote it, for a message: on one line, cut. */
export function quoted(node: KustoNode, context: Context): string {
  const text = context.calledAt === undefined ? textOf(node, context.session.text) : plainText(node);
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return `“${line.length > 60 ? `${line.slice(0, 59)}…` : line}”`;
}

/** The child that the grammar says is there; it can only be absent where the text has a syntax error. Throws KqlFailure then. */
export function needed(node: KustoNode, name: string): KustoNode {
  const found = part(node, name);
  if (found === undefined) throw new KqlFailure('syntax', 'The query is not complete here.', { at: atOf(node) });
  return found;
}

export const nameOf = (node: KustoNode): string => node.SimpleName ?? plainText(node);

/** `kind=inner hint.x=y`: by lower-case name. */
export function parametersOf(list: KustoNode | undefined): ReadonlyMap<string, KustoNode> {
  const found = new Map<string, KustoNode>();
  if (list === undefined) return found;
  for (const child of children(list)) {
    const parameter = kindOf(child) === 'SeparatedElement' ? part(child, 'Element') : child;
    if (parameter === undefined || kindOf(parameter) !== 'NamedParameter') continue;
    const value = part(parameter, 'Expression');
    if (value !== undefined) found.set(nameOf(needed(parameter, 'Name')).toLowerCase(), value);
  }
  return found;
}

export function textParameter(parameters: ReadonlyMap<string, KustoNode>, name: string): string | undefined {
  const value = parameters.get(name);
  return value === undefined ? undefined : plainText(value);
}

/** Whether the expression stands for rows: a table, a pipe, a call of a function that gives a table. */
export function isTabular(node: KustoNode): boolean {
  const type = node.ResultType;
  if (type !== undefined && type !== null) {
    const kind = symbolKindOf(type);
    if (kind === 'Table' || (kind === 'Group' && items(type.Members).some((member) => symbolKindOf(member) === 'Table'))) return true;
  }
  return /^(?:PipeExpression|DataTableExpression|MaterializeExpression|\w+Operator)$/.test(kindOf(node));
}

export function rowOf(table: KustoSymbol | null | undefined): Row {
  if (table === null || table === undefined) return { columns: [], more: 'possible' };
  return { columns: rowColumns(table), more: table.IsOpen === true ? 'possible' : 'none' };
}

export function rowColumns(table: KustoSymbol | null | undefined): readonly RowColumn[] {
  return items(table?.Columns).map((column) => ({ name: column.Name, type: scalarType(column.Type ?? undefined) ?? 'unknown' }));
}

/** The type that a declaration `name: type` says. */
export function declaredType(declaration: KustoNode): ReturnType<typeof scalarType> {
  const name = part(declaration, 'Name');
  const type = part(declaration, 'Type');
  return (name === undefined ? undefined : typeOf(name)) ?? scalarType(type?.ReferencedSymbol ?? undefined);
}
