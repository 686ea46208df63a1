import type { ParsePart } from '../../plan.ts';
import type { KqlType } from '../shapes.ts';
import type { Matcher } from './parse-shapes.ts';

/** What a value of this type begins with, for one that is followed by `*` and so has no text behind it that ends it. */
const leading: Readonly<Record<KqlType, RegExp>> = {
  bool: /^\s*(?:true|false|[01])/i,
  int: /^\s*[+-]?\d+/,
  long: /^\s*[+-]?\d+/,
  real: /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/i,
  decimal: /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/i,
  string: /^[^]*/,
  datetime: /^\s*\d+[-/.]\d+[-/.]\d+(?:[T ]\d+:\d+(?::\d+(?:\.\d+)?)?)?(?:Z|[+-]\d+:\d+)?/i,
  timespan: /^\s*-?(?:\d+\.)?\d+:\d+(?::\d+(?:\.\d+)?)?|^\s*-?\d+(?:\.\d+)?(?:d|h|m|s|ms)\b/i,
  guid: /^\s*\{?[\da-f]{8}-?(?:[\da-f]{4}-?){3}[\da-f]{12}\}?/i,
  dynamic: /^[^]*/,
};

/**
 * Text by text from the left: a column is what stands before the next text, `*` passes over what stands there. The pattern
 * describes the text from its beginning to its end, unless `*` stands at either.
 */
export function simpleMatcher(pattern: readonly ParsePart[]): Matcher {
  return (text) => {
    const found: string[] = [];
    let place = 0;
    let open: 'nothing' | 'column' | 'gap' = 'nothing';
    for (const [index, part] of pattern.entries()) {
      if (part.kind === 'text') {
        const next = find(text, part.text, place, open, index === pattern.length - 1);
        if (next < 0) return undefined;
        if (open === 'column') found.push(text.slice(place, next));
        place = next + part.text.length;
        open = 'nothing';
      } else if (part.kind === 'skip') {
        open = 'gap';
      } else if (pattern[index + 1]?.kind === 'text' || index === pattern.length - 1) {
        // A gap before a column without a text between them takes nothing.
        open = 'column';
      } else {
        const own = leading[part.type].exec(text.slice(place))?.[0] ?? '';
        found.push(own);
        place += own.length;
      }
    }
    if (open === 'column') found.push(text.slice(place));
    return open === 'nothing' && place < text.length ? undefined : found;
  };
}

/** Where the text stands that is looked for; -1: not where it must. */
function find(text: string, wanted: string, from: number, open: 'nothing' | 'column' | 'gap', isLast: boolean): number {
  if (open === 'nothing') return text.startsWith(wanted, from) ? from : -1;
  if (!isLast) return text.indexOf(wanted, from);
  const end = text.length - wanted.length;
  return text.endsWith(wanted) && end >= from ? end : -1;
}
