import type { KustoNode } from '../../parser/load.ts';
import { elements, part, scalarType } from '../../parser/tree.ts';
import type { Step } from '../../plan.ts';
import type { KqlType } from '../../types.ts';
import { named, ownName, typeOfExpression } from '../columns.ts';
import { type Context, lowerExpression, lowerPipeline, semantic, unsupported } from '../context.ts';
import { needed, parametersOf, rowColumns, textParameter } from '../tree-text.ts';

type MvExpand = Extract<Step, { kind: 'mv-expand' }>;
type Expanded = MvExpand['columns'][number];

export function mvExpand(node: KustoNode, context: Context): Step {
  const parameters = parametersOf(part(node, 'Parameters'));
  const shape = (textParameter(parameters, 'kind') ?? textParameter(parameters, 'bagexpansion') ?? 'bag').toLowerCase();
  if (shape !== 'bag' && shape !== 'array') throw unsupported(`mv-expand kind=${shape}`, node, context);
  return {
    kind: 'mv-expand',
    columns: elements(part(node, 'Expressions')).map((column) => expanded(column, context)),
    bagExpansion: shape,
    withItemIndex: textParameter(parameters, 'with_itemindex'),
    limit: limitOf(node, context),
  };
}

export function mvApply(node: KustoNode, context: Context): Step {
  const parameters = parametersOf(part(node, 'Parameters'));
  if (part(node, 'ContextIdClause') !== undefined) throw unsupported('mv-apply with an id', node, context);
  const columns = elements(part(node, 'Expressions')).map((column) => expanded(column, context));
  const subquery = needed(needed(node, 'Subquery'), 'Expression');
  const gives = new Set(rowColumns(subquery.ResultType).map((column) => column.name));
  const expands = new Set(columns.map((column) => column.name));
  const result = new Set(rowColumns(node.ResultType).map((column) => column.name));
  const outer = context.row.columns.map((column) => column.name);
  return {
    kind: 'mv-apply',
    columns,
    withItemIndex: textParameter(parameters, 'with_itemindex'),
    limit: limitOf(node, context),
    pipeline: lowerPipeline(subquery, { ...context, row: innerRow(columns, textParameter(parameters, 'with_itemindex'), context) }),
    context: outer.filter((name) => result.has(name) && !gives.has(name) && !expands.has(name)),
  };
}

/** What the inner pipeline sees: the outer columns, with the expanded ones in the place of theirs. */
function innerRow(columns: readonly Expanded[], index: string | undefined, context: Context): Context['row'] {
  const own = new Set(columns.map((column) => column.name));
  const added = columns.map(({ name, type }) => ({ name, type }));
  return {
    columns: [
      ...context.row.columns.filter((column) => !own.has(column.name)),
      ...added,
      ...(index === undefined ? [] : [{ name: index, type: 'long' as const }]),
    ],
    more: context.row.more,
  };
}

function expanded(node: KustoNode, context: Context): Expanded {
  const { names, value } = named(needed(node, 'Expression'));
  const name = names[0] ?? ownName(value);
  if (name === undefined) throw semantic('What is expanded needs a name: mv-expand name = …', node, context);
  const expression = lowerExpression(value, context);
  const to = typeAfter(part(node, 'ToTypeOf'));
  const own = typeOfExpression(expression);
  return { name, type: to ?? (own === 'unknown' ? 'dynamic' : own), expression, to };
}

/** `to typeof(long)` */
function typeAfter(clause: KustoNode | undefined): KqlType | undefined {
  const literal = clause === undefined ? undefined : part(clause, 'TypeOf');
  return literal === undefined ? undefined : typeNamed(literal);
}

function typeNamed(literal: KustoNode): KqlType | undefined {
  return elements(part(literal, 'Types')).map((type) => scalarType(type.ReferencedSymbol ?? undefined))[0];
}

function limitOf(node: KustoNode, context: Context): MvExpand['limit'] {
  const clause = part(node, 'RowLimitClause');
  return clause === undefined ? undefined : lowerExpression(needed(clause, 'RowLimit'), context);
}
