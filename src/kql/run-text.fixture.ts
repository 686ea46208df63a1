import { type RunOptions, runPlan } from './engine/run.ts';
import { lower } from './lower/index.ts';
import { globalsFor } from './parser/globals.ts';
import { parseAndAnalyse } from './parser/tree.ts';
import { tablesOf } from './rows-table.ts';
import type { Table, TableSource } from './table.ts';
import { writeRows } from './wire.ts';

/** 2026-11-20 14:05 UTC. */
export const nowMs = Date.UTC(2026, 10, 20, 14, 5);

const usual: RunOptions = { nowMs, limits: { ms: 10_000, rows: 1_000_000 }, elapsed: () => 0 };

/** Reads and runs a query in this thread, which only tests may. */
export function runTable(text: string, tables: TableSource = tablesOf({}), options: Partial<RunOptions> = {}): Table {
  const code = parseAndAnalyse(text, globalsFor(tables.schemas));
  return runPlan(lower(code, text), tables, { ...usual, ...options });
}

/** The names of the columns, and the cells as the service would send them. */
export function runText(
  text: string,
  tables?: TableSource,
  options?: Partial<RunOptions>,
): { readonly columns: readonly string[]; readonly rows: readonly (readonly unknown[])[] } {
  const table = runTable(text, tables, options);
  const rows: readonly (readonly unknown[])[] = JSON.parse(writeRows(table));
  return { columns: table.columns.map(({ name }) => name), rows };
}
