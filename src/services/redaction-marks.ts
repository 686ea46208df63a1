/** What stands in the place of a value of that kind. */
export type Mark = (kind: string, found: string) => string;

/** Of a single text: which value it was does not matter. */
export const plainMark: Mark = (kind) => `‹${kind}›`;

/**
 * Of one answer: the same value always has the same mark, and two values have two, numbered as they come. So they stay apart in
 * tables, charts and files: two addresses must not become one curve.
 */
export function numberedMarks(): Mark {
  const kinds = new Map<string, Map<string, string>>();
  return (kind, found) => {
    const known = kinds.get(kind) ?? new Map<string, string>();
    kinds.set(kind, known);
    const mark = known.get(found) ?? `‹${kind} ${known.size + 1}›`;
    known.set(found, mark);
    return mark;
  };
}
