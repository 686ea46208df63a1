import type { QueryTable } from '../src/core/model/query.ts';
import { csv } from './csv.ts';

/** All rows of a result: the columns' names, then each cell as the service wrote it (times in UTC); null is empty. */
export function queryCsv({ columns, rows }: QueryTable): string {
  return csv([columns.map((one) => one.name), ...rows.map((row) => columns.map((_, index) => String(row[index] ?? '')))]);
}

/** "requests-compliance-20261120T1405Z.csv" */
export function queryFileName(words: string, at: number): string {
  const bare = words
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-+|-+$/gu, '')
    .slice(0, 60);
  return `${bare || 'query'}-${new Date(at).toISOString().slice(0, 16).replaceAll(/[-:]/gu, '')}Z.csv`;
}
