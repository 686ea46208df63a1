import type { KustoNode } from '../parser/load.ts';
import { atOf, kindOf } from '../parser/tree.ts';
import { deepestQuery, type RuleBroken, tooDeep } from './size.ts';

/** What puts its inside one level deeper. A long chain (of pipes, of `or`) is a deep tree too, but not a deep query. */
const nesting: ReadonlySet<string> = new Set(
  `ParenthesizedExpression ExpressionList BracketedExpression FunctionBody JsonObjectExpression
  JsonArrayExpression UnaryMinusExpression UnaryPlusExpression ToScalarExpression ToTableExpression
  MaterializeExpression`.split(/\s+/),
);

export function depthFault(root: KustoNode): RuleBroken | undefined {
  const rest: { readonly node: KustoNode; readonly level: number }[] = [{ node: root, level: 0 }];
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    const { node } = next;
    const level = nesting.has(kindOf(node)) ? next.level + 1 : next.level;
    if (level > deepestQuery) return tooDeep(atOf(node));
    for (let index = 0; index < node.ChildCount; index++) {
      const child = node.GetChild(index);
      if (child !== null) rest.push({ node: child, level });
    }
  }
  return undefined;
}
