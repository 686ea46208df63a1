import type { types } from '@slack/bolt';
import type { ChatListener } from '../../src/core/chat.ts';
import { limits } from './limits.ts';
import { unstopped } from './pause.ts';
import { optionOf, searchSourceOf } from './render-form.ts';
import type { BlockSuggestion } from './schema-interactive.ts';

/** Slack shows an error after three seconds; an empty list is better than that. */
const patienceMs = 2_000;

/** The choices for what was typed into a searchable field so far; none when they do not come in time. */
export async function suggest(
  { field, typed }: Pick<BlockSuggestion, 'field' | 'typed'>,
  search: ChatListener['search'],
  pause: (ms: number) => Promise<void> = unstopped,
): Promise<readonly types.PlainTextOption[]> {
  const source = searchSourceOf(field);
  if (source === undefined) return [];
  const query = { source, typed: typed.trim(), most: limits.options };
  const stopping = new AbortController();
  const late = pause(patienceMs).then(() => {
    stopping.abort();
    return [];
  });
  const choices = await Promise.race([search(query, { signal: stopping.signal }), late]);
  return choices.flatMap((choice) => optionOf(choice.label, choice.value)).slice(0, limits.options);
}
