import { KqlFailure } from '../failure.ts';
import type { Expression, Source } from '../plan.ts';
import type { Table } from '../table.ts';
import type { KqlType, Value } from '../types.ts';
import { emptyOf, nullOf, tableOf, unitTable } from './lazy.ts';
import type { QueryRun } from './query-run.ts';
import { converter } from './values/convert.ts';
import { type Int, isInt } from './values/guards.ts';
import { add } from './values/integers.ts';

/** The value of an expression that looks at no row. */
export function constantValue(expression: Expression, run: QueryRun): { readonly value: Value; readonly type: KqlType } {
  const { evaluate, type } = run.compile(expression, unitTable);
  return { value: evaluate(0), type };
}

/** How many rows an operator shall give; null and what is below 0 are none. */
export function countOf(expression: Expression, run: QueryRun): number {
  const { value } = constantValue(expression, run);
  const count = typeof value === 'bigint' ? Number(value) : value;
  if (count === null) return 0;
  if (typeof count !== 'number' || Number.isNaN(count))
    throw new KqlFailure('semantic', 'A number of rows is expected here.', expression.kind === 'literal' ? { at: expression.at } : {});
  return Math.max(0, Math.trunc(count));
}

/** The rows that stand in the query's text. */
export function datatable({ columns, values }: Extract<Source, { kind: 'datatable' }>, run: QueryRun): Table {
  const width = columns.length;
  if (width === 0) return emptyOf([]);
  if (values.length % width !== 0) throw new KqlFailure('semantic', 'datatable: the number of values does not fit the number of columns.');
  const lists = columns.map((): Value[] => []);
  values.forEach((expression, at) => {
    const type = columns[at % width]?.type ?? 'dynamic';
    const { value, type: own } = constantValue(expression, run);
    lists[at % width]?.push(value === null ? nullOf(type) : own === type ? value : converter(own, type)(value));
  });
  return tableOf(columns, lists, values.length / width);
}

/** `from`, then one after the other a step further, up to `to` and with it. */
export function range(source: Extract<Source, { kind: 'range' }>, run: QueryRun): Table {
  const columns = [{ name: source.column, type: source.type }];
  const [from, to, step] = [source.from, source.to, source.step].map((expression) => {
    const { value, type } = constantValue(expression, run);
    return type === source.type || isInt(value) || value === null ? value : converter(type, source.type)(value);
  });
  if (!isInt(from) || !isInt(to) || !isInt(step)) {
    if ([from, to, step].includes(null)) return emptyOf(columns);
    throw new KqlFailure('unsupported', `range over values of type ${source.type} is not supported here.`);
  }
  const values = source.type === 'real' ? realRange(Number(from), Number(to), Number(step), run) : wholeRange(from, to, step, run);
  return tableOf(columns, [values], values.length);
}

const noStep = () => new KqlFailure('semantic', 'range: the step must not be zero.');

function realRange(from: number, to: number, step: number, run: QueryRun): readonly Value[] {
  if (step === 0) throw noStep();
  const values: number[] = [];
  for (let value = from; step > 0 ? value <= to : value >= to; value = from + values.length * step) {
    values.push(value);
    if (values.length % 1024 === 0) run.check(1024);
  }
  return values;
}

function wholeRange(from: Int, to: Int, step: Int, run: QueryRun): readonly Value[] {
  if (Number(step) === 0) throw noStep();
  const values: Int[] = [];
  const up = step > 0;
  for (let value = from; up ? value <= to : value >= to; value = add(value, step)) {
    values.push(value);
    if (values.length % 1024 === 0) run.check(1024);
  }
  return values;
}
