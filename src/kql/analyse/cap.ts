import type { KustoNode } from '../parser/load.ts';
import { kindOf, part } from '../parser/tree.ts';
import { mostRows } from './most-rows.ts';
import type { Scope } from './scope.ts';

const rowCap = 1_000;

export interface Capped {
  readonly text: string;
  readonly added: number | undefined;
}

/** The text with `| take 1000` at the end of its query, before what draws it; as it was where it gives no more rows anyway. */
export function withCap(text: string, result: KustoNode, scope: Scope): Capped {
  if (isScalar(result)) return { text, added: undefined };
  const most = mostRows(result, scope);
  if (most !== undefined && most <= rowCap) return { text, added: undefined };
  const { End: end } = withoutRender(result);
  // On a line of its own: what follows may be a comment, and what is before may end in one.
  const rest = text.slice(end);
  return { text: `${text.slice(0, end)}\n| take ${rowCap}${/^\s*\|/.test(rest) ? `\n${rest.trimStart()}` : rest}`, added: rowCap };
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
