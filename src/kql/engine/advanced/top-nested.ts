import type { Step } from '../../plan.ts';
import type { Table } from '../../table.ts';
import { createKeys, rowsOfEach } from '../keys.ts';
import { nullOf, select, tableOf } from '../lazy.ts';
import { rowOrder, sortedRows } from '../order.ts';
import type { ColumnSpec, KqlType, Run, Value } from '../shapes.ts';
import { carryOut, constantOf, countOf, type StepRunner, valuesOver } from './helpers.ts';

type Level = Extract<Step, { readonly kind: 'top-nested' }>['levels'][number];

/** Two columns per level: the value and what it was chosen by. Each level looks only at the rows of the value above. */
export const topNested: StepRunner<'top-nested'> = (step, input, run) => {
  const types = step.levels.map((level) => typesOf(level, input, run));
  const rows = expand(step.levels, input, run).map((cells) =>
    cells.map((cell, index) => (cell === undefined ? nullOf(types[index >> 1]?.[index % 2] ?? 'dynamic') : cell)),
  );
  const columns = step.levels.flatMap(({ of, by }, index): ColumnSpec[] => [
    { name: of.name, type: types[index]?.[0] ?? 'dynamic' },
    { name: by.name, type: types[index]?.[1] ?? 'dynamic' },
  ]);
  return tableOf(
    columns,
    columns.map((_, column) => rows.map((row) => row[column] ?? null)),
    rows.length,
  );
};

function typesOf({ of, by }: Level, input: Table, run: Run): readonly [KqlType, KqlType] {
  const total = by.type === 'unknown' ? summarized({ of, by }, input, run).columns[1]?.type : by.type;
  return [run.compile(of.expression, input).type, total ?? 'dynamic'];
}

const summarized = ({ of, by }: Pick<Level, 'of' | 'by'>, rows: Table, run: Run): Table =>
  carryOut([{ kind: 'summarize', aggregates: [by], by: [of] }], rows, run);

/** A cell that is undefined is one of a level that has nothing to say about this row. */
type Cells = readonly (Value | undefined)[];

function expand(levels: readonly Level[], table: Table, run: Run): readonly Cells[] {
  const [level, ...deeper] = levels;
  if (level === undefined) return [[]];
  run.check(0);
  const values = valuesOver(level.of.expression, table, run);
  const keys = createKeys(1);
  const rowsOf = rowsOfEach(keys.add([values], table.length), keys.count());
  // Groups come in the order in which they are first seen, as the keys do.
  const totals = summarized(level, table, run).values(1);
  const order = rowOrder([{ values: totals, direction: level.direction, nulls: 'last' }]);
  const sorted = sortedRows(totals.length, order, () => run.check(0));
  const wanted = level.count === undefined ? sorted.length : countOf(level.count, run);
  const found: Cells[] = [];
  for (const group of sorted.subarray(0, wanted)) {
    const rows = rowsOf[group] ?? new Int32Array(0);
    const inner = expand(deeper, select(table, rows), run);
    for (const cells of inner) found.push([values[rows[0] ?? 0] ?? null, totals[group] ?? null, ...cells]);
    run.check(inner.length);
  }
  const others = Int32Array.from([...sorted.subarray(wanted)].flatMap((group) => [...(rowsOf[group] ?? [])])).toSorted();
  const rest = others.length === 0 ? undefined : restOf(levels, select(table, others), run);
  return rest === undefined ? found : [...found, rest];
}

function totalOf(level: Level, rows: Table, run: Run): Value {
  const table = carryOut([{ kind: 'summarize', aggregates: [level.by], by: [] }], rows, run);
  return table.values(0)[0] ?? null;
}

/** One row for all that did not make it to the top, said by each level that has “others”. */
function restOf(levels: readonly Level[], rows: Table, run: Run): Cells | undefined {
  if (levels.every(({ others }) => others === undefined)) return undefined;
  return levels.flatMap((level): Cells => {
    if (level.others === undefined) return [undefined, undefined];
    return [constantOf(level.others, run), totalOf(level, rows, run)];
  });
}
