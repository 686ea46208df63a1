import type { At } from '../plan.ts';

export interface RuleBroken {
  readonly rule: string;
  readonly message: string;
  readonly at?: At | undefined;
}

const longestQuery = 10_000;
export const deepestQuery = 100;

/** What can be told without the parser, and so before it is given the text: it can take minutes over brackets alone. */
export function sizeFault(text: string): RuleBroken | undefined {
  if (text.length > longestQuery) {
    return {
      rule: 'too-long',
      message: `The query has ${text.length.toLocaleString('en')} characters; at most ${longestQuery.toLocaleString('en')} are sent. Shorten it, or ask in parts.`,
    };
  }
  const at = firstTooDeep(text);
  return at === undefined ? undefined : tooDeep({ start: at, length: 1 });
}

export function tooDeep(at: At | undefined): RuleBroken {
  return {
    rule: 'too-deep',
    message: `The query is nested more than ${deepestQuery} levels deep. Take inner parts out with let, or make it simpler.`,
    at,
  };
}

/** What the parser says of a text whose chains (of operators, of conditions) are longer than it goes; it knows no types then. */
export const chainTooLong = 'KS245';

export const tooLongChain: RuleBroken = {
  rule: 'too-deep',
  message: 'The query chains more operators or conditions than can be checked (500). Use “in (…)” for many values, and fewer steps.',
};

/** Strings (plain, verbatim, of several lines) and comments, in which brackets do not count; then the brackets. */
const pieces =
  /```[^]*?(?:```|$)|~~~[^]*?(?:~~~|$)|@'(?:[^'\n]|'')*'?|@"(?:[^"\n]|"")*"?|'(?:[^'\\\n]|\\.)*'?|"(?:[^"\\\n]|\\.)*"?|\/\/[^\n]*|[([{]|[)\]}]/g;

function firstTooDeep(text: string): number | undefined {
  let depth = 0;
  for (const { 0: piece, index } of text.matchAll(pieces)) {
    if (piece === '(' || piece === '[' || piece === '{') depth += 1;
    else if (piece === ')' || piece === ']' || piece === '}') depth -= 1;
    if (depth > deepestQuery) return index;
  }
  return undefined;
}
