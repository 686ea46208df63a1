import type { QueryProblem } from '../core/model/query.ts';
import type { Suggest } from '../core/ports.ts';

/** A table that queries may name. */
export interface TableNames {
  readonly name: string;
  readonly columns: readonly { readonly name: string }[];
}

/**
 * The table or column that was perhaps meant by the name that the service's words quote: of the columns, those of the tables that
 * the query uses come first.
 */
export function nearestTo(
  problem: QueryProblem,
  used: readonly string[],
  tables: readonly TableNames[],
  suggest: Suggest,
): string | undefined {
  const wrong = /'(?<name>[\p{L}_][\p{L}\p{N}_.]{0,99})'/u.exec(problem.message)?.groups?.['name'];
  if (wrong === undefined) return undefined;
  const asked = tables.filter((one) => used.includes(one.name));
  const columns = asked.flatMap((one) => one.columns.map((column) => column.name));
  const names = tables.map((one) => one.name);
  // A table's name is at fault where no table was recognised.
  const candidates = [...(asked.length === 0 ? [] : columns), ...names].filter((one) => one !== wrong);
  return suggest(wrong, candidates);
}
