import type { KustoNode } from '../../parser/load.ts';
import { elements, part, typeOf } from '../../parser/tree.ts';
import type { Expression, Source } from '../../plan.ts';
import type { ColumnSpec } from '../../types.ts';
import { assignments } from '../columns.ts';
import { type Context, lowerExpression, noRow, semantic } from '../context.ts';
import { literalAs } from '../literal.ts';
import { declaredType, nameOf, needed, plainText, rowColumns } from '../tree-text.ts';

/** The columns of `(a: string, b: long)`. */
export function schemaOf(schema: KustoNode, context: Context): readonly ColumnSpec[] {
  return elements(part(schema, 'Columns')).map((declaration) => {
    const name = nameOf(needed(declaration, 'Name'));
    const type = declaredType(declaration);
    if (type === undefined) throw semantic(`The type of “${name}” is not known.`, declaration, context);
    return { name, type };
  });
}

export function datatable(node: KustoNode, context: Context): Source {
  const columns = schemaOf(needed(node, 'Schema'), context);
  const inner: Context = { ...context, row: noRow };
  const values = elements(part(node, 'Values')).map((value, index) => {
    const column = columns[index % columns.length];
    return column === undefined ? lowerExpression(value, inner) : cell(value, column, inner);
  });
  if (columns.length > 0 && values.length % columns.length !== 0) {
    throw semantic(
      `The datatable has ${columns.length} columns, and ${values.length} values do not fill its rows.`,
      node,
      context,
      'SEM0026',
    );
  }
  return { kind: 'datatable', columns, values };
}

/** Literals take the type of their column. */
function cell(node: KustoNode, column: ColumnSpec, context: Context): Expression {
  const value = lowerExpression(node, context);
  if (value.kind !== 'literal') return value;
  const fitting = literalAs(value, column.type);
  if (fitting !== undefined) return fitting;
  // Numbers and dates that stand in a column of strings keep their text.
  if (column.type === 'string') return { ...value, type: 'string', value: plainText(node) };
  return value;
}

export function print(node: KustoNode, context: Context): Source {
  const inner: Context = { ...context, row: noRow };
  return { kind: 'print', columns: assignments(elements(part(node, 'Expressions')), rowColumns(node.ResultType), inner) };
}

export function range(node: KustoNode, context: Context): Source {
  const inner: Context = { ...context, row: noRow };
  const column = rowColumns(node.ResultType)[0];
  const from = needed(node, 'From');
  return {
    kind: 'range',
    column: column?.name ?? nameOf(needed(node, 'Name')),
    type: column === undefined || column.type === 'unknown' ? (typeOf(from) ?? 'long') : column.type,
    from: lowerExpression(from, inner),
    to: lowerExpression(needed(node, 'To'), inner),
    step: lowerExpression(needed(node, 'Step'), inner),
  };
}
