import type { KustoNode } from '../parser/load.ts';
import { elements, kindOf, part, symbolKindOf, typeOf } from '../parser/tree.ts';
import type { Expression } from '../plan.ts';
import type { KqlType } from '../types.ts';
import { atIn, type Context, lowerExpression, lowerPipeline, meaningOf, type RowColumn, semantic, unsupported } from './context.ts';
import { callDeclared } from './declared.ts';
import { isTabular, nameOf, needed, quoted, rowColumns } from './tree-text.ts';

export const argumentsOf = (node: KustoNode): readonly KustoNode[] => elements(part(node, 'ArgumentList'));

/** The declared function that a call means, if it means one. */
export function declaredCall(node: KustoNode, context: Context): ReturnType<typeof callDeclared> | undefined {
  const name = needed(node, 'Name');
  const meaning = meaningOf(context.scope, nameOf(name));
  if (meaning?.kind !== 'function' || isBuiltIn(node, context)) return undefined;
  return callDeclared(node, meaning, argumentsOf(node), context);
}

function isBuiltIn(node: KustoNode, context: Context): boolean {
  const symbol = node.ReferencedSymbol ?? undefined;
  return symbol !== undefined && symbolKindOf(symbol) === 'Function' && context.session.globals.IsBuiltInFunction(symbol);
}

export function isAggregateCall(node: KustoNode, context: Context): boolean {
  const symbol = node.ReferencedSymbol ?? undefined;
  return symbol !== undefined && kindOf(node) === 'FunctionCallExpression' && context.session.globals.IsAggregateFunction(symbol);
}

/** The columns that a value consists of where it is more than one (series_fit_line, arg_max); undefined for a plain value. */
export function tupleOf(value: KustoNode): readonly RowColumn[] | undefined {
  const type = value.RawResultType ?? value.ResultType ?? undefined;
  if (type === undefined || symbolKindOf(type) !== 'Tuple') return undefined;
  const columns = rowColumns(type);
  return columns.length > 1 ? columns : undefined;
}

const conversions: Partial<Record<KqlType, string>> = { real: 'toreal', long: 'tolong', int: 'toint', string: 'tostring', bool: 'tobool' };

/** A call that gives several columns gives them as an array; this is one of them, in its own type. */
export function columnOfCall(whole: Expression, index: number, type: KqlType | 'unknown'): Expression {
  const at = whole.at;
  const element: Expression = { kind: 'element', of: whole, index: { kind: 'literal', type: 'long', value: index, at }, at };
  const conversion = type === 'unknown' ? undefined : conversions[type];
  return conversion === undefined ? element : { kind: 'call', name: conversion, arguments: [element], type, at };
}

/** A call in the place of one value: where it gives several columns, that is the first of them. */
export function call(node: KustoNode, context: Context): Expression {
  const whole = wholeCall(node, context);
  const columns = tupleOf(node);
  return columns === undefined || whole.kind !== 'call'
    ? whole
    : columnOfCall({ ...whole, type: 'dynamic' }, 0, columns[0]?.type ?? 'unknown');
}

/** A call of a function of the language, an aggregate, or what the query declares, with all the columns that it gives. */
export function wholeCall(node: KustoNode, context: Context): Expression {
  const name = nameOf(needed(node, 'Name'));
  const declared = declaredCall(node, context);
  if (declared !== undefined) return declared.scalar();
  const meaning = meaningOf(context.scope, name);
  // A scalar or a table in the place of a function: `let x = 5; x()`.
  if (meaning?.kind === 'scalar' && !isBuiltIn(node, context)) return meaning.expression();
  if (name === 'toscalar') return toScalar(node, context);
  if (name === 'column_ifexists' || name === 'columnifexists') return columnIfExists(node, context);
  if (name === 'bin_auto') return binAuto(node, context);
  if (isTabular(node)) return { kind: 'query', pipeline: lowerPipeline(node, context), type: 'unknown', at: atIn(node, context) };
  return plainCall(node, name, context);
}

/** The size of the bins, and where one of them begins, are options of the query: `set query_bin_auto_size = 1h;` */
function binAuto(node: KustoNode, context: Context): Expression {
  const size = context.session.options.get('query_bin_auto_size');
  const from = context.session.options.get('query_bin_auto_at');
  if (size === undefined) throw semantic('bin_auto() needs “set query_bin_auto_size = …;” in front of the query.', node, context);
  const whole = plainCall(node, 'bin_auto', context);
  if (whole.kind !== 'call') return whole;
  return from === undefined
    ? { ...whole, name: 'bin', arguments: [...whole.arguments, size] }
    : { ...whole, name: 'bin_at', arguments: [...whole.arguments, size, from] };
}

function plainCall(node: KustoNode, name: string, context: Context): Expression {
  return {
    kind: isAggregateCall(node, context) ? 'aggregate' : 'call',
    name: node.ReferencedSymbol?.Name ?? name,
    arguments: argumentsOf(node).flatMap((argument) => argumentsFrom(argument, name, context)),
    type: typeOf(node) ?? 'unknown',
    at: atIn(node, context),
  };
}

/** `estimate_data_size(*)`: of all columns. */
function argumentsFrom(node: KustoNode, name: string, context: Context): readonly Expression[] {
  if (kindOf(node) !== 'StarExpression' || name !== 'estimate_data_size' || context.row.more === 'possible')
    return [argumentOf(node, context)];
  return context.row.columns.map((column) => ({ kind: 'column', name: column.name, type: column.type, at: atIn(node, context) }));
}

function argumentOf(node: KustoNode, context: Context): Expression {
  if (isTabular(node)) return { kind: 'query', pipeline: lowerPipeline(node, context), type: 'unknown', at: atIn(node, context) };
  return lowerExpression(node, context);
}

function toScalar(node: KustoNode, context: Context): Expression {
  const inner = argumentsOf(node)[0];
  if (inner === undefined) throw semantic('toscalar() needs a query.', node, context);
  return argumentOf(inner, context);
}

/** Decided here, where the columns are known. */
function columnIfExists(node: KustoNode, context: Context): Expression {
  const [wanted, otherwise] = argumentsOf(node);
  if (wanted === undefined || otherwise === undefined)
    throw semantic('column_ifexists() needs a column’s name and a value.', node, context);
  const name = lowerExpression(wanted, context);
  if (name.kind !== 'literal' || typeof name.value !== 'string') {
    throw unsupported(`column_ifexists() with ${quoted(wanted, context)}, which is no literal,`, wanted, context);
  }
  const known = context.row.columns.find((column) => column.name === name.value);
  if (known !== undefined) return { kind: 'column', name: known.name, type: known.type, at: atIn(wanted, context) };
  if (context.row.more === 'possible') throw unsupported('column_ifexists() where the columns are not known', node, context);
  return lowerExpression(otherwise, context);
}
