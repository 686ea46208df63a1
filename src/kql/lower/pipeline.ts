import { KqlFailure } from '../failure.ts';
import { items, type KustoNode } from '../parser/load.ts';
import { kindOf, symbolKindOf } from '../parser/tree.ts';
import type { Pipeline, Source } from '../plan.ts';
import { argumentsOf, declaredCall } from './calls.ts';
import { bind, type Context, lowerExpression, lowerPipeline, meaningOf, readsInput, semantic, spend, unsupported } from './context.ts';
import { callDeclared } from './declared.ts';
import { operate } from './operators.ts';
import { findTables, searchTables } from './steps/search.ts';
import { datatable, print, range } from './steps/sources.ts';
import { unionOf } from './steps/union.ts';
import { isTabular, nameOf, needed, quoted, rowOf } from './tree-text.ts';

const from = (source: Source): Pipeline => ({ source, steps: [] });

/** What gives rows: a source and what is done with it. */
export function pipelineOf(node: KustoNode, context: Context): Pipeline {
  spend(node, context);
  switch (kindOf(node)) {
    case 'PipeExpression':
      return pipe(node, context);
    case 'ParenthesizedExpression':
    case 'SimpleNamedExpression':
    case 'OrderedExpression':
    case 'DataScopeExpression':
      return lowerPipeline(needed(node, 'Expression'), context);
    case 'NameReference':
      return named(node, context);
    case 'FunctionCallExpression':
      return call(node, context);
    case 'MaterializeExpression':
      return kept(needed(node, 'Expression'), context);
    case 'DataTableExpression':
      return from(datatable(node, context));
    case 'PrintOperator':
      return from(print(node, context));
    case 'RangeOperator':
      return from(range(node, context));
    case 'UnionOperator':
      return from(unionOf(node, context));
    case 'SearchOperator':
      return searchTables(node, context);
    case 'FindOperator':
      return findTables(node, context);
    case 'PathExpression':
      return elsewhere(node, context);
    case 'ExternalDataExpression':
      throw unsupported('externaldata', node, context);
    default:
      return withoutSource(node, context);
  }
}

/** The operators of a pipe from left to right, in a loop: a query may have more of them than the stack is deep. */
function pipe(node: KustoNode, context: Context): Pipeline {
  const operators: KustoNode[] = [];
  let first = node;
  while (kindOf(first) === 'PipeExpression') {
    operators.push(needed(first, 'Operator'));
    first = needed(first, 'Expression');
  }
  let before = first;
  let pipeline = lowerPipeline(first, context);
  for (const operator of operators.toReversed()) {
    pipeline = operate(operator, pipeline, { ...context, row: rowOf(before.ResultType) });
    before = operator;
  }
  return pipeline;
}

/** An operator that begins a pipe works on the rows that an outer operator hands in: `mv-apply … on (top 1 by x)`. */
function withoutSource(node: KustoNode, context: Context): Pipeline {
  if (kindOf(node).endsWith('Operator')) return operate(node, from({ kind: 'input' }), context);
  throw unsupported(`${quoted(node, context)} in the place of a table`, node, context);
}

function named(node: KustoNode, context: Context): Pipeline {
  const name = nameOf(node);
  const symbol = node.ReferencedSymbol ?? undefined;
  const kind = symbol === undefined ? undefined : symbolKindOf(symbol);
  const meaning = meaningOf(context.scope, name);
  if (meaning?.kind === 'tabular') return meaning.pipeline();
  if (meaning?.kind === 'function') return callDeclared(node, meaning, [], context).tabular();
  if (kind === 'Table' && symbol !== undefined) return from({ kind: 'table', name: symbol.Name });
  if (kind === 'Group' && items(symbol?.Members).some((member) => symbolKindOf(member) === 'Table')) {
    return from(unionOf(node, context));
  }
  throw semantic(`There is no table “${name}”.`, node, context, 'SEM0100');
}

function call(node: KustoNode, context: Context): Pipeline {
  const declared = declaredCall(node, context);
  if (declared !== undefined) return declared.tabular();
  const name = nameOf(needed(node, 'Name'));
  const meaning = meaningOf(context.scope, name);
  const [first] = argumentsOf(node);
  if (meaning?.kind === 'tabular' && first === undefined) return meaning.pipeline();
  if (name === 'materialize' && first !== undefined) return kept(first, context);
  if (name === 'table' && first !== undefined) return tableOfName(first, context);
  if (name === 'view' && first !== undefined) return lowerPipeline(first, context);
  throw unsupported(`${name}() in the place of a table`, node, context);
}

/** `table("requests")`: the name must be known when the query is read. */
function tableOfName(argument: KustoNode, context: Context): Pipeline {
  const name = lowerExpression(argument, context);
  if (name.kind !== 'literal' || typeof name.value !== 'string') throw unsupported('table() of a name that is computed', argument, context);
  const meaning = meaningOf(context.scope, name.value);
  if (meaning?.kind === 'tabular') return meaning.pipeline();
  return from({ kind: 'table', name: name.value });
}

/** `workspace("central").requests`: the name must stand there as a text. */
function elsewhere(node: KustoNode, context: Context): Pipeline {
  const place = needed(node, 'Expression');
  const table = needed(node, 'Selector').ReferencedSymbol ?? undefined;
  const [first] = kindOf(place) === 'FunctionCallExpression' ? argumentsOf(place) : [];
  const name = first === undefined || !places.has(nameOf(needed(place, 'Name'))) ? undefined : lowerExpression(first, context);
  if (name?.kind !== 'literal' || typeof name.value !== 'string' || table === undefined || symbolKindOf(table) !== 'Table')
    throw unsupported(`${quoted(node, context)}: a table of another place`, node, context);
  return from({ kind: 'table', name: table.Name, place: name.value });
}

const places: ReadonlySet<string> = new Set(['workspace', 'app', 'resource']);

/** `materialize(…)`: made once. */
function kept(inner: KustoNode, context: Context): Pipeline {
  if (!isTabular(inner)) throw new KqlFailure('semantic', 'materialize() needs a query that gives rows.');
  const pipeline = lowerPipeline(inner, context);
  return readsInput(pipeline) ? pipeline : bind('materialize', pipeline, context.session);
}
