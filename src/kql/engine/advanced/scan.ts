import type { Step } from '../../plan.ts';
import type { Table } from '../../table.ts';
import { lazily, lazyTable, nullOf, tableOf } from '../lazy.ts';
import type { ColumnSpec, Run, Value } from '../shapes.ts';
import { constantOf, type StepRunner } from './helpers.ts';

type Scan = Extract<Step, { readonly kind: 'scan' }>;
type Row = readonly Value[];

/** What a step knows of the sequence that has come as far as it: a row per step up to itself. */
interface State {
  readonly match: number;
  readonly rows: readonly (Row | undefined)[];
}

/**
 * One row in front of all steps at a time, the last step first: a row either takes the sequence of the step before over, or goes
 * on with the step's own; the first step may always begin one.
 */
export const scan: StepRunner<'scan'> = (step, input, run) => {
  const frame = createFrame(step, input, run);
  const states: (State | undefined)[] = step.steps.map(() => undefined);
  const waiting: (readonly Value[] | undefined)[] = step.steps.map(() => undefined);
  const output: (readonly Value[])[] = [];
  let matches = 0;
  /** Of rows that follow each other in a step with “output=last” only the last is told, when its sequence has left the step. */
  const tellLast = (place: number): void => {
    const cells = waiting[place];
    waiting[place] = undefined;
    if (cells !== undefined) output.push(cells);
  };
  const emit = (place: number, row: Row, match: number): void => {
    const cells = step.matchId === undefined ? row : [...row, match];
    const mode = step.steps[place]?.output;
    if (mode === 'last') waiting[place] = cells;
    else if (mode === 'all') output.push(cells);
  };
  for (let index = 0; index < input.length; index++) {
    if ((index & 0xff) === 0xff) run.check(0);
    for (let place = step.steps.length - 1; place >= 0; place--) {
      const before = place === 0 ? undefined : states[place - 1];
      const own = states[place];
      const promoted = before === undefined ? undefined : frame.match(place, index, before.rows);
      if (before !== undefined && promoted !== undefined) {
        states[place] = { match: before.match, rows: [...before.rows.slice(0, place), promoted] };
        states[place - 1] = undefined;
        tellLast(place - 1);
        tellLast(place);
        emit(place, promoted, before.match);
        continue;
      }
      if (own === undefined && place > 0) continue;
      const matched = frame.match(place, index, own?.rows ?? []);
      if (matched === undefined) continue;
      const match = own?.match ?? matches++;
      states[place] = { match, rows: [...(own?.rows ?? []).slice(0, place), matched] };
      emit(place, matched, match);
    }
  }
  for (const place of waiting.keys()) tellLast(place);
  return tableOf(
    frame.columns,
    frame.columns.map((_, column) => output.map((cells) => cells[column] ?? null)),
    output.length,
  );
};

interface Frame {
  readonly columns: readonly ColumnSpec[];
  /** The input row with the step's assignments, if the step takes it; undefined if not. */
  readonly match: (place: number, index: number, state: readonly (Row | undefined)[]) => Row | undefined;
}

function createFrame(step: Scan, input: Table, run: Run): Frame {
  const defaults = step.declared.map(({ expression }) => constantOf(expression, run));
  const declared = step.declared.map(({ name, type }): ColumnSpec => ({ name, type: type === 'unknown' ? 'dynamic' : type }));
  const own: readonly ColumnSpec[] = [...input.columns, ...declared];
  const view = createView(step, input, own, defaults);
  const programs = step.steps.map(({ condition, assignments }) => ({
    condition: run.compile(condition, view.table).evaluate,
    assignments: assignments.map(({ name, expression }) => ({
      column: own.findIndex((column) => column.name === name),
      evaluate: run.compile(expression, view.table).evaluate,
    })),
  }));
  const match = (place: number, index: number, state: readonly (Row | undefined)[]): Row | undefined => {
    const program = programs[place];
    view.show(place, index, state);
    if (program === undefined || program.condition(0) !== true) return undefined;
    const row = [...view.row()];
    for (const { column, evaluate } of program.assignments) row[column] = evaluate(0);
    return row;
  };
  const columns = step.matchId === undefined ? own : [...own, { name: step.matchId, type: 'long' as const }];
  return { columns, match };
}

interface View {
  /** One row: the input's columns, the declared ones, and those of each step's row by the name “step.column”. */
  readonly table: Table;
  readonly show: (place: number, index: number, state: readonly (Row | undefined)[]) => void;
  readonly row: () => Row;
}

function createView(step: Scan, input: Table, own: readonly ColumnSpec[], defaults: readonly Value[]): View {
  const sources = input.columns.map((_, column) => lazily(input, column).make);
  const read = (index: number): Row => [...sources.map((make) => make()[index] ?? null), ...defaults];
  const empty: Row = own.map(({ type }, column) =>
    column < input.columns.length ? nullOf(type) : (defaults[column - input.columns.length] ?? null),
  );
  let current: Row = empty;
  let rows: readonly (Row | undefined)[] = [];
  const cells = [
    ...own.map((column, index) => ({ ...column, cell: () => current[index] ?? null })),
    ...step.steps.flatMap(({ name }, place) =>
      own.map((column, index) => ({ ...column, name: `${name}.${column.name}`, cell: () => (rows[place] ?? empty)[index] ?? null })),
    ),
  ];
  const cellOf = cells.map(({ cell }): readonly Value[] => oneCell(cell));
  return {
    table: lazyTable(
      cells.map(({ name, type }, index) => ({ name, type, make: () => cellOf[index] ?? [] })),
      1,
    ),
    show: (_place, index, state) => {
      current = read(index);
      rows = state;
    },
    row: () => current,
  };
}

/** A column of one row whose value changes. */
function oneCell(cell: () => Value): readonly Value[] {
  const list: Value[] = [null];
  Object.defineProperty(list, 0, { get: cell, enumerable: true });
  return list;
}
