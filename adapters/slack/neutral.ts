import { cut, limits } from './limits.ts';

// Slack's fallback text is the one field that is always parsed. The characters its markup is made of are replaced by ones
// that look alike where they could open or close a format, and a word joiner (invisible) takes the life out of pings,
// addresses and emoji names.
const joiner = '\u2060';
const lookalikes: Readonly<Record<string, string>> = { '*': '∗', '~': '∼', '`': 'ˋ', _: 'ˍ' };
const atWordEdge = /(?<![\p{L}\p{N}])[*~`_]|[*~`_](?![\p{L}\p{N}])/gu;

/** For the fallback text: nothing in it pings, links, formats or is taken for Slack's control sequences. */
export function neutral(text: string, most: number = limits.fallback): string {
  const literal = cut(text, most)
    .replace(atWordEdge, (mark) => lookalikes[mark] ?? mark)
    .replaceAll('@', `@${joiner}`)
    .replaceAll('://', `:${joiner}//`)
    .replaceAll(/\bwww\./giu, `www${joiner}.`)
    .replaceAll(/:(?=[a-z][\w+'-]*:)/giu, `:${joiner}`);
  return escapeControl(literal);
}

/** Slack's three control characters, escaped as its documentation asks. */
export function escapeControl(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** The address when it is one that may be shown as a link: http or https, and short enough. */
export function linkable(url: string): string | undefined {
  if (url.length > limits.url || !URL.canParse(url)) return undefined;
  const { protocol, href } = new URL(url);
  return (protocol === 'https:' || protocol === 'http:') && href.length <= limits.url ? href : undefined;
}
