import type { KustoNode } from '../parser/load.ts';
import { kindOf } from '../parser/tree.ts';
import type { Expression } from '../plan.ts';
import type { KqlType } from '../types.ts';
import { argumentsOf, isAggregateCall, tupleOf } from './calls.ts';
import { named, ownName, typeOfExpression } from './columns.ts';
import { atIn, type Context, lowerExpression, type RowColumn, unsupported } from './context.ts';

/** One column that an aggregate gives; `name` where the call itself says one. */
interface AggregateColumn {
  readonly name: string | undefined;
  readonly expression: Expression;
}

/**
 * The columns of one expression of `summarize`. Aggregates that give several columns are spelled out, one call for each:
 * arg_max(by, value), percentile(x, 95), take_any(x). `grouped`: columns of the by clause, which `*` leaves out.
 */
export function aggregateColumns(value: KustoNode, grouped: ReadonlySet<string>, context: Context): readonly AggregateColumn[] {
  if (kindOf(value) !== 'FunctionCallExpression' || !isAggregateCall(value, context)) {
    return [{ name: undefined, expression: lowerExpression(value, context) }];
  }
  const name = value.ReferencedSymbol?.Name ?? '';
  switch (name) {
    case 'arg_max':
    case 'arg_min':
    case 'argmax':
    case 'argmin':
      return extremes(value, name.endsWith('max') ? 'arg_max' : 'arg_min', grouped, context);
    case 'take_any':
    case 'any':
      return anyOf(value, grouped, context);
    case 'percentiles':
      return percentilesOf(value, 'percentile', 1, context);
    case 'percentilesw':
      return percentilesOf(value, 'percentilew', 2, context);
    default:
      return [{ name: undefined, expression: lowerExpression(value, context) }];
  }
}

interface Argument {
  readonly name: string | undefined;
  readonly expression: Expression;
}

/** `*` is every column that is neither grouped by nor named beside it. */
function spread(list: readonly KustoNode[], grouped: ReadonlySet<string>, context: Context): readonly Argument[] {
  const plain = list.filter((argument) => kindOf(argument) !== 'StarExpression').map((argument) => argumentOf(argument, context));
  const said = new Set(plain.flatMap(({ expression }) => (expression.kind === 'column' ? [expression.name] : [])));
  return list.flatMap((argument): readonly Argument[] => {
    if (kindOf(argument) !== 'StarExpression') return [plain.shift() ?? argumentOf(argument, context)];
    if (context.row.more === 'possible') throw unsupported('“*” where the columns are not known', argument, context);
    return context.row.columns
      .filter((column) => !said.has(column.name) && !grouped.has(column.name))
      .map((column) => starred(column, argument, context));
  });
}

const starred = ({ name, type }: RowColumn, node: KustoNode, context: Context): Argument => ({
  name,
  expression: { kind: 'column', name, type, at: atIn(node, context) },
});

function argumentOf(node: KustoNode, context: Context): Argument {
  const { names, value } = named(node);
  return { name: names[0] ?? ownName(value), expression: lowerExpression(value, context) };
}

function extremes(
  value: KustoNode,
  name: 'arg_max' | 'arg_min',
  grouped: ReadonlySet<string>,
  context: Context,
): readonly AggregateColumn[] {
  const [first, ...others] = argumentsOf(value);
  if (first === undefined) return [];
  const by = argumentOf(first, context);
  const keeps = new Set(grouped);
  if (by.expression.kind === 'column') keeps.add(by.expression.name);
  return [by, ...spread(others, keeps, context)].map((argument) => ({
    name: argument.name,
    expression: aggregate(name, [by.expression, argument.expression], typeOfExpression(argument.expression), value, context),
  }));
}

function anyOf(value: KustoNode, grouped: ReadonlySet<string>, context: Context): readonly AggregateColumn[] {
  const all = spread(argumentsOf(value), grouped, context);
  // Several columns are those of one row, which a second argument asks for; one alone may be that of any row that says something.
  const together: readonly Expression[] = all.length > 1 ? [{ kind: 'literal', type: 'bool', value: true, at: atIn(value, context) }] : [];
  return all.map((argument) => ({
    name: argument.name,
    expression: aggregate('take_any', [argument.expression, ...together], typeOfExpression(argument.expression), value, context),
  }));
}

/** The first `shared` arguments belong to every percentile. */
function percentilesOf(value: KustoNode, name: string, shared: number, context: Context): readonly AggregateColumn[] {
  const all = argumentsOf(value).map((argument) => lowerExpression(argument, context));
  const common = all.slice(0, shared);
  const columns = tupleOf(value) ?? [];
  return all.slice(shared).map((percentile, index) => ({
    name: columns[index]?.name,
    expression: aggregate(name, [...common, percentile], columns[index]?.type ?? 'unknown', value, context),
  }));
}

function aggregate(name: string, list: readonly Expression[], type: KqlType | 'unknown', node: KustoNode, context: Context): Expression {
  return { kind: 'aggregate', name, arguments: list, type, at: atIn(node, context) };
}
