import type { KustoNode } from '../parser/load.ts';
import { kindOf, part } from '../parser/tree.ts';
import { mostRows } from './most-rows.ts';
import { resolve, type Scope } from './scope.ts';

const rowCap = 1_000;

export interface Capped {
  readonly text: string;
  readonly added: number | undefined;
  /** Whether its rows are groups of rows already. */
  readonly groups?: boolean | undefined;
}

/** The text with `| take 1000` at the end of its query, before what draws it; as it was where it gives no more rows anyway. */
export function withCap(text: string, result: KustoNode, scope: Scope): Capped {
  if (isScalar(result)) return { text, added: undefined };
  const most = mostRows(result, scope);
  if (most !== undefined && most <= rowCap) return { text, added: undefined };
  const { End: end } = withoutRender(result);
  // On a line of its own: what follows may be a comment, and what is before may end in one.
  const rest = text.slice(end);
  const capped = `${text.slice(0, end)}\n| take ${rowCap}${/^\s*\|/.test(rest) ? `\n${rest.trimStart()}` : rest}`;
  return { text: capped, added: rowCap, groups: isGrouped(result, scope) };
}

const groupers: ReadonlySet<string> = new Set(['SummarizeOperator', 'MakeSeriesOperator', 'DistinctOperator', 'TopNestedOperator']);

/** Along the pipe, also where a name stands for a part of it. */
function isGrouped(result: KustoNode, scope: Scope): boolean {
  let { node, scope: inner } = resolve(result, scope);
  while (kindOf(node) === 'PipeExpression') {
    const operator = part(node, 'Operator');
    const before = part(node, 'Expression');
    if (operator === undefined || before === undefined) return false;
    if (groupers.has(kindOf(operator))) return true;
    ({ node, scope: inner } = resolve(before, inner));
  }
  return false;
}

/** `render` has to stay the last one. */
function withoutRender(result: KustoNode): KustoNode {
  let last = result;
  for (
    let operator = part(last, 'Operator');
    operator !== undefined && kindOf(operator) === 'RenderOperator';
    operator = part(last, 'Operator')
  ) {
    const before = part(last, 'Expression');
    if (before === undefined) break;
    last = before;
  }
  return last;
}

/** `1 + 1` is a value and not rows: nothing can be taken from it. A name that the parser does not know stands for rows. */
function isScalar(result: KustoNode): boolean {
  return /^(?:\w+LiteralExpression|(?:Add|Subtract|Multiply|Divide|Modulo|UnaryMinus|UnaryPlus|ToScalar)Expression)$/.test(kindOf(result));
}
