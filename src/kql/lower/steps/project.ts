import { items, type KustoNode } from '../../parser/load.ts';
import { elements, kindOf, part, symbolKindOf } from '../../parser/tree.ts';
import type { Assignment, Step } from '../../plan.ts';
import { argumentsOf } from '../calls.ts';
import { assignments } from '../columns.ts';
import { atIn, type Context, lowerExpression, unsupported } from '../context.ts';
import { nameOf, needed, quoted, rowColumns, rowOf } from '../tree-text.ts';

const expressions = (node: KustoNode): readonly KustoNode[] => elements(part(node, 'Expressions'));

export const project = (node: KustoNode, context: Context): Step => ({
  kind: 'project',
  columns: assignments(expressions(node), rowColumns(node.ResultType), context),
});

export const distinct = (node: KustoNode, context: Context): Step => ({
  kind: 'distinct',
  columns: assignments(expressions(node), rowColumns(node.ResultType), context),
});

export const projectAway = (node: KustoNode, context: Context): Step => ({
  kind: 'project-away',
  names: expressions(node).flatMap((name) => matching(name, context)),
});

export const projectKeep = (node: KustoNode, context: Context): Step => ({
  kind: 'project-keep',
  names: expressions(node).flatMap((name) => matching(name, context)),
});

/** `project-by-names "a", "b*", dynamic(["c"])`: in the order in which they are first named; what is no column is left out. */
export function projectByNames(node: KustoNode, context: Context): Step {
  if (context.row.more === 'possible') throw unsupported('project-by-names where the columns are not known', node, context);
  const named = expressions(node).flatMap((one) => namesIn(one, context));
  const names = new Set(named.flatMap((name) => (name.includes('*') ? fitting(name, context) : [name])));
  const columns = [...names].flatMap((name): readonly Assignment[] => {
    const column = context.row.columns.find((own) => own.name === name);
    return column === undefined ? [] : [{ ...column, expression: { kind: 'column', ...column, at: atIn(node, context) } }];
  });
  return { kind: 'project', columns };
}

/** A text, a list of them, or `column_names_of(T)`. */
function namesIn(node: KustoNode, context: Context): readonly string[] {
  if (kindOf(node) === 'FunctionCallExpression' && nameOf(needed(node, 'Name')) === 'column_names_of') {
    const table = argumentsOf(node)[0];
    const row = rowOf(table?.ResultType);
    if (row.more === 'none') return row.columns.map((column) => column.name);
  } else {
    const value = lowerExpression(node, context);
    const list = value.kind === 'literal' ? [value.value].flat() : [];
    const texts = list.filter((one) => typeof one === 'string');
    if (value.kind === 'literal' && texts.length === list.length) return texts;
  }
  throw unsupported(`${quoted(node, context)} as names of columns`, node, context);
}

/** The columns that a name means; a pattern (`App*`, `*`) may mean several. */
function matching(node: KustoNode, context: Context): readonly string[] {
  if (kindOf(node) === 'StarExpression') return context.row.columns.map((column) => column.name);
  const symbol = node.ReferencedSymbol ?? undefined;
  const pattern = nameOf(node);
  const known = symbol !== undefined && symbolKindOf(symbol) === 'Group' ? items(symbol.Members) : undefined;
  if (!pattern.includes('*')) return [pattern];
  if (context.row.more === 'possible') throw unsupported(`The pattern “${pattern}” where the columns are not known`, node, context);
  return known === undefined ? fitting(pattern, context) : known.map((member) => member.Name);
}

function fitting(pattern: string, context: Context): readonly string[] {
  const parts = pattern.split('*').map((text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  const fits = new RegExp(`^${parts.join('.*')}$`, 's');
  return context.row.columns.map((column) => column.name).filter((name) => fits.test(name));
}

export const projectRename = (node: KustoNode): Step => ({
  kind: 'project-rename',
  renames: expressions(node).map((renamed) => ({
    from: nameOf(needed(renamed, 'Expression')),
    to: nameOf(needed(renamed, 'Name')),
  })),
});

/** The parser gives the order of the result, patterns and `granny-asc` included; columns that it does not know keep their places behind. */
export const projectReorder = (node: KustoNode): Step => ({
  kind: 'project-reorder',
  names: rowColumns(node.ResultType).map((column) => column.name),
});
