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
  /** From 1; undefined: the first, in a message of its own. */
  readonly page: number | undefined;
  /** undefined: as the query's `render` says. */
  readonly as: QueryLook | undefined;
  readonly anyway: boolean;
  readonly afresh: boolean;
}

export const noOptions: QueryOptions = { in: undefined, overMs: undefined, page: undefined, as: undefined, anyway: false, afresh: false };

const mostPages = 9_999;

export const optionWords = ['in', 'over', 'page', 'as', 'anyway', 'afresh'] as const;
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
    Object.assign(options, readOption(option, words[count + 1]?.text, examples));
    count += option === 'anyway' || option === 'afresh' ? 1 : 2;
  }
  return { options, count };
}

function readOption(option: OptionWord, value: string | undefined, examples: readonly string[]): Partial<QueryOptions> {
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
    ...(options.page === undefined ? [] : ['page', String(options.page)]),
    ...(options.as === undefined ? [] : ['as', options.as]),
    ...(options.anyway ? ['anyway'] : []),
    ...(options.afresh ? ['afresh'] : []),
  ];
}

/** What could be read as a parameter's value ("a=b") is quoted. */
function writeName(name: string): string {
  const quoted = quoteWord(name);
  return quoted === name && name.includes('=') ? `"${name}"` : quoted;
}
