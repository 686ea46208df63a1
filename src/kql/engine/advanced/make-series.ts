import type { Aggregate, Assignment, Expression, Step } from '../../plan.ts';
import type { Table } from '../../table.ts';
import { createKeys, rowsOfEach } from '../keys.ts';
import { lazily, lazyTable, select, tableOf } from '../lazy.ts';
import type { ColumnSpec, Run, Value } from '../shapes.ts';
import { intoDynamic } from '../values/convert.ts';
import { isInt } from '../values/guards.ts';
import { carryOut, constantOf, type StepRunner, valuesOver } from './helpers.ts';
import { type Axis, binOf, placeOf, pointAt, pointsBetween } from './time-axis.ts';

type MakeSeries = Extract<Step, { readonly kind: 'make-series' }>;

/** No column of a query has this name. */
const placeColumn = '\u0000place';

/** One row per group: its keys, a list per aggregate, and the list of the points. */
export const makeSeries: StepRunner<'make-series'> = (step, input, run) => {
  const axis: Axis = { type: run.compile(step.axis.expression, input).type, step: constantOf(step.step, run) };
  const bounds = boundsOf(step, axis, run);
  const times = valuesOver(step.axis.expression, input, run);
  const origin = bounds.start ?? firstBin(times, axis);
  const table = origin === null ? select(input, new Int32Array(0)) : placed(input, times, origin, bounds.end, step.end, axis);
  const grouped = carryOut([summarizeOf(step)], table, run);
  return seriesOf(step, grouped, { axis, origin, ...bounds }, run);
};

interface Bounds {
  readonly start: Value | undefined;
  readonly end: Value | undefined;
}

/** With `in range(…)` the points are whole multiples of the step; otherwise they are counted from `from`. */
function boundsOf(step: MakeSeries, axis: Axis, run: Run): Bounds {
  const valueOf = (expression: Expression | undefined): Value | undefined =>
    expression === undefined ? undefined : constantOf(expression, run);
  const start = valueOf(step.from);
  return { start: step.end === 'included' && start !== undefined ? binOf(start, axis) : start, end: valueOf(step.to) };
}

function firstBin(times: readonly Value[], axis: Axis): Value {
  let first: number | bigint | undefined;
  for (const time of times) if (isInt(time) && (first === undefined || time < first)) first = time;
  return first === undefined ? null : binOf(first, axis);
}

/** The rows that belong to a point, with its number beside them. */
function placed(input: Table, times: readonly Value[], origin: Value, end: Value | undefined, edge: MakeSeries['end'], axis: Axis): Table {
  const isLate = (time: Value): boolean =>
    end !== undefined && isInt(time) && isInt(end) && (edge === 'included' ? time > end : time >= end);
  const places = times.map((time) => placeOf(time, origin, axis));
  const rows = Int32Array.from(places.keys()).filter((row) => (places[row] ?? -1) >= 0 && !isLate(times[row] ?? null));
  const kept = select(input, rows);
  return lazyTable(
    [
      ...kept.columns.map((_, column) => lazily(kept, column)),
      { name: placeColumn, type: 'long', make: () => Array.from(rows, (row) => places[row] ?? -1) },
    ],
    kept.length,
  );
}

const keyName = (index: number): string => `\u0000key${index}`;
const valueName = (index: number): string => `\u0000value${index}`;

function summarizeOf({ aggregates, by }: MakeSeries): Step {
  const place: Assignment = { name: placeColumn, type: 'long', expression: { kind: 'column', name: placeColumn, type: 'long' } };
  return {
    kind: 'summarize',
    aggregates: aggregates.map((aggregate, index): Aggregate => ({ ...aggregate, type: 'unknown', name: valueName(index) })),
    by: [...by.map((key, index): Assignment => ({ ...key, name: keyName(index) })), place],
  };
}

interface Frame extends Bounds {
  readonly axis: Axis;
  readonly origin: Value;
}

function columnOf(table: Table, name: string): { readonly values: readonly Value[]; readonly spec: ColumnSpec } {
  const index = table.columns.findIndex((column) => column.name === name);
  return { values: table.values(index), spec: table.columns[index] ?? { name, type: 'dynamic' } };
}

function seriesOf(step: MakeSeries, grouped: Table, frame: Frame, run: Run): Table {
  const keys = step.by.map((_, index) => columnOf(grouped, keyName(index)));
  const places = columnOf(grouped, placeColumn).values;
  const numbered = createKeys(keys.length);
  const groups = rowsOfEach(
    numbered.add(
      keys.map(({ values }) => values),
      grouped.length,
    ),
    numbered.count(),
  );
  // Without rows there is no group, unless one is asked for.
  const all = groups.length === 0 && step.nonEmpty === 'nonempty' && step.by.length === 0 ? [new Int32Array(0)] : groups;
  const spans = all.map((rows) => spanOf(rows, places, frame, step.end));
  const lists = step.aggregates.map((aggregate, index) => {
    const fallback = aggregate.fallback === undefined ? 0 : constantOf(aggregate.fallback, run);
    const { values, spec } = columnOf(grouped, valueName(index));
    const into = intoDynamic(spec.type);
    return all.map((rows, group) => {
      const { first, length } = spans[group] ?? { first: 0, length: 0 };
      const list = Array.from({ length }, () => fallback);
      for (const row of rows) list[Number(places[row] ?? 0) - first] = into(values[row] ?? null);
      run.check(0);
      return list;
    });
  });
  const text = intoDynamic(frame.axis.type);
  const axis = spans.map(({ first, length }) =>
    Array.from({ length }, (_, place) => text(pointAt(first + place, frame.origin, frame.axis))),
  );
  const columns: ColumnSpec[] = [
    ...step.by.map(({ name }, index) => ({ name, type: keys[index]?.spec.type ?? 'dynamic' })),
    ...step.aggregates.map(({ name }): ColumnSpec => ({ name, type: 'dynamic' })),
    { name: step.axis.name, type: 'dynamic' },
  ];
  const keyValues = keys.map(({ values }) => groups.map((rows) => values[rows[0] ?? 0] ?? null));
  return tableOf(columns, [...keyValues, ...lists, axis], all.length);
}

/** From the first bound to the last, where the query says them; else from the group's first point with data to its last. */
function spanOf(rows: Int32Array, places: readonly Value[], frame: Frame, edge: MakeSeries['end']): { first: number; length: number } {
  const own = Array.from(rows, (row) => Number(places[row] ?? 0));
  const first = frame.start === undefined ? own.reduce((one, other) => Math.min(one, other), own[0] ?? 0) : 0;
  const last = own.reduce((one, other) => Math.max(one, other), first - 1);
  const length = frame.end === undefined ? last - first + 1 : pointsBetween(frame.origin, frame.end, edge, frame.axis) - first;
  return { first, length: Math.max(length, 0) };
}
