import type { Step } from '../plan.ts';
import type { Table } from '../table.ts';
import { createKeys, rowsOfEach } from './keys.ts';
import { emptyOf, select } from './lazy.ts';
import { project } from './project.ts';
import type { QueryRun } from './query-run.ts';
import { concatenated } from './union.ts';

/** The inner pipeline runs on the rows of each value of the column; the results stand one after the other. */
export function partition(table: Table, step: Extract<Step, { kind: 'partition' }>, run: QueryRun): Table {
  const by = project(table, [step.by], run);
  const keys = createKeys(1);
  const of = keys.add([by.values(0)], table.length);
  const parts = rowsOfEach(of, keys.count()).map((rows) => {
    const result = run.pipeline(step.pipeline, select(table, rows));
    run.check(result.length);
    return result;
  });
  const [first = run.pipeline(step.pipeline, emptyOf(table.columns))] = parts;
  return concatenated(parts, first.columns);
}
