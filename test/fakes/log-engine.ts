import type { LogEngine, LogOutcome, LogQuestion } from '../../emulators/azure/logs-engine.ts';
import { workspaces } from '../../emulators/logs/workspaces.ts';
import type { RenderSpec } from '../../src/kql/plan.ts';
import type { ColumnSpec } from '../../src/kql/types.ts';

export interface ScriptedEngine extends LogEngine {
  readonly asked: readonly LogQuestion[];
  /** What the next queries are answered with. */
  readonly answer: (outcome: LogOutcome) => void;
}

export const tableOutcome = (columns: readonly ColumnSpec[], rows: readonly string[], render?: RenderSpec): LogOutcome => ({
  kind: 'table',
  columns,
  rows,
  render,
});

/** Says what it is told to, so that a test decides what is on the wire. */
export function scriptedEngine(): ScriptedEngine {
  const asked: LogQuestion[] = [];
  let outcome = tableOutcome([{ name: 'n', type: 'long' }], ['[1]', '[2]', '[3]', '[4]']);
  return {
    asked,
    answer: (next) => {
      outcome = next;
    },
    workspace: (id) =>
      [...workspaces, { id: '00000000-0000-4000-8000-00000000000e', name: 'empty', services: [], resource: undefined }].find(
        (one) => one.id === id.toLowerCase(),
      ),
    schemas: [],
    ask: async (question) => {
      asked.push(question);
      return outcome;
    },
    stop: async () => undefined,
  };
}
