import type { KustoNode } from '../parser/load.ts';
import { descend, kindOf, part } from '../parser/tree.ts';
import { lookBackOf } from './look-back.ts';
import { callOf, type Scope } from './scope.ts';

/** Logs are kept for two years at most; an earlier moment is the beginning of some count, as 1970 is. */
const farthestMs = 731 * 86_400_000;
const makers: ReadonlySet<string> = new Set(['ago', 'datetime_add', 'make_datetime', 'now']);

/** How far back the farthest moment lies that the text names: in a filter, or wherever rows are told apart by it. */
export function farthestNamed(root: KustoNode, scope: Scope, now: number | undefined): number | undefined {
  let farthest: number | undefined;
  for (const node of descend(root)) {
    if (!namesMoment(node)) continue;
    const ms = lookBackOf(node, scope, now);
    if (ms !== undefined && ms <= farthestMs && ms > (farthest ?? 0)) farthest = ms;
  }
  return farthest;
}

function namesMoment(node: KustoNode): boolean {
  const kind = kindOf(node);
  if (kind === 'DateTimeLiteralExpression') return true;
  const left = kind === 'SubtractExpression' ? part(node, 'Left') : node;
  const call = left === undefined ? undefined : callOf(left);
  return call !== undefined && makers.has(call.name);
}
