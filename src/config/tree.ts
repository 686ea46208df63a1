import { type Document, isMap, isNode, isPair, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import type { Fault, LocatedFault, Path } from './faults.ts';

/** A YAML file as plain data that still knows where everything stood. */
export interface Tree {
  readonly value: unknown;
  /** Syntax that cannot be read (`value` is then undefined), and keys that are given twice. */
  readonly faults: readonly LocatedFault[];
  /** Adds the line and column of the key, or of the nearest thing around it that exists. */
  readonly locate: (fault: Fault) => LocatedFault;
}

/** How often anchors may be repeated: a file of a few lines can otherwise unfold to gigabytes. */
const mostAliases = 100;

export function readTree(text: string): Tree {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false });
  const at = (offset: number): { readonly line: number; readonly column: number } => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const locate = (fault: Fault): LocatedFault => {
    const offset = offsetOf(document.contents, fault.path);
    return offset === undefined ? fault : { ...fault, ...at(offset) };
  };
  if (document.errors.length > 0) {
    const faults = document.errors.map((error) => ({ path: [], message: error.message, ...at(error.pos[0]) }));
    return { value: undefined, faults, locate };
  }
  const unfolded = unfold(document);
  return { value: unfolded.value, faults: [...unfolded.faults, ...duplicates(document.contents, [])].map(locate), locate };
}

function unfold(document: Document): { readonly value: unknown; readonly faults: readonly Fault[] } {
  try {
    return { value: document.toJS({ maxAliasCount: mostAliases }), faults: [] };
  } catch (error) {
    // The one thing toJS refuses in a document without syntax errors; anything else is a bug.
    if (error instanceof ReferenceError)
      return { value: undefined, faults: [{ path: [], message: 'its anchors (&, *) are missing or repeated too often' }] };
    throw error;
  }
}

function duplicates(node: unknown, path: Path): readonly Fault[] {
  if (isSeq(node)) return node.items.flatMap((item, index) => duplicates(item, [...path, index]));
  if (!isMap(node)) return [];
  const seen = new Set<string>();
  return node.items.flatMap((pair) => {
    const key = keyOf(pair.key);
    const here: Fault[] = seen.has(key) ? [{ path: [...path, key], message: 'is given twice' }] : [];
    seen.add(key);
    return [...here, ...duplicates(pair.value, [...path, key])];
  });
}

/** Where the last part of the path that exists begins. Of a key that is given twice, the last one: it is the one that is too many. */
function offsetOf(root: unknown, path: Path): number | undefined {
  let node: unknown = root;
  let found: number | undefined;
  for (const part of path) {
    const child = childOf(node, part);
    if (child === undefined) break;
    found = startOf(child) ?? found;
    node = isPair(child) ? child.value : child;
  }
  return found;
}

function childOf(node: unknown, part: string | number): unknown {
  if (isSeq(node)) return typeof part === 'number' ? node.items[part] : undefined;
  if (isMap(node)) return node.items.findLast((pair) => keyOf(pair.key) === String(part));
  return undefined;
}

function startOf(child: unknown): number | undefined {
  const node = isPair(child) ? child.key : child;
  return isNode(node) ? (node as Node).range?.[0] : undefined;
}

function keyOf(key: unknown): string {
  return String(isScalar(key) ? key.value : key);
}
