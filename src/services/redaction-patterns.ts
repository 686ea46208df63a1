import type { Mark } from './redaction-marks.ts';

export interface RedactionPattern {
  /** Nothing is searched for in a text without one of these: the patterns are tried only where they may fit. */
  readonly hint: RegExp;
  /** Where it has the groups `before` and `value`, only the value is hidden. */
  readonly find: RegExp;
  readonly kind: string;
  /** Whether what was found is it: the value, the whole text and where in it the value begins. */
  readonly is?: (value: string, text: string, at: number) => boolean;
}

export type Hide = (text: string, mark: Mark) => string;

/**
 * Every pattern takes time in proportion to the text: what may repeat is bounded, or begins only where the character before
 * could not belong to it.
 */
export function hider({ hint, find, kind, is }: RedactionPattern): Hide {
  return (text, mark) => {
    if (!hint.test(text)) return text;
    let written = '';
    let done = 0;
    for (const found of text.matchAll(find)) {
      const value = found.groups?.['value'] ?? found[0];
      const at = found.index + (found.groups?.['before']?.length ?? 0);
      if (is !== undefined && !is(value, text, at)) continue;
      written += text.slice(done, at) + mark(kind, value);
      done = at + value.length;
    }
    return written + text.slice(done);
  };
}

const fileEnding = /\.(?:tgz|gz|jar|dll|exe|png|jpe?g|gif|svg|webp|js|mjs|json|css|html)$/iu;

/** Also as it stands in a URL: "ana%40example.com". */
export const emailPattern: RedactionPattern = {
  hint: /@|%40|＠/iu,
  find: /[\p{L}\p{N}._%+-]{1,64}(?:@|%40|＠)(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,24}(?![\p{L}\p{N}-])/giu,
  kind: 'e-mail',
  // "git@github.com:team/repo" and "icon@2x.png" are no people.
  is: (found, text, at) => !fileEnding.test(found) && !(/^git@/iu.test(found) && text[at + found.length] === ':'),
};
