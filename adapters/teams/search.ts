import type { SearchChoice, SearchQuery } from '../../src/core/chat.ts';
import { limits } from './limits.ts';
import { type IncomingActivity, searchValue } from './schema.ts';
import { cut, inert } from './text.ts';

/** What somebody typed into a searchable field; undefined: the activity is no search, or none that a form of ours makes. */
export function readSearch(activity: IncomingActivity): SearchQuery | undefined {
  if (activity.type !== 'invoke' || activity.name !== 'application/search') return undefined;
  const value = searchValue.safeParse(activity.value).data;
  if (value === undefined) return undefined;
  return {
    source: value.dataset,
    typed: value.queryText,
    most: limits.searched,
  };
}

/** What an `application/search` invoke is answered with. */
export interface SearchAnswer {
  readonly statusCode: 200;
  readonly type: 'application/vnd.microsoft.search.searchResponse';
  readonly value: { readonly results: readonly { readonly title: string; readonly value: string }[] };
}

export function answerSearch(choices: readonly SearchChoice[]): SearchAnswer {
  const results = choices.slice(0, limits.searched).map(({ label, value }) => ({ title: cut(inert(label), limits.summary) || '…', value }));
  return { statusCode: 200, type: 'application/vnd.microsoft.search.searchResponse', value: { results } };
}
