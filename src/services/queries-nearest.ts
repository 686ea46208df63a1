import type { QueryProblem } from '../core/model/query.ts';
import type { Suggest } from '../core/ports.ts';

/** A table that queries may name. */
export interface TableNames {
  readonly name: string;
  readonly columns: readonly { readonly name: string }[];
}

/**
 * The table or column that was perhaps meant by the name that the service says it does not know: of the columns, those of the
 * tables that the query uses come first. `text`: the query, where the problem's place is.
 */
export function nearestTo(
  problem: QueryProblem,
  { text, used }: { readonly text: string; readonly used: readonly string[] },
  tables: readonly TableNames[],
  suggest: Suggest,
): string | undefined {
  const wrong = wrongName(problem, text);
  if (wrong === undefined) return undefined;
  const asked = tables.filter((one) => used.includes(one.name));
  const columns = asked.flatMap((one) => one.columns.map((column) => column.name));
  // A table's name is at fault where no table was recognised.
  const candidates = [...columns, ...tables.map((one) => one.name)];
  return candidates.includes(wrong) ? undefined : suggest(wrong, candidates);
}

/** "'where' operator: Failed to resolve column or scalar expression named 'nme'" → "nme". */
function wrongName({ message, at }: QueryProblem, text: string): string | undefined {
  const named = /\bnamed '(?<name>[\p{L}_][\p{L}\p{N}_.]{0,99})'/u.exec(message)?.groups?.['name'];
  if (named !== undefined || at === undefined) return named;
  const there = text.slice(at.start, at.start + at.length);
  return /^[\p{L}_][\p{L}\p{N}_]{0,99}$/u.test(there) ? there : undefined;
}
