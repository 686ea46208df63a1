import { nameOf } from '../lower/tree-text.ts';
import type { KustoNode } from '../parser/load.ts';
import { descend, elements, kindOf, part } from '../parser/tree.ts';
import { spanOf } from './look-back.ts';
import { callOf, resolve, type Scope, withName } from './scope.ts';

/** The columns by which Azure keeps its tables in order. */
const timeColumns: ReadonlySet<string> = new Set(['TimeGenerated', 'timestamp']);
const wrappers: ReadonlySet<string> = new Set(['bin', 'floor', 'startofday', 'startofweek', 'startofmonth', 'startofyear', 'todatetime']);
/** What they tell of a time is the same on every day. */
const dayless: ReadonlySet<string> = new Set(['hourofday', 'isnull', 'isnotnull', 'isempty', 'isnotempty']);

/** How far an expression lies behind the time of its row, in ms: 0 for the time as it is or cut to a unit; undefined: it is something else. */
export function shiftOf(node: KustoNode, scope: Scope): number | undefined {
  const { node: found, scope: inner } = resolve(node, scope);
  const kind = kindOf(found);
  if (kind === 'NameReference') return timeColumns.has(nameOf(found)) ? 0 : undefined;
  if (kind === 'AddExpression' || kind === 'SubtractExpression') {
    const left = part(found, 'Left');
    const right = part(found, 'Right');
    const shift = left === undefined ? undefined : shiftOf(left, inner);
    const span = shift === undefined || right === undefined ? undefined : spanOf(right, inner);
    if (shift === undefined || span === undefined) return undefined;
    return kind === 'AddExpression' ? shift + span : shift - span;
  }
  const call = callOf(found);
  const [first] = call?.arguments ?? [];
  if (call?.name === 'ingestion_time') return 0;
  return call !== undefined && first !== undefined && wrappers.has(call.name) ? shiftOf(first, inner) : undefined;
}

/** Whether the time of the row is spoken of anywhere in it, other than the hour of the day. */
export function speaksOfTime(node: KustoNode, scope: Scope): boolean {
  const without = new Set<KustoNode>();
  for (const one of descend(node)) {
    const call = callOf(one);
    if (call !== undefined && dayless.has(call.name)) for (const inside of descend(one)) without.add(inside);
    const isName = kindOf(one) === 'NameReference' || call?.name === 'ingestion_time';
    if (isName && !without.has(one) && shiftOf(one, scope) !== undefined) return true;
  }
  return false;
}

/** What columns were made from, by the operators so far: `extend day = timestamp`. They hide what `let` has given a name. */
export function withColumns(operator: KustoNode, columns: Scope, scope: Scope): Scope {
  if (!/^(?:Extend|Project|ProjectRename|Summarize|Distinct)Operator$/.test(kindOf(operator))) return columns;
  const seen = rowScope(columns, scope);
  const by = part(operator, 'ByClause');
  return [...elements(part(operator, 'Expressions')), ...elements(by === undefined ? undefined : part(by, 'Expressions'))].reduce(
    (all, one) => {
      const name = kindOf(one) === 'SimpleNamedExpression' ? part(one, 'Name') : undefined;
      const node = part(one, 'Expression');
      return name === undefined || node === undefined ? all : withName(all, nameOf(name), { node, scope: seen });
    },
    columns,
  );
}

/** Names as a condition on the rows sees them. */
export const rowScope = (columns: Scope, scope: Scope): Scope => ({ find: (name) => columns.find(name) ?? scope.find(name) });
