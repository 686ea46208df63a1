import type { Mark } from './redaction-marks.ts';

export interface RedactionPattern {
  /** Nothing is searched for in a text without one of these: the patterns are tried only where they may fit. */
  readonly hint: RegExp;
  /** Where it has the groups `before` and `value`, only the value is hidden. */
  readonly find: RegExp;
  /** What was found begins earlier: at least one of these stands before it, and at most so many belong to it. */
  readonly back?: { readonly of: RegExp; readonly most: number };
  readonly kind: string;
  /** Whether what was found is it: the value, the whole text, where in it the value begins, and what `before` found. */
  readonly is?: (value: string, text: string, at: number, before: string) => boolean;
}

export type Hide = (text: string, mark: Mark) => string;

/**
 * Every pattern takes time in proportion to the text: what may repeat is bounded, or begins only where the character before
 * could not belong to it.
 */
export function hider({ hint, find, back, kind, is }: RedactionPattern): Hide {
  return (text, mark) => {
    if (!hint.test(text)) return text;
    let written = '';
    let done = 0;
    for (const found of text.matchAll(find)) {
      const before = found.groups?.['before'] ?? '';
      const least = found.index + before.length;
      const at = back === undefined ? least : beginOf(text, least, back, done);
      if (back !== undefined && at === least) continue;
      const value = text.slice(at, least) + (found.groups?.['value'] ?? found[0]);
      if (is !== undefined && !is(value, text, at, before)) continue;
      written += text.slice(done, at) + mark(kind, value);
      done = at + value.length;
    }
    return written + text.slice(done);
  };
}

function beginOf(text: string, from: number, { of, most }: NonNullable<RedactionPattern['back']>, done: number): number {
  const floor = Math.max(done, from - most);
  let at = from;
  while (at > floor && of.test(text[at - 1] ?? '')) at -= 1;
  return at;
}

const fileEnding = /\.(?:tgz|gz|jar|dll|exe|png|jpe?g|gif|svg|webp|js|mjs|json|css|html)$/iu;

/** Also as it stands in a URL: "ana%40example.com". */
export const emailPattern: RedactionPattern = {
  hint: /@|%40|＠/u,
  // From the sign on, and then back: from every letter on would cost ten times as much.
  find: /(?:@|%40|＠)(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,24}(?![\p{L}\p{N}-])/gu,
  back: { of: /[\p{L}\p{N}._%+-]/u, most: 64 },
  kind: 'e-mail',
  // "git@github.com:team/repo" and "icon@2x.png" are no people.
  is: (found, text, at) => !fileEnding.test(found) && !(/^git@/iu.test(found) && text[at + found.length] === ':'),
};
