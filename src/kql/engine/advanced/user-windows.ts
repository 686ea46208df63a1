import { KqlFailure } from '../../failure.ts';
import type { Expression } from '../../plan.ts';
import type { Table } from '../../table.ts';
import { tableOf } from '../lazy.ts';
import type { ColumnSpec, Run, Value } from '../shapes.ts';
import { type Int, isInt } from '../values/guards.ts';
import { add, floorTo, subtract } from '../values/integers.ts';
import { type GroupKey, groupKey } from '../values/keys.ts';
import { constantOf, type StepRunner, valuesOver } from './helpers.ts';

type Column = Extract<Expression, { readonly kind: 'column' }>;

/** The events of one combination of the dimensions: who, by the start of the bin in which it was. */
interface Slice {
  readonly dimensions: readonly Value[];
  readonly bins: ReadonlyMap<Int, readonly GroupKey[]>;
}

interface Events {
  readonly time: ColumnSpec;
  readonly dimensions: readonly Column[];
  readonly slices: readonly Slice[];
}

/** Whole bins from the start on; events of `from` at the earliest and `to` at the latest. */
function eventsOf(input: Table, run: Run, given: Given, from: Int): Events {
  const { who, when, start, end, size, dimensions } = given;
  const [users, times] = [valuesOver(who, input, run), valuesOver(when, input, run)];
  const values = dimensions.map((dimension) => valuesOver(dimension, input, run));
  const slices = new Map<string, { readonly dimensions: readonly Value[]; readonly bins: Map<Int, GroupKey[]> }>();
  for (const [row, time] of times.entries()) {
    if (!isInt(time) || time < from || time > end) continue;
    const own = values.map((column) => column[row] ?? null);
    const key = JSON.stringify(own.map((value) => String(groupKey(value))));
    const slice = slices.get(key) ?? { dimensions: own, bins: new Map<Int, GroupKey[]>() };
    slices.set(key, slice);
    const bin = add(floorTo(subtract(time, start), size), start);
    const list = slice.bins.get(bin) ?? [];
    slice.bins.set(bin, list);
    list.push(groupKey(users[row] ?? null));
  }
  const type = run.compile(when, input).type;
  return { time: { name: when.name, type }, dimensions, slices: [...slices.values()] };
}

interface Given {
  readonly who: Expression;
  readonly when: Column;
  readonly start: Int;
  readonly end: Int;
  readonly size: Int;
  readonly dimensions: readonly Column[];
}

function intOf(expression: Expression | undefined, what: string, plugin: string, run: Run): Int {
  const value = expression === undefined ? null : constantOf(expression, run);
  if (!isInt(value)) throw new KqlFailure('unsupported', `${plugin}() with such ${what} is not supported here.`);
  return value;
}

function given(plugin: string, args: readonly Expression[], size: Expression | undefined, more: readonly Expression[], run: Run): Given {
  const [who, when, start, end] = args;
  if (who === undefined || when?.kind !== 'column') throw new KqlFailure('semantic', `${plugin}() takes two columns first.`);
  const dimensions = more.filter((one): one is Column => one.kind === 'column');
  if (dimensions.length < more.length) throw new KqlFailure('unsupported', `${plugin}() with more than columns is not supported here.`);
  const [from, to, step] = [
    intOf(start, 'a start', plugin, run),
    intOf(end, 'an end', plugin, run),
    intOf(size, 'a size of the bins', plugin, run),
  ];
  if (!(step > 0)) throw new KqlFailure('semantic', `${plugin}(): the bins need a size above zero.`);
  return { who, when, start: from, end: to, size: step, dimensions };
}

const different = (bins: readonly (readonly GroupKey[])[]): number => new Set(bins.flat()).size;

function counted(
  { time, dimensions }: Events,
  names: readonly string[],
  input: Table,
  run: Run,
  rows: readonly (readonly Value[])[],
): Table {
  const columns: ColumnSpec[] = [
    time,
    ...dimensions.map((dimension) => ({ name: dimension.name, type: run.compile(dimension, input).type })),
    ...names.map((name) => ({ name, type: 'long' as const })),
  ];
  return tableOf(
    columns,
    columns.map((_, at) => rows.map((row) => row[at] ?? null)),
    rows.length,
  );
}

/** (who, when, start, end, look back, bin, dimensions…): how many events, and of how many, in the time before the end of each bin. */
export const slidingWindowCounts: StepRunner<'evaluate'> = (step, input, run) => {
  const [, , , , back, bin, ...more] = step.arguments;
  const parts = given(step.plugin, step.arguments, bin, more, run);
  const window = intOf(back, 'a time to look back', step.plugin, run);
  const events = eventsOf(input, run, parts, subtract(parts.start, subtract(window, parts.size)));
  const rows: Value[][] = [];
  for (let at = parts.start; at <= parts.end; at = add(at, parts.size)) {
    for (const { dimensions, bins } of events.slices) {
      run.check(1);
      const inside = [...bins].flatMap(([start, users]) => (start <= at && start > subtract(at, window) ? [users] : []));
      if (inside.length > 0) rows.push([at, ...dimensions, inside.flat().length, different(inside)]);
    }
  }
  return counted(events, ['Count', 'Dcount'], input, run, rows);
};

/** (who, when, start, end, bin, dimensions…): events, who of them, who for the first time, and who so far, in each bin. */
export const activityCounts: StepRunner<'evaluate'> = (step, input, run) => {
  const [, , , , bin, ...more] = step.arguments;
  const parts = given(step.plugin, step.arguments, bin, more, run);
  const events = eventsOf(input, run, parts, parts.start);
  const seen = events.slices.map(() => new Set<GroupKey>());
  const rows: Value[][] = [];
  for (let at = parts.start; at <= parts.end; at = add(at, parts.size)) {
    for (const [index, { dimensions, bins }] of events.slices.entries()) {
      run.check(1);
      const users = bins.get(at) ?? [];
      const known = seen[index] ?? new Set();
      const before = known.size;
      for (const user of users) known.add(user);
      if (users.length > 0) rows.push([at, ...dimensions, users.length, different([users]), known.size - before, known.size]);
    }
  }
  return counted(events, ['count', 'dcount', 'new_dcount', 'aggregated_dcount'], input, run, rows);
};
