import { setTimeout as pause } from 'node:timers/promises';
import type { Clock, Log } from '../../src/core/ports.ts';
import { runPlan } from '../../src/kql/engine/run.ts';
import { KqlFailure } from '../../src/kql/failure.ts';
import { knownTables } from '../../src/kql/known-tables.ts';
import type { Plan } from '../../src/kql/plan.ts';
import type { Fault } from '../../src/kql/planned.ts';
import type { Table } from '../../src/kql/table.ts';
import { createKqlThreads } from '../../src/kql/threads.ts';
import { cellJson } from '../../src/kql/wire.ts';
import type { LogRange, LogStore, LogWorkspace } from '../logs/index.ts';
import type { LogEngine } from './logs-engine.ts';
import { rangeOf } from './logs-range.ts';
import { measured, onceEach } from './logs-tables.ts';
import { warmUp } from './logs-warm-up.ts';

/** What one query may make on its way: the process that answers is that of the chats and all other stand-ins. */
const mostRows = 2_000_000;
const longestMs = 3000;
const restMs = 20;

/** Nobody writes here: its answers are empty ones (204). */
const emptyWorkspace: LogWorkspace = { id: '10c5e3b7-3333-4333-8333-0000000000a3', name: 'log-archive', services: [], resource: undefined };

export interface WarmableLogEngine extends LogEngine {
  /** Does in small steps what the first queries would wait for. */
  readonly warmUp: () => Promise<void>;
}

/** Carries queries out over what the estate has written down. The parser is loaded with the first query, in threads of its own. */
export function createLogEngine({
  store,
  clock,
  log,
}: {
  readonly store: LogStore;
  readonly clock: Clock;
  readonly log: Log;
}): WarmableLogEngine {
  const threads = createKqlThreads({ log, schemas: knownTables, clock });
  const stopping = new AbortController();
  return {
    workspace: (id) => store.workspace(id) ?? [emptyWorkspace].find((one) => [one.id, one.name].includes(id.toLowerCase())),
    schemas: knownTables,
    ask: async ({ scope, text, from, to, waitMs }, signal) => {
      const planned = await threads.plan(text, { signal });
      if (planned.kind === 'faulty') return { kind: 'faulty', faults: planned.faults.map(asService) };
      const now = clock.now();
      const begun = performance.now();
      try {
        const tables = measured(store.tableSource(scope, rangeOf({ text, from, to }, now)));
        const table = runPlan(planned.plan, onceEach(tables, knownTables, scope, text), {
          nowMs: now,
          limits: { ms: Math.min(waitMs, longestMs), rows: mostRows },
          elapsed: () => performance.now() - begun - tables.madeMs(),
        });
        return { kind: 'table', columns: table.columns, rows: rowsOf(table), render: planned.plan.render };
      } catch (error) {
        if (!(error instanceof KqlFailure)) throw error;
        return { kind: 'faulty', faults: [error] };
      }
    },
    warmUp: async () => {
      const everything = { kind: 'everything' } as const;
      const rest = async (): Promise<void> => pause(restMs, undefined, { ref: false });
      const carryOut = (plan: Plan, range: LogRange): void => {
        runPlan(plan, store.tableSource(everything, range), {
          nowMs: clock.now(),
          limits: { ms: longestMs, rows: mostRows },
          elapsed: () => 0,
        });
      };
      await warmUp({ threads, now: clock.now, rest, carryOut }, stopping.signal).catch((error: unknown) => {
        // Whoever asks first waits for it then.
        if (!stopping.signal.aborted) log.warn({ error }, 'the logs could not be made ready');
      });
    },
    stop: async () => {
      stopping.abort();
      await threads.stop();
    },
  };
}

/** What is too much for our reader would be too much for the service; it says so in its own words. */
const asService = (fault: Fault): Fault =>
  fault.kind === 'limit' ? { ...fault, message: 'Query is too complex: it exceeds the limits of the query engine.' } : fault;

/** One after the other: whoever sends them stops where an answer may not grow any more. */
function* rowsOf(table: Table): Iterable<string> {
  const columns = table.columns.map(({ type }, index) => ({ type, values: table.values(index) }));
  for (let row = 0; row < table.length; row += 1)
    yield `[${columns.map(({ type, values }) => cellJson(values[row] ?? null, type)).join(',')}]`;
}
