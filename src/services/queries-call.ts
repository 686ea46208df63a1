import { shorten } from '../core/clauses.ts';
import { UserError } from '../core/errors.ts';
import { type Word, type Words, wordsOf } from '../core/words.ts';
import { optionsText, type QueryOptions, readOptions } from './queries-options.ts';
import type { Given } from './queries-parameters.ts';

/** A query by its name. */
export interface NamedWish {
  readonly name: string;
  readonly given: readonly Given[];
  readonly options: QueryOptions;
}

export type QueryCall =
  | { readonly kind: 'form' }
  | { readonly kind: 'ask'; readonly wish: NamedWish }
  /** The last query of the person in that place. */
  | { readonly kind: 'save'; readonly name: string }
  /** These words of `kql` are to be saved; the name is not given yet. */
  | { readonly kind: 'ask name'; readonly words: string }
  /** The words that are kept under the id. */
  | { readonly kind: 'save kept'; readonly id: string; readonly name: string }
  | { readonly kind: 'delete'; readonly name: string };

const keptId = /^[0-9a-f]{32}$/iu;

/**
 * Reads `query`, `query NAME [PARAMETER=VALUE …] [in …] [over …] [page N] [as …] [anyway] [afresh]`, `query save NAME` and
 * `query delete NAME`. Throws UserError.
 */
export function readQueryCall({ text, all }: Words, examples: readonly string[]): QueryCall {
  const [, first, second, third, fourth] = all;
  if (first === undefined) return { kind: 'form' };
  const verb = first.text.toLowerCase();
  if (verb === 'delete' || verb === 'remove') return { kind: 'delete', name: oneName(all.slice(2), 'delete') };
  if (verb === 'save') {
    if (second?.text.toLowerCase() === 'kql' && third !== undefined) return { kind: 'ask name', words: text.slice(second.start) };
    if (second?.text.toLowerCase() === 'kept' && third !== undefined && keptId.test(third.text) && fourth !== undefined)
      return { kind: 'save kept', id: third.text.toLowerCase(), name: oneName(all.slice(4), 'save') };
    return { kind: 'save', name: oneName(all.slice(2), 'save') };
  }
  const { given, others } = readGiven(text.slice(first.end));
  const { options, count } = readOptions(others, examples);
  const extra = others[count];
  if (extra !== undefined)
    throw new UserError(
      `I did not understand “${shorten(extra.text)}” here. Parameters are given as name=value; options are in, over, page and as.`,
      examples,
    );
  return { kind: 'ask', wish: { name: first.text, given, options } };
}

function oneName(words: readonly Word[], verb: string): string {
  const [name, second] = words;
  if (name === undefined) throw new UserError(`Which query? Give its name.`, [`query ${verb} NAME`, 'queries']);
  if (second === undefined) return name.text;
  throw new UserError('A query’s name is one word.', [`query ${verb} ${words.map((one) => one.text.replaceAll(',', '')).join('-')}`]);
}

const parameterName = /(?<name>[A-Za-z_]\w{0,63})=/uy;
const quotes: Readonly<Record<string, RegExp>> = {
  '"': /"(?<inside>(?:[^"]|"")*)"(?!")/uy,
  "'": /'(?<inside>(?:[^']|'')*)'(?!')/uy,
  '“': /“(?<inside>[^”“"]*)[”“"]/uy,
  '„': /„(?<inside>[^”“"]*)[”“"]/uy,
  '”': /”(?<inside>[^”“"]*)[”“"]/uy,
  '‘': /‘(?<inside>[^’']*)[’']/uy,
  '’': /’(?<inside>[^’']*)[’']/uy,
  '«': /«(?<inside>[^»]*)»/uy,
};

/**
 * Takes `name=value` out of the words behind the query's name. A quoted value may hold anything, its own quotes are doubled:
 * so what is a word can only be told once everything before it is read.
 */
function readGiven(text: string): { readonly given: readonly Given[]; readonly others: readonly Word[] } {
  const given: Given[] = [];
  const others: Word[] = [];
  const readAt = wordsOf(text);
  let word = readAt(0);
  while (word !== undefined) {
    const name = matchAt(parameterName, text, word.start)?.groups?.['name'];
    const value = name === undefined ? undefined : readValue(text, word.start + name.length + 1, name);
    if (name === undefined || value === undefined) others.push(word);
    else given.push({ name, value: value.value });
    word = readAt(value?.end ?? word.end);
  }
  return { given, others };
}

function readValue(text: string, start: number, name: string): { readonly value: string; readonly end: number } {
  const opening = text[start] ?? '';
  const quoted = quotes[opening];
  if (quoted === undefined) {
    const bare = matchAt(/\S*/uy, text, start)?.[0] ?? '';
    if (bare === '') throw new UserError(`Something is missing after “${name}=”. An empty text is written ${name}="".`);
    return { value: bare, end: start + bare.length };
  }
  const match = matchAt(quoted, text, start);
  const end = start + (match?.[0].length ?? 0);
  if (match === null || /\S/u.test(text[end] ?? ' '))
    throw new UserError(`The quotes around the value of “${name}” do not match. A quote inside is written twice: ${name}="say ""hi""".`);
  const inside = match.groups?.['inside'] ?? '';
  return { value: opening === '"' || opening === "'" ? inside.replaceAll(opening + opening, opening) : inside, end };
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  const sticky = new RegExp(pattern);
  sticky.lastIndex = at;
  return sticky.exec(text);
}

/** Words that readQueryCall reads as this very wish. */
export function queryCommand({ name, given, options }: NamedWish): string {
  return ['query', name, ...given.map((one) => `${one.name}=${writeValue(one.value)}`), ...optionsText(options)].join(' ');
}

const plainValue = /^[\p{L}\p{N}%._/:+@*-]+$/u;

function writeValue(value: string): string {
  return plainValue.test(value) ? value : `"${value.replaceAll('"', '""')}"`;
}
