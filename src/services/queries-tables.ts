import { applicationTables } from '../core/model/log-tables.ts';
import type { LogTables } from './query-services.ts';

const workspaceNames = new Map(applicationTables);

/** What the tables of a query are. Kusto tells upper and lower case apart. */
export function tablesWanted(tables: readonly string[]): LogTables {
  if (tables.some((one) => workspaceNames.has(one))) return 'classic';
  return tables.length === 0 ? 'either' : 'workspace';
}

/** The name under which a workspace bills the table. */
export function billedName(table: string): string {
  return workspaceNames.get(table) ?? table;
}
