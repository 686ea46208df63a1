import { KqlFailure } from '../../failure.ts';
import type { Aggregate, Assignment, Expression, Step } from '../../plan.ts';
import type { Table } from '../../table.ts';
import { createKeys, firstOfEach } from '../keys.ts';
import { nullOf, tableOf } from '../lazy.ts';
import type { ColumnSpec, KqlType, Value } from '../shapes.ts';
import { toText } from '../values/text.ts';
import { carryOut, type StepRunner } from './helpers.ts';

type Evaluate = Extract<Step, { readonly kind: 'evaluate' }>;
type Column = Extract<Expression, { readonly kind: 'column' }>;

const cellName = '\u0000cell';

/** (column, aggregate, other columns…): the values of the column become columns, which hold the aggregate for each combination. */
export const pivot: StepRunner<'evaluate'> = (step, input, run) => {
  const { turned, aggregate, kept } = partsOf(step, input);
  const by = [turned, ...kept].map((column): Assignment => ({ name: column.name, type: column.type, expression: column }));
  const cell: Aggregate = { name: cellName, type: 'unknown', expression: aggregate };
  const cells = carryOut([{ kind: 'summarize', aggregates: [cell], by }], input, run);
  const rest = kept.map((_, index) => cells.values(index + 1));
  const keys = createKeys(kept.length);
  const rowOf = keys.add(rest, cells.length);
  const firsts = firstOfEach(rowOf, keys.count());
  const { type: turnedType } = cells.columns[0] ?? { type: 'dynamic' };
  const { type } = cells.columns.at(-1) ?? { type: 'dynamic' };
  const names = [...new Set(cells.values(0).map((value) => toText(value, turnedType)))].toSorted((one, other) => (one < other ? -1 : 1));
  const columns = new Map(names.map((name) => [name, Array.from<Value>({ length: keys.count() }).fill(emptyCell(aggregate, type))]));
  const [turnedValues, results] = [cells.values(0), cells.values(cells.columns.length - 1)];
  for (const [index, row] of rowOf.entries()) {
    const column = columns.get(toText(turnedValues[index] ?? null, turnedType));
    if (column !== undefined) column[row] = results[index] ?? null;
  }
  const specs: ColumnSpec[] = [
    ...kept.map((column, index) => ({ name: column.name, type: cells.columns[index + 1]?.type ?? 'dynamic' })),
    ...names.map((name) => ({ name, type })),
  ];
  const restValues = rest.map((values) => Array.from(firsts, (row) => values[row] ?? null));
  return tableOf(specs, [...restValues, ...columns.values()], keys.count());
};

/** What stands where no row has the combination: what the aggregate gives of no rows. */
function emptyCell(aggregate: Expression, type: KqlType): Value {
  const name = aggregate.kind === 'aggregate' ? aggregate.name : '';
  if (['count', 'sum', 'dcount', 'stdev', 'variance'].includes(name)) return type === 'decimal' ? { decimal: '0' } : 0;
  return name.startsWith('make_') ? [] : nullOf(type);
}

interface Parts {
  readonly turned: Column;
  readonly aggregate: Expression;
  readonly kept: readonly Column[];
}

function partsOf(step: Evaluate, input: Table): Parts {
  const [turned, second, ...more] = step.arguments;
  if (turned?.kind !== 'column') throw new KqlFailure('semantic', 'pivot() takes a column first.', { at: turned?.at });
  const given = second?.kind === 'aggregate' ? second : undefined;
  const named = (given === undefined && second !== undefined ? [second, ...more] : more).filter(
    (one): one is Column => one.kind === 'column',
  );
  const aggregate: Expression = given ?? { kind: 'aggregate', name: 'count', arguments: [], type: 'long' };
  const inside = new Set([turned.name, ...columnsIn(aggregate)]);
  const others = input.columns.filter(({ name }) => !inside.has(name)).map(({ name, type }): Column => ({ kind: 'column', name, type }));
  return { turned, aggregate, kept: named.length > 0 ? named : others };
}

function columnsIn(expression: Expression): readonly string[] {
  if (expression.kind === 'column') return [expression.name];
  return expression.kind === 'aggregate' || expression.kind === 'call' ? expression.arguments.flatMap(columnsIn) : [];
}
