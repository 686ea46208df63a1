import type { Expression, Pipeline } from '../plan.ts';
import type { Table, TableSource } from '../table.ts';
import type { ColumnSpec, KqlType, Value } from '../types.ts';

/** Gives the value for the row with this number. */
export type Evaluate = (row: number) => Value;

/** What is known about a call before the first row: a function prepares itself once (a regex, a literal list) and then runs per row. */
export interface CallShape {
  readonly name: string;
  /** Of the arguments. */
  readonly types: readonly KqlType[];
  /** Of the result, as the parser found it; the function's own `type` where it could not tell. */
  readonly type: KqlType;
  /** The values of arguments that do not depend on the row; undefined for the others. */
  readonly constants: readonly (Value | undefined)[];
  /** The names of arguments that are columns (pack_all, bag_pack); undefined for others. */
  readonly names: readonly (string | undefined)[];
  /** Now, in ticks since the epoch of types.ts: the same for the whole query. */
  readonly now: Value;
}

/** A scalar function or operator. Throws KqlFailure for arguments that the service refuses, too. */
export interface ScalarFunction {
  readonly type: (types: readonly KqlType[]) => KqlType;
  /** Arguments come as they are, null included: each function knows what null does to it. */
  readonly make: (call: CallShape) => (...values: readonly Value[]) => Value;
}

/** Looks at whole columns in the order of the rows: row_number, prev, row_cumsum. `values`: one list per argument. */
export interface WindowFunction {
  readonly type: (types: readonly KqlType[]) => KqlType;
  readonly make: (call: CallShape) => (values: readonly (readonly Value[])[], length: number) => readonly Value[];
}

/** Collects the rows of one group. */
export interface Accumulator {
  readonly add: (...values: readonly Value[]) => void;
  readonly result: () => Value;
}

/**
 * arg_max(by, value) and arg_min give one column: lowering spells out one call for each, also for `*`; percentiles and its like
 * are likewise one percentile per column.
 */
export interface AggregateFunction {
  readonly type: (types: readonly KqlType[]) => KqlType;
  /** Called once per call; what it gives is called once per group. */
  readonly make: (call: CallShape) => () => Accumulator;
}

/** Carries out a step on the rows so far. */
export interface Run {
  readonly tables: TableSource;
  /** Ticks since the epoch. */
  readonly now: Value;
  /** How an expression is computed over the rows of a table; its static type where the parser did not know. Constant parts are computed once. */
  readonly compile: (expression: Expression, over: Table) => { readonly evaluate: Evaluate; readonly type: KqlType };
  readonly pipeline: (pipeline: Pipeline, input?: Table) => Table;
  /** Call it now and then in long loops (each thousand rows or so): throws KqlFailure when the query has used up its time or space. `rows`: made since the last call. */
  readonly check: (rows: number) => void;
}

export type { ColumnSpec, KqlType, Value };
