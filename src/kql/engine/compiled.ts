import { KqlFailure } from '../failure.ts';
import type { At, Expression, Pipeline } from '../plan.ts';
import type { Table } from '../table.ts';
import type { KqlType, Value } from '../types.ts';
import { columnIndex } from './lazy.ts';
import type { Meter } from './meter.ts';
import type { Evaluate } from './shapes.ts';

export type Call = Extract<Expression, { kind: 'call' }>;

/** An expression made ready to run over the rows of one table. */
export interface Compiled {
  readonly type: KqlType;
  readonly evaluate: Evaluate;
  /** Its value where it is the same for every row. */
  readonly constant: Value | undefined;
  /** The place of the column where it is nothing but a column. */
  readonly column: number | undefined;
  readonly name: string | undefined;
}

/** What compiling needs beside the expression: its rows, and what is the same for the whole query. */
export interface CompileContext {
  readonly table: Table;
  readonly now: Value;
  readonly meter: Meter;
  /** The result of a pipeline in an expression, made once for the whole query. */
  readonly queried: (pipeline: Pipeline) => Table;
  readonly compile: (expression: Expression) => Compiled;
}

export const constantOf = (value: Value, type: KqlType): Compiled => ({
  type,
  evaluate: () => value,
  constant: value,
  column: undefined,
  name: undefined,
});

export const computed = (type: KqlType, evaluate: Evaluate): Compiled => ({
  type,
  evaluate,
  constant: undefined,
  column: undefined,
  name: undefined,
});

export function compileColumn(name: string, at: At | undefined, { table }: CompileContext): Compiled {
  const column = columnIndex(table, name);
  const spec = table.columns[column];
  if (spec === undefined) {
    throw new KqlFailure('semantic', `Failed to resolve column or scalar expression named '${name}'`, { at, code: 'SEM0100' });
  }
  // Fetched by the first row: a column that no row asks for is not made.
  let values: readonly Value[] | undefined;
  return {
    type: spec.type,
    evaluate: (row) => {
      values ??= table.values(column);
      return values[row] ?? null;
    },
    constant: undefined,
    column,
    name,
  };
}
