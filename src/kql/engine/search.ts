import type { Expression, Step } from '../plan.ts';
import type { Table } from '../table.ts';
import type { Value } from '../types.ts';
import { filterRows } from './filter.ts';
import { lazily, lazyTable } from './lazy.ts';
import { room } from './plain.ts';
import { pickNames } from './project.ts';
import type { QueryRun } from './query-run.ts';

/** The column that says from which table a row is. */
const tableColumn = '$table';

/** `search` after a pipe: the rows that fit, with the name of where they come from in front. */
export function searchStep(table: Table, step: Extract<Step, { kind: 'search' }>, name: string, run: QueryRun): Table {
  const found = searchRows(table, step.predicate, run);
  const shown =
    step.columns === undefined
      ? found
      : pickNames(
          found,
          step.columns.filter((column) => column !== tableColumn),
        );
  const names = (): readonly Value[] => room(shown.length).fill(name);
  return lazyTable([{ name: tableColumn, type: 'string', make: names }, ...shown.columns.map((_, at) => lazily(shown, at))], shown.length);
}

const searchRows = (table: Table, predicate: Expression, run: QueryRun): Table =>
  filterRows(
    table,
    predicate,
    (expression) => run.compile(expression, table),
    () => run.check(0),
  );
