import { UserError } from './errors.ts';
import type { Suggest } from './ports.ts';
import type { Word, Words } from './words.ts';

/**
 * Options are plain words (`chart memory of checkout over 6h`): the words before the first keyword are the head, the words
 * behind each keyword up to the next are its clause.
 */
export interface Clauses<Keyword extends string> {
  readonly head: readonly string[];
  /** The clause's words; undefined: not given. */
  readonly of: (keyword: Keyword) => readonly string[] | undefined;
}

export interface ClauseRules<Keyword extends string> {
  readonly keywords: readonly Keyword[];
  /** Most words of the head; what is beyond is not understood. */
  readonly mostHead: number;
  /** Most words of a clause, 1 where not named. */
  readonly most?: Partial<Record<Keyword, number>>;
  readonly examples: readonly string[];
  readonly suggest: Suggest;
}

/** Throws UserError for a keyword given twice or without words, and for words that are left over. */
export function readClauses<Keyword extends string>(words: readonly Word[], rules: ClauseRules<Keyword>): Clauses<Keyword> {
  const found = new Map<Keyword, string[]>();
  const head: string[] = [];
  let current = head;
  let currentName: Keyword | undefined;
  for (const word of words) {
    const keyword = word.quoted ? undefined : rules.keywords.find((one) => one === word.text.toLowerCase());
    if (keyword !== undefined) {
      if (found.has(keyword)) throw new UserError(`“${keyword}” is given twice.`, rules.examples);
      if (currentName !== undefined && current.length === 0) throw missing(currentName, rules);
      current = [];
      currentName = keyword;
      found.set(keyword, current);
      continue;
    }
    const most = currentName === undefined ? rules.mostHead : (rules.most?.[currentName] ?? 1);
    if (current.length >= most) throw leftOver(word.text, { name: currentName, words: current }, [...found.keys()], rules);
    current.push(word.text);
  }
  if (currentName !== undefined && current.length === 0) throw missing(currentName, rules);
  return { head, of: (keyword) => found.get(keyword) };
}

/** The words of a clause that lists names with commas between them: ["a", ",", "b"] → ["a", "b"]. */
export function readList(words: readonly string[], what: string, examples: readonly string[]): readonly string[] {
  const names: string[] = [];
  let wanted = true;
  for (const word of words) {
    if ((word === ',') === wanted) throw new UserError(`I expected ${wanted ? `a ${what}` : 'a comma'} at “${word}”.`, examples);
    if (wanted) names.push(word);
    wanted = !wanted;
  }
  if (wanted) throw new UserError(`A ${what} is missing after the comma.`, examples);
  return names;
}

/** For commands without options: throws when there are more words than `most`. */
export function readPlain(words: Words, most: number, examples: readonly string[]): readonly string[] {
  const extra = words.all[most + 1];
  if (extra !== undefined) throw new UserError(`I did not understand “${shorten(extra.text)}” here.`, examples);
  return words.all.slice(1).map((word) => word.text);
}

function missing(keyword: string, rules: { readonly examples: readonly string[] }): UserError {
  return new UserError(`Something is missing after “${keyword}”.`, rules.examples);
}

/** Only what was not given yet can have been meant; behind a clause that takes one word, a name of several needs quotes. */
function leftOver<Keyword extends string>(
  word: string,
  full: { readonly name: Keyword | undefined; readonly words: readonly string[] },
  given: readonly Keyword[],
  rules: ClauseRules<Keyword>,
): UserError {
  const open = rules.keywords.filter((one) => !given.includes(one));
  const near = rules.suggest(word, open);
  const [only] = full.words;
  const isOne = full.name !== undefined && full.words.length === 1;
  const options = open.length === 0 || isOne ? '' : ` Options are ${open.map((one) => `“${one}”`).join(', ')}.`;
  const before = isOne ? `Behind “${full.name}” stands one word, “${shorten(only ?? '')}”: ` : '';
  const hint = near === undefined ? options : ` Did you mean “${near}”?`;
  return new UserError(`${before}I did not understand “${shorten(word)}”.${hint}`, rules.examples);
}

/** Cuts what a person typed to a length that can be repeated to them. */
export function shorten(word: string, most = 60): string {
  const characters = [...word];
  return characters.length <= most ? word : `${characters.slice(0, most - 1).join('')}…`;
}
