import { UserError } from '../core/errors.ts';
import type { Words } from '../core/words.ts';
import { optionsText, optionWords, type QueryOptions, readOptions } from './queries-options.ts';
import { inBlock, meantText, withoutBlock } from './queries-text.ts';

/** The query's own words, or the id under which they are kept. */
export type QueryBody = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'kept'; readonly id: string };

export interface KqlWish {
  readonly options: QueryOptions;
  readonly body: QueryBody;
}

export type KqlCall =
  /** No query: it is asked for, with what was said already. */
  | { readonly kind: 'form'; readonly options: QueryOptions }
  | { readonly kind: 'ask'; readonly wish: KqlWish }
  | { readonly kind: 'explain'; readonly wish: KqlWish }
  /** The form, with that query in it. */
  | { readonly kind: 'edit'; readonly wish: KqlWish }
  | { readonly kind: 'cancel'; readonly id: string };

const keptText = /^kept\s+(?<id>[0-9a-f]{32})$/iu;
const cancelText = /^cancel\s+(?<id>[0-9a-z]{4,12})$/iu;

/**
 * Reads `kql`, `kql cancel ID` and `kql [explain|edit] [in NAME] [over 24h] [from … to …] [page N] [as table|chart|csv] [anyway] [afresh] QUERY`,
 * where `kept ID` may stand for the query. Options stand before the query only: behind its first word, everything is the query,
 * whatever it looks like. Throws UserError.
 */
export function readKqlCall({ text, all }: Words, examples: readonly string[]): KqlCall {
  const restFrom = (index: number): string => {
    const word = all[index];
    return word === undefined ? '' : text.slice(word.start);
  };
  const id = cancelText.exec(restFrom(1))?.groups?.['id'];
  if (id !== undefined) return { kind: 'cancel', id: id.toLowerCase() };
  const verb = all[1]?.quoted === false ? (['explain', 'edit'] as const).find((one) => one === all[1]?.text.toLowerCase()) : undefined;
  const first = verb === undefined ? 1 : 2;
  const { options, count } = readOptions(all.slice(first), examples);
  const body = readBody(restFrom(first + count));
  if (body === undefined) {
    if (verb === 'explain') throw new UserError('Which query is to be explained?', examples);
    return { kind: 'form', options };
  }
  return { kind: verb ?? 'ask', wish: { options, body } };
}

function readBody(rest: string): QueryBody | undefined {
  const id = keptText.exec(rest.trim())?.groups?.['id'];
  if (id !== undefined) return { kind: 'kept', id: id.toLowerCase() };
  const text = meantText(withoutBlock(rest));
  return text === '' ? undefined : { kind: 'text', text };
}

/** Words that readKqlCall reads as this very wish: what buttons and saved queries carry. */
export function kqlCommand({ options, body }: KqlWish, verb: 'ask' | 'explain' | 'edit' = 'ask'): string {
  return ['kql', ...(verb === 'ask' ? [] : [verb]), ...optionsText(options), bodyText(body)].join(' ');
}

const verbs: ReadonlySet<string> = new Set(['explain', 'edit', 'cancel', 'kept', ...optionWords]);

/** A text that begins like an option, or like a block, stands in a block of its own. */
function bodyText(body: QueryBody): string {
  if (body.kind === 'kept') return `kept ${body.id}`;
  const first = /^[^\s,]*/u.exec(body.text)?.[0].toLowerCase() ?? '';
  return verbs.has(first) || /^[`<]/u.test(body.text) ? inBlock(body.text) : body.text;
}
