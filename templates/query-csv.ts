import type { QueryTable } from '../src/core/model/query.ts';
import { csv } from './csv.ts';

/** All rows of a result: the columns' names, then each cell as the service wrote it (times in UTC); null is empty. */
export function queryCsv({ columns, rows }: QueryTable): string {
  return csv([columns.map((one) => one.name), ...rows.map((row) => columns.map((_, index) => String(row[index] ?? '')))]);
}
