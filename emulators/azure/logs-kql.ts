import type { Clock, Log } from '../../src/core/ports.ts';
import { runPlan } from '../../src/kql/engine/run.ts';
import { KqlFailure } from '../../src/kql/failure.ts';
import { knownTables } from '../../src/kql/known-tables.ts';
import type { Table } from '../../src/kql/table.ts';
import { createKqlThreads } from '../../src/kql/threads.ts';
import { cellJson } from '../../src/kql/wire.ts';
import type { LogStore, LogWorkspace } from '../logs/index.ts';
import type { LogEngine } from './logs-engine.ts';
import { rangeOf } from './logs-range.ts';

/** What one query may make on its way; the demo's machine has other work, too. */
const mostRows = 5_000_000;
const longestMs = 30_000;

/** Nobody writes here: its answers are empty ones (204). */
const emptyWorkspace: LogWorkspace = { id: '10c5e3b7-3333-4333-8333-0000000000a3', name: 'log-archive', services: [], resource: undefined };

/** Carries queries out over what the estate has written down. The parser is loaded with the first query, in threads of its own. */
export function createLogEngine({ store, clock, log }: { readonly store: LogStore; readonly clock: Clock; readonly log: Log }): LogEngine {
  const threads = createKqlThreads({ log, schemas: knownTables, clock });
  return {
    workspace: (id) => store.workspace(id) ?? [emptyWorkspace].find((one) => [one.id, one.name].includes(id.toLowerCase())),
    schemas: knownTables,
    ask: async ({ scope, text, from, to, waitMs }, signal) => {
      const planned = await threads.plan(text, { signal });
      if (planned.kind === 'faulty') return planned;
      const now = clock.now();
      const begun = performance.now();
      try {
        const table = runPlan(planned.plan, store.tableSource(scope, rangeOf({ text, from, to }, now)), {
          nowMs: now,
          limits: { ms: Math.min(waitMs, longestMs), rows: mostRows },
          elapsed: () => performance.now() - begun,
        });
        return { kind: 'table', columns: table.columns, rows: rowsOf(table), render: planned.plan.render };
      } catch (error) {
        if (!(error instanceof KqlFailure)) throw error;
        return { kind: 'faulty', faults: [error] };
      }
    },
    stop: threads.stop,
  };
}

/** One after the other: whoever sends them stops where an answer may not grow any more. */
function* rowsOf(table: Table): Iterable<string> {
  const columns = table.columns.map(({ type }, index) => ({ type, values: table.values(index) }));
  for (let row = 0; row < table.length; row += 1)
    yield `[${columns.map(({ type, values }) => cellJson(values[row] ?? null, type)).join(',')}]`;
}
