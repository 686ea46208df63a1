import { items, type KustoNode } from '../../parser/load.ts';
import { elements, kindOf, part, symbolKindOf } from '../../parser/tree.ts';
import type { Step } from '../../plan.ts';
import { assignments } from '../columns.ts';
import { type Context, unsupported } from '../context.ts';
import { nameOf, needed, rowColumns } from '../tree-text.ts';

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

/** The columns that a name means; a pattern (`App*`, `*`) may mean several. */
function matching(node: KustoNode, context: Context): readonly string[] {
  if (kindOf(node) === 'StarExpression') return context.row.columns.map((column) => column.name);
  const symbol = node.ReferencedSymbol ?? undefined;
  const pattern = nameOf(node);
  const known = symbol !== undefined && symbolKindOf(symbol) === 'Group' ? items(symbol.Members) : undefined;
  if (!pattern.includes('*')) return [pattern];
  if (context.row.more === 'possible') throw unsupported(`The pattern “${pattern}” where the columns are not known`, node, context);
  if (known !== undefined) return known.map((member) => member.Name);
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
