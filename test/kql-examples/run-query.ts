import { type RunOptions, runPlan } from '../../src/kql/engine/run.ts';
import { KqlFailure } from '../../src/kql/failure.ts';
import { createReader } from '../../src/kql/reader.ts';
import type { Table } from '../../src/kql/table.ts';
import type { ColumnSpec, Value } from '../../src/kql/types.ts';

/** What a query gives, row by row. */
export interface Answer {
  readonly columns: readonly ColumnSpec[];
  readonly rows: readonly (readonly Value[])[];
}

/** Queries over no tables but those that they bring along: text in, rows out, in this thread. */
export function createQueries(): (text: string) => Answer {
  const reader = createReader({ schemas: [], allowedPlaces: [] });
  const options: RunOptions = { nowMs: Date.UTC(2024, 4, 17, 10, 20, 30), limits: { ms: 20_000, rows: 5_000_000 }, elapsed: () => 0 };
  return (text) => {
    const answer = reader.answer({ kind: 'plan', text });
    if (answer.kind !== 'planned') throw new TypeError('the reader answered another question');
    const { planned } = answer;
    if (planned.kind === 'faulty') {
      const [fault] = planned.faults;
      throw new KqlFailure(fault?.kind ?? 'syntax', fault?.message ?? 'faulty', fault);
    }
    return answerOf(runPlan(planned.plan, { schemas: [], table: () => undefined }, options));
  };
}

function answerOf(table: Table): Answer {
  const columns = table.columns.map((_, index) => table.values(index));
  return {
    columns: table.columns,
    rows: Array.from({ length: table.length }, (_, row) => columns.map((values) => values[row] ?? null)),
  };
}
