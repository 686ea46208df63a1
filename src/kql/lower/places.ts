import type { KustoNode } from '../parser/load.ts';
import { atOf } from '../parser/tree.ts';
import type { At } from '../plan.ts';

/**
 * Where every node stands, in one walk: the parser itself counts from the root each time it is asked, which in a chain of a
 * thousand operators takes a second. Iterative: a tree may be deeper than the stack.
 */
export function placesOf(root: KustoNode): ReadonlyMap<KustoNode, At> {
  const places = new Map<KustoNode, At>();
  const open: { readonly node: KustoNode; next: number; start: number; end: number }[] = [{ node: root, next: 0, start: -1, end: 0 }];
  let position = root.TextStart - (root.TriviaWidth ?? 0);
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    const child = top.next < top.node.ChildCount ? top.node.GetChild(top.next) : undefined;
    top.next += 1;
    if (child === null) continue;
    if (child === undefined) {
      open.pop();
      const outer = open.at(-1);
      const start = top.start < 0 ? position : top.start;
      places.set(top.node, { start, length: Math.max(0, top.end - start) });
      if (outer !== undefined && top.start >= 0) widen(outer, start, top.end);
    } else if (child.IsToken) {
      const start = position + (child.TriviaWidth ?? 0);
      position = start + child.Width;
      places.set(child, { start, length: child.Width });
      if (child.Width > 0) widen(top, start, position);
    } else {
      open.push({ node: child, next: 0, start: -1, end: position });
    }
  }
  return places;
}

function widen(part: { start: number; end: number }, start: number, end: number): void {
  if (part.start < 0) part.start = start;
  part.end = Math.max(part.end, end);
}

export const placeOf = (node: KustoNode, places: ReadonlyMap<KustoNode, At>): At => places.get(node) ?? atOf(node);
