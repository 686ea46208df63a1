import { shorten } from '../core/clauses.ts';
import { formatDuration, readDuration } from '../core/duration.ts';
import { UserError } from '../core/errors.ts';
import { quoteWord, type Word } from '../core/words.ts';

export const queryLooks = ['table', 'chart', 'csv'] as const;
export type QueryLook = (typeof queryLooks)[number];

/** What is said about a query beside it. */
export interface QueryOptions {
  readonly in: string | undefined;
  readonly overMs: number | undefined;
  /** `from MOMENT to MOMENT`: the range of an answer, for the buttons that show the same one otherwise. */
  readonly range?: { readonly from: number; readonly to: number } | undefined;
  /** From 1; undefined: the first, in a message of its own. */
  readonly page: number | undefined;
  /** undefined: as the query's `render` says. */
  readonly as: QueryLook | undefined;
  readonly anyway: boolean;
  readonly afresh: boolean;
}

export const noOptions: QueryOptions = { in: undefined, overMs: undefined, page: undefined, as: undefined, anyway: false, afresh: false };

const mostPages = 9_999;

export const optionWords = ['in', 'over', 'from', 'page', 'as', 'anyway', 'afresh'] as const;
type OptionWord = (typeof optionWords)[number];

export interface ReadOptions {
  readonly options: QueryOptions;
  /** How many words they were. */
  readonly count: number;
}

/** Reads options from the first word on, up to one that is none. Throws UserError for one that is given twice or says nothing. */
export function readOptions(words: readonly Word[], examples: readonly string[]): ReadOptions {
  const options: { -readonly [Name in keyof QueryOptions]: QueryOptions[Name] } = { ...noOptions };
  const given = new Set<OptionWord>();
  let count = 0;
  while (count < words.length) {
    const word = words[count];
    const option = word === undefined || word.quoted ? undefined : optionWords.find((one) => one === word.text.toLowerCase());
    if (option === undefined) break;
    if (given.has(option))
      throw new UserError(`“${option}” is given twice. If the second one begins the query, put the query in a code block.`, examples);
    given.add(option);
    Object.assign(
      options,
      option === 'from' ? readRange(words.slice(count + 1), examples) : readOption(option, words[count + 1]?.text, examples),
    );
    count += lengths[option];
  }
  return { options, count };
}

/** How many words each takes. */
const lengths: Readonly<Record<OptionWord, number>> = { in: 2, over: 2, from: 4, page: 2, as: 2, anyway: 1, afresh: 1 };

const momentText = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?Z$/iu;

/** `2026-11-20T12:00Z to 2026-11-20T13:00Z`, behind `from`. */
function readRange([first, to, second]: readonly Word[], examples: readonly string[]): Pick<QueryOptions, 'range'> {
  const [from, until] = [first, second].map((one) => (momentText.test(one?.text ?? '') ? Date.parse(one?.text ?? '') : Number.NaN));
  if (from === undefined || until === undefined || to?.text.toLowerCase() !== 'to' || !(from < until))
    throw new UserError(
      'Behind “from” come two moments in UTC, as from 2026-11-20T12:00Z to 2026-11-20T13:00Z. If “from” begins the query, put the query in a code block.',
      examples,
    );
  return { range: { from, to: until } };
}

function readOption(option: Exclude<OptionWord, 'from'>, value: string | undefined, examples: readonly string[]): Partial<QueryOptions> {
  if (option === 'anyway') return { anyway: true };
  if (option === 'afresh') return { afresh: true };
  if (value === undefined) throw new UserError(`Something is missing after “${option}”.`, examples);
  switch (option) {
    case 'in':
      return { in: value };
    case 'over': {
      const overMs = readDuration(value);
      if (overMs === undefined || overMs === 0) throw new UserError(`“${shorten(value)}” is no time span; say 30m, 24h or 7d.`, examples);
      return { overMs };
    }
    case 'page': {
      const page = /^\d{1,4}$/u.test(value) ? Number(value) : 0;
      if (page < 1 || page > mostPages) throw new UserError(`“${shorten(value)}” is no page; pages are counted from 1.`, examples);
      return { page };
    }
    case 'as': {
      const look = queryLooks.find((one) => one === value.toLowerCase());
      if (look === undefined)
        throw new UserError(`“${shorten(value)}” is no way to show a result; there are ${queryLooks.join(', ')}.`, examples);
      return { as: look };
    }
  }
}

/** Words that readOptions reads as these options. */
export function optionsText(options: QueryOptions): readonly string[] {
  return [
    ...(options.in === undefined ? [] : ['in', writeName(options.in)]),
    ...(options.overMs === undefined ? [] : ['over', formatDuration(options.overMs)]),
    ...(options.range === undefined ? [] : ['from', momentOf(options.range.from), 'to', momentOf(options.range.to)]),
    ...(options.page === undefined ? [] : ['page', String(options.page)]),
    ...(options.as === undefined ? [] : ['as', options.as]),
    ...(options.anyway ? ['anyway'] : []),
    ...(options.afresh ? ['afresh'] : []),
  ];
}

const momentOf = (at: number): string => new Date(at).toISOString().replace('.000Z', 'Z');

/** What could be read as a parameter's value ("a=b") is quoted. */
function writeName(name: string): string {
  const quoted = quoteWord(name);
  return quoted === name && name.includes('=') ? `"${name}"` : quoted;
}
