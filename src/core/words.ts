import { UserError } from './errors.ts';

/** One word of a command. A quoted word is never taken for a keyword. */
export interface Word {
  readonly text: string;
  readonly quoted: boolean;
  /** Where it begins and ends in the cleaned text, quotes included. */
  readonly start: number;
  readonly end: number;
}

export interface Words {
  /** The cleaned text, for commands that read the rest themselves (a query). */
  readonly text: string;
  readonly all: readonly Word[];
}

const quotePairs: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '“': '”',
  '”': '”',
  '„': '”',
  '‟': '”',
  '‘': '’',
  '’': '’',
  '«': '»',
};
// Word joiner, zero-width characters, byte order mark, soft hyphen and the marks that steer writing direction: invisible, so
// nobody types them on purpose, and a name that holds one matches nothing.
const invisible = /[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;
// oxlint-disable-next-line no-control-regex -- control characters are what is taken out here
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/gu;

/** Longer texts are refused: no command needs them, and the platforms allow more than a person types. */
const mostCharacters = 12_000;

/**
 * Splits what a person typed into words: any kind of space (non-breaking too) separates; straight, curly and low quotes hold
 * a name with spaces together; a comma ends a word and stands as a word of its own. Never throws but for texts that are too long.
 */
export function readWords(typed: string): Words {
  if (typed.length > mostCharacters)
    throw new UserError(
      `That is ${typed.length.toLocaleString('en')} characters long, and I read at most ${mostCharacters.toLocaleString('en')} (rule too-long).`,
      ['help'],
    );
  const text = typed.replace(control, ' ').replace(invisible, '').trim();
  const all: Word[] = [];
  const readAt = wordsOf(text);
  for (let word = readAt(0); word !== undefined; word = readAt(word.end)) all.push(word);
  return { text, all };
}

/**
 * For commands that read cleaned text themselves: the first word at or behind a place; undefined: only spaces are left. A quote
 * that nothing closes is looked for once only, so that reading all words takes time in proportion to the text.
 */
export function wordsOf(text: string): (from: number) => Word | undefined {
  const unclosed = new Set<string>();
  return (from) => {
    let at = from;
    while (at < text.length && /\s/u.test(text[at] ?? '')) at += 1;
    if (at >= text.length) return undefined;
    if (text[at] === ',') return { text: ',', quoted: false, start: at, end: at + 1 };
    return readQuoted(text, at, unclosed) ?? readBare(text, at);
  };
}

/** A quote only opens at the start of a word, so that apostrophes inside words stay what they are. */
function readQuoted(text: string, start: number, unclosed: Set<string>): Word | undefined {
  const opening = text[start] ?? '';
  const closing = quotePairs[opening];
  if (closing === undefined || unclosed.has(closing)) return undefined;
  for (let at = start + 1; at < text.length; at += 1) {
    const character = text[at] ?? '';
    const endsHere = character === closing || (closing === '”' && character === '"') || (closing === '"' && character === '”');
    const next = text[at + 1];
    if (endsHere && (next === undefined || /[\s,]/u.test(next))) {
      return { text: text.slice(start + 1, at), quoted: true, start, end: at + 1 };
    }
  }
  unclosed.add(closing);
  return undefined;
}

function readBare(text: string, start: number): Word {
  let end = start;
  while (end < text.length && !/[\s,]/u.test(text[end] ?? '')) end += 1;
  return { text: labelOf(text.slice(start, end)), quoted: false, start, end };
}

/** A name that a chat client turned into a link or a mention by itself, `<http://shop.example|shop.example>`, is that name. */
function labelOf(word: string): string {
  return /^<(?:https?:|mailto:|[@#])[^|<>]*\|(?<label>[^<>]+)>$/u.exec(word)?.groups?.['label'] ?? word;
}

/** For writing: what opens, what closes, and what the name must not hold because it would close it. */
const writtenPairs: readonly (readonly [opening: string, closing: string, excluded: RegExp])[] = [
  ['"', '"', /["”]/u],
  ["'", "'", /'/u],
  ['«', '»', /»/u],
];

/** Writes a name so that readWords gives it back as one word: quoted where it has to be. With every kind of quote in it, the straight ones become single. */
export function quoteWord(name: string): string {
  if (name !== '' && !/[\s,"'“”„‟‘’«»]/u.test(name)) return name;
  const pair = writtenPairs.find(([, , excluded]) => !excluded.test(name));
  return pair === undefined ? `"${name.replaceAll(/["”]/gu, "'")}"` : `${pair[0]}${name}${pair[1]}`;
}
