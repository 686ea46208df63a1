import { shorten } from '../../src/core/clauses.ts';
import { quoteWord, readWords } from '../../src/core/words.ts';
import type { Heard } from './read-invocation.ts';
import { placeOf } from './read-invocation.ts';
import { readSlackText } from './read-text.ts';
import type { MessageShortcut } from './schema-interactive.ts';

/** The entry of a message's menu that the manifest declares. */
export const timelineShortcut = 'timeline_add';

/** Longer messages are cut, visibly: a story is read at a glance. */
const longestText = 2_000;
/** Slack's messages can be longer than any command; nothing beyond this is even looked at. */
const longestRead = 8_000;

/**
 * The menu entry "Add to timeline": the command that adds the message's words, as its author's and of its time, to the incident of
 * its thread. `names`: of its author and the people it mentions, by their ids, where they are known.
 */
export function readShortcut(shortcut: MessageShortcut, names: ReadonlyMap<string, string>): Heard {
  const { user, channel, trigger, responseUrl, message } = shortcut;
  return {
    id: `slack:shortcut:${trigger}`,
    user,
    place: placeOf(channel.id, channel.name, message.thread ?? message.id),
    text: `timeline add ${quoted(wordsOf(message, names))} by ${quoted(authorOf(message, names))} at ${timeOf(message.id)}`,
    origin: { kind: 'shortcut', message: { platform: 'slack', channel: channel.id, id: message.id } },
    replyTo: {
      user: user.id,
      trigger,
      ...(responseUrl === undefined ? {} : { responseUrl }),
      // What only one person sees is shown in a thread that exists already, and nowhere else.
      ...(message.thread === undefined ? { thread: 'none yet' } : {}),
    },
  };
}

/** In quotes in any case: only behind those does the command read whose words they are. */
function quoted(words: string): string {
  const written = quoteWord(words);
  return written === words ? `"${words}"` : written;
}

function authorOf({ author }: MessageShortcut['message'], names: ReadonlyMap<string, string>): string {
  return names.get(author.id ?? '') ?? author.name ?? author.id ?? 'somebody';
}

/** The id of a message is its time, in seconds since 1970. */
function timeOf(id: string): string {
  return new Date(Math.floor(Number(id) * 1_000)).toISOString();
}

function wordsOf(message: MessageShortcut['message'], names: ReadonlyMap<string, string>): string {
  const said = readSlackText(message.text, (id, label) => `@${names.get(id) ?? label ?? id}`).trim();
  // Quoted as a command reads it: without the characters it takes out, which could otherwise hide a quote.
  const words = readWords((said === '' ? message.files.join(', ') : said).slice(0, longestRead)).text;
  return words === '' ? 'a message without words' : shorten(words, longestText);
}
