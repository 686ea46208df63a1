import { type KustoNode, type KustoSymbol, kusto } from '../parser/load.ts';
import { elements, kindOf, part } from '../parser/tree.ts';
import type { Assignment, Expression } from '../plan.ts';
import type { KqlType } from '../types.ts';
import { columnOfCall, tupleOf, wholeCall } from './calls.ts';
import { atIn, type Context, lowerExpression, type RowColumn, semantic } from './context.ts';
import { nameOf, needed, rowColumns } from './tree-text.ts';

/** `name = value`, `(a, b) = values`, or a value alone. */
export interface Named {
  readonly names: readonly string[];
  readonly value: KustoNode;
}

export function named(node: KustoNode): Named {
  switch (kindOf(node)) {
    case 'SimpleNamedExpression':
      return { names: [nameOf(needed(node, 'Name'))], value: needed(node, 'Expression') };
    case 'CompoundNamedExpression':
      return { names: elements(part(needed(node, 'Names'), 'Names')).map(nameOf), value: needed(node, 'Expression') };
    default:
      return { names: [], value: node };
  }
}

/** One value per column: several for what gives several. */
export function valuesOf(value: KustoNode, context: Context): readonly Expression[] {
  if (kindOf(value) === 'StarExpression') {
    return context.row.columns.map(({ name, type }) => ({ kind: 'column', name, type, at: atIn(value, context) }));
  }
  const columns = kindOf(value) === 'FunctionCallExpression' ? tupleOf(value) : undefined;
  if (columns === undefined) return [lowerExpression(value, context)];
  const whole = wholeCall(value, context);
  if (whole.kind !== 'call') return [whole];
  return columns.map((column, index) => columnOfCall({ ...whole, type: 'dynamic' }, index, column.type));
}

/** The name that the service gives the column of a value that says none; undefined: Column1 and the like. */
export function ownName(value: KustoNode): string | undefined {
  return kusto.KustoFacts.GetExpressionResultName(value, null, null) ?? undefined;
}

/**
 * The columns of a projection, in order, named as the parser's result says. `results`: the columns that these expressions made.
 */
export function assignments(list: readonly KustoNode[], results: readonly RowColumn[], context: Context): readonly Assignment[] {
  const values = list.flatMap((node) => {
    const { names, value } = named(node);
    return valuesOf(value, context).map((expression, index) => ({ expression, name: names[index] ?? ownName(value), node }));
  });
  if (values.length === results.length) {
    return values.map(({ expression }, index) => ({ ...required(results[index]), expression }));
  }
  // The parser left some out (names said twice, columns it does not know): by what each says itself.
  return values
    .map(({ expression, name, node }, index) => {
      if (name === undefined) throw semantic('This column needs a name.', node, context);
      return { name, type: results.find((result) => result.name === name)?.type ?? typeOfExpression(expression), expression, index };
    })
    .map(({ name, type, expression }) => ({ name, type, expression }));
}

function required(column: RowColumn | undefined): RowColumn {
  if (column === undefined) throw new TypeError('a column is missing');
  return column;
}

export const typeOfExpression = (expression: Expression): KqlType | 'unknown' => ('type' in expression ? expression.type : 'unknown');

/** The columns of `extend`: those that replace one keep its name, the others are named as the result's new columns in order. */
export function extensions(list: readonly KustoNode[], result: KustoSymbol | null | undefined, context: Context): readonly Assignment[] {
  const before = new Set(context.row.columns.map((column) => column.name));
  const all = rowColumns(result);
  const fresh = all.filter((column) => !before.has(column.name));
  const declared = new Set(list.flatMap((node) => named(node).names));
  const nameless = fresh.filter((column) => !declared.has(column.name));
  return list.flatMap((node) => {
    const { names, value } = named(node);
    const values = valuesOf(value, context);
    return values.map((expression, index): Assignment => {
      const own = names[index] ?? (values.length === 1 ? ownName(value) : undefined);
      const name = own ?? nameless.shift()?.name;
      if (name === undefined) throw semantic('This column needs a name.', node, context);
      const waiting = nameless.findIndex((column) => column.name === name);
      if (waiting >= 0) nameless.splice(waiting, 1);
      return { name, type: all.find((column) => column.name === name)?.type ?? typeOfExpression(expression), expression };
    });
  });
}
