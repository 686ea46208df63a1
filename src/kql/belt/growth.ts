import { nameOf } from '../lower/tree-text.ts';
import type { KustoNode } from '../parser/load.ts';
import { atOf, descend, kindOf, part } from '../parser/tree.ts';
import type { RuleBroken } from './size.ts';

/** More than anybody's functions come to; whoever carries a query out gives up not far above. */
const mostNames = 1_000_000;

/**
 * Names stand for names: twenty lines of `let b = a + a` make a million. The service puts them in for each other, and what is
 * too much for it is too much to be sent.
 */
export function growthFault(root: KustoNode): RuleBroken | undefined {
  const sizes = new Map<string, number>();
  for (const statement of inOrder(root)) {
    let size = 1;
    for (const node of descend(statement)) if (kindOf(node) === 'NameReference') size += sizes.get(nameOf(node)) ?? 1;
    if (size > mostNames)
      return {
        rule: 'too-complex',
        message: 'The query becomes too large when its “let” names are put in for each other. Use fewer names within names.',
        at: atOf(statement),
      };
    const name = kindOf(statement) === 'LetStatement' ? part(statement, 'Name') : undefined;
    if (name !== undefined) sizes.set(nameOf(name), size);
  }
  return undefined;
}

/** Those of a function's body before the function itself. */
function inOrder(root: KustoNode): readonly KustoNode[] {
  return [...descend(root)]
    .filter((node) => /^(?:Let|Expression)Statement$/.test(kindOf(node)))
    .toSorted((one, other) => one.End - other.End || other.TextStart - one.TextStart);
}
