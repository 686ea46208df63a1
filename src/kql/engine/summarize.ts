import { KqlFailure } from '../failure.ts';
import type { Aggregate, Assignment, Expression } from '../plan.ts';
import type { Table } from '../table.ts';
import type { Value } from '../types.ts';
import { aggregateFunctions } from './aggregates/index.ts';
import type { Compiled } from './compiled.ts';
import { createKeys, firstOfEach } from './keys.ts';
import { type LazyColumn, lazily, lazyTable, select } from './lazy.ts';
import { assigned, project, valuesOf } from './project.ts';
import type { QueryRun } from './query-run.ts';
import type { Accumulator } from './shapes.ts';

/** Which group each row belongs to, counted from 0 in the order they are first seen. */
export interface Groups {
  readonly of: Int32Array;
  readonly count: number;
}

type AggregateCall = Extract<Expression, { kind: 'aggregate' }>;

/** The rows of a group become one. Without `by` there is one group, also of no rows. */
export function summarize(table: Table, aggregates: readonly Aggregate[], by: readonly Assignment[], run: QueryRun): Table {
  const keyColumns = project(table, by, run);
  const keys = createKeys(by.length);
  const of = keys.add(
    by.map((_, at) => keyColumns.values(at)),
    table.length,
  );
  const groups = { of, count: by.length === 0 ? 1 : keys.count() };
  const firsts = select(keyColumns, firstOfEach(of, by.length === 0 ? 0 : groups.count));
  const columns = firsts.columns.map((_, at) => lazily(firsts, at));
  return lazyTable([...columns, ...aggregateColumns(table, groups, aggregates, run)], groups.count);
}

/** One value per group and aggregate. */
export function aggregateColumns(table: Table, groups: Groups, aggregates: readonly Aggregate[], run: QueryRun): readonly LazyColumn[] {
  return aggregates.map((aggregate) => aggregateColumn(table, groups, aggregate, run));
}

/** round(avg(x), 2): the aggregates inside become columns of a table of groups, over which the rest is an ordinary expression. */
function aggregateColumn(table: Table, groups: Groups, { name, type, expression }: Aggregate, run: QueryRun): LazyColumn {
  if (expression.kind === 'aggregate') {
    const call = prepare(expression, table, run);
    return { name, type: type === 'unknown' ? call.type : type, make: () => collect(call, table, groups, run) };
  }
  const inner: LazyColumn[] = [];
  const outside = replaceAggregates(expression, (aggregate) => {
    const call = prepare(aggregate, table, run);
    const column = { name: `\u0000${inner.length}`, type: call.type, make: () => collect(call, table, groups, run) };
    inner.push(column);
    return { kind: 'column', name: column.name, type: column.type };
  });
  return assigned({ name, type, expression: outside }, lazyTable(inner, groups.count), run);
}

function replaceAggregates(expression: Expression, replace: (call: AggregateCall) => Expression): Expression {
  switch (expression.kind) {
    case 'aggregate':
      return replace(expression);
    case 'call':
      return { ...expression, arguments: expression.arguments.map((argument) => replaceAggregates(argument, replace)) };
    case 'element':
      return { ...expression, of: replaceAggregates(expression.of, replace), index: replaceAggregates(expression.index, replace) };
    case 'literal':
    case 'column':
    case 'query':
    case 'star':
    case 'step column':
      return expression;
  }
}

interface Prepared {
  readonly name: string;
  readonly type: LazyColumn['type'];
  readonly arguments: readonly Compiled[];
  readonly create: () => Accumulator;
}

function prepare(call: AggregateCall, table: Table, run: QueryRun): Prepared {
  const known = aggregateFunctions.get(call.name);
  if (known === undefined) throw new KqlFailure('unsupported', `The aggregate ${call.name}() is not supported here.`, { at: call.at });
  const made = call.arguments.map((argument) => run.compile(argument, table));
  const types = made.map(({ type }) => type);
  const type = call.type === 'unknown' ? known.type(types) : call.type;
  const constants = made.map(({ constant }) => constant);
  const names = made.map(({ name }) => name);
  const create = known.make({ name: call.name, types, type, constants, names, now: run.now });
  return { name: call.name, type, arguments: made, create };
}

function collect(call: Prepared, table: Table, { of, count }: Groups, run: QueryRun): readonly Value[] {
  if (call.name === 'count' && call.arguments.length === 0) return countRows(of, count);
  const groups = Array.from({ length: count }, call.create);
  const lists = call.arguments.map((argument) => (argument.constant === undefined ? valuesOf(argument, table, run) : undefined));
  for (let from = 0; from < of.length; from += stretch) {
    addRows(groups, of, call.arguments, lists, from, Math.min(from + stretch, of.length));
    run.check(0);
  }
  return groups.map((group) => run.meter.made(group.result()));
}

function countRows(of: Int32Array, count: number): readonly Value[] {
  const rows = Array.from({ length: count }, () => 0);
  for (const group of of) rows[group] = (rows[group] ?? 0) + 1;
  return rows;
}

/** So many rows go between two looks at the clock. */
const stretch = 4096;

/** By the number of arguments, for lists of arguments are slow. */
function addRows(groups: readonly Accumulator[], of: Int32Array, made: readonly Compiled[], lists: Lists, from: number, to: number): void {
  const [first, second] = lists;
  const fixed = made[1]?.constant;
  if (first !== undefined && made.length === 1) {
    for (let row = from; row < to; row += 1) groups[of[row] ?? 0]?.add(first[row] ?? null);
  } else if (first !== undefined && fixed !== undefined && made.length === 2) {
    for (let row = from; row < to; row += 1) groups[of[row] ?? 0]?.add(first[row] ?? null, fixed);
  } else if (first !== undefined && second !== undefined && made.length === 2) {
    for (let row = from; row < to; row += 1) groups[of[row] ?? 0]?.add(first[row] ?? null, second[row] ?? null);
  } else {
    for (let row = from; row < to; row += 1) {
      groups[of[row] ?? 0]?.add(...made.map(({ constant }, at) => (lists[at] === undefined ? constant : lists[at][row]) ?? null));
    }
  }
}

/** The values of each argument; undefined for those that are the same for every row. */
type Lists = readonly (readonly Value[] | undefined)[];

export function distinct(table: Table, columns: readonly Assignment[], run: QueryRun): Table {
  const wanted = project(table, columns, run);
  const keys = createKeys(columns.length);
  const of = keys.add(
    columns.map((_, at) => wanted.values(at)),
    table.length,
  );
  return select(wanted, firstOfEach(of, keys.count()));
}
