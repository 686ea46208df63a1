import { KqlFailure } from '../../failure.ts';
import type { Expression, Step } from '../../plan.ts';
import type { Table } from '../../table.ts';
import { unitTable } from '../lazy.ts';
import type { Run, Value } from '../shapes.ts';

/** Steps of this kind, carried out on the rows so far. */
export type StepRunner<Kind extends Step['kind']> = (step: Extract<Step, { readonly kind: Kind }>, input: Table, run: Run) => Table;

/** The value of an expression that looks at no row. */
export const constantOf = (expression: Expression, run: Run): Value => run.compile(expression, unitTable).evaluate(0);

/** How many rows are wanted: 0 or more. */
export function countOf(expression: Expression, run: Run): number {
  const value = constantOf(expression, run);
  if (typeof value !== 'number' && typeof value !== 'bigint') {
    throw new KqlFailure('semantic', 'The number of rows must be a whole number.', { at: 'at' in expression ? expression.at : undefined });
  }
  return Math.max(Number(value), 0);
}

/** The values of an expression for all rows. */
export function valuesOver(expression: Expression, table: Table, run: Run): readonly Value[] {
  const { evaluate } = run.compile(expression, table);
  return Array.from({ length: table.length }, (_, row) => {
    if ((row & 0xfff) === 0xfff) run.check(0);
    return evaluate(row);
  });
}

/** The same step by itself, on other rows. */
export const carryOut = (steps: readonly Step[], input: Table, run: Run): Table =>
  run.pipeline({ source: { kind: 'input' }, steps }, input);
