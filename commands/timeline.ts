import { shorten } from '../src/core/clauses.ts';
import { sentence } from '../src/core/document.ts';
import { UserError } from '../src/core/errors.ts';
import { type Reply, replyToChannel, replyToSender } from '../src/core/invocation.ts';
import { readMoment } from '../src/core/moments.ts';
import type { Suggest } from '../src/core/ports.ts';
import { quoteWord, type Word, type Words } from '../src/core/words.ts';
import { chooseIncident, incidentIdOf, readIncidentId } from '../src/services/incidents-choose.ts';
import { cutNote, longestNote } from '../src/services/incidents-story.ts';
import { type Context, command } from '../src/services/services.ts';
import { incidentChoice } from '../templates/incidents.ts';
import { timeline as story } from '../templates/timeline.ts';

const examples = ['timeline INC-1', 'timeline add rolled back to 4.2', 'timeline add to INC-1 "the database is full"', 'timeline'] as const;

type Wish = { readonly kind: 'show'; readonly id: string | undefined } | ({ readonly kind: 'add'; readonly id: string | undefined } & Note);

interface Note {
  readonly text: string;
  /** Whose words they are and when they were said; undefined: the person's own, now. */
  readonly by: string | undefined;
  readonly at: string | undefined;
}

export const timeline = command({
  name: 'timeline',
  summary: 'Tells what happened in an incident, or adds a note to it.',
  usage: 'timeline [INCIDENT] · timeline add [to INCIDENT] TEXT · timeline add [to INCIDENT] "TEXT" by "NAME" at MOMENT',
  examples,
  permission: 'viewer',
  changes: (wish) => (wish.kind === 'add' ? 'state' : 'nothing'),
  args: readWish,
  run: async (wish, context) => (wish.kind === 'show' ? show(wish.id, context) : add(wish, context)),
});

async function show(id: string | undefined, context: Context): Promise<Reply> {
  const { incidents } = context.services;
  const choice = await chooseIncident(id, context, incidents);
  if (choice.kind === 'unclear') return replyToSender(incidentChoice('Whose story?', (one) => `timeline ${one}`, choice.open));
  const [view, told] = await Promise.all([incidents.view(choice.id), incidents.story(choice.id)]);
  return replyToChannel(story(view, told));
}

async function add({ id, text, by, at }: Note & { readonly id: string | undefined }, context: Context): Promise<Reply> {
  const { incidents } = context.services;
  const saidAt = momentOf(at, context);
  const kept = cutNote(text);
  const choice = await chooseIncident(id, context, incidents);
  if (choice.kind === 'unclear') {
    const origin = `${by === undefined ? '' : ` by ${quoteWord(by)}`}${at === undefined ? '' : ` at ${quoteWord(at)}`}`;
    const withNote = (one: string): string => `timeline add to ${one} ${quoteWord(kept)}${origin}`;
    return replyToSender(incidentChoice('To which incident is it added?', withNote, choice.open));
  }
  const incident = await incidents.note(choice.id, { text: kept, at: saidAt, saidBy: by }, context.actor);
  const cut = kept === text ? '' : ` It was too long: the first ${longestNote.toLocaleString('en')} characters were kept.`;
  return replyToSender(sentence(`Added to the story of ${incident.id}: ${incident.title}.${cut}`));
}

/** The chat that says when something was said may be ahead of us by so much. */
const clockSkewMs = 10 * 60_000;

function momentOf(at: string | undefined, { timeZone, now }: Context): number {
  if (at === undefined) return now;
  const moment = readMoment(at, timeZone, now);
  if (moment === undefined) throw new UserError(`“${shorten(at)}” is not a moment. Write 14:05 or 2026-11-20 14:05.`, [examples[2]]);
  if (moment > now + clockSkewMs) throw new UserError(`“${shorten(at)}” lies in the future.`, [examples[2]]);
  return Math.min(moment, now);
}

function readWish(words: Words, suggest: Suggest): Wish {
  const [, verb, ...rest] = words.all;
  if (verb === undefined) return { kind: 'show', id: undefined };
  if (verb.text.toLowerCase() === 'add') return readNote(words.text, rest);
  if (incidentIdOf(verb.text) === undefined && suggest(verb.text.toLowerCase(), ['add']) !== undefined)
    throw new UserError(`I did not understand “${shorten(verb.text)}”. Did you mean “add”?`, [examples[1], examples[2]]);
  return { kind: 'show', id: readIncidentId(words, examples) };
}

/** "to" names the incident only where an id follows: "add to be continued" is a note. */
function readNote(typed: string, words: readonly Word[]): Wish {
  const [to, name] = words;
  const named = to !== undefined && !to.quoted && to.text.toLowerCase() === 'to' && name !== undefined && !name.quoted;
  const id = named && /^(?:inc-|#)/iu.test(name.text) ? incidentIdOf(name.text) : undefined;
  const note = readOrigin(typed, id === undefined ? words : words.slice(2));
  if (note.text === '') throw new UserError('What is to be added? Write it behind “add”.', [examples[1], examples[2]]);
  return { kind: 'add', id, ...note };
}

/** Whose words they are stands behind words in quotes only: "add stopped by the watchdog" is a note. */
function readOrigin(typed: string, words: readonly Word[]): Note {
  const [text, first, by, second, at, more] = words;
  const isOrigin = text?.quoted === true && isKeyword(first, 'by') && isKeyword(second, 'at') && more === undefined;
  if (!isOrigin || by === undefined || at === undefined || !/^\d/u.test(at.text))
    return { text: asTyped(typed, words), by: undefined, at: undefined };
  return { text: text.text.trim(), by: by.text.trim(), at: at.text };
}

const isKeyword = (word: Word | undefined, keyword: string): boolean => word?.quoted === false && word.text.toLowerCase() === keyword;

/** A note in one pair of quotes is what stands between them; otherwise everything is kept, spaces and lines too. */
function asTyped(typed: string, words: readonly Word[]): string {
  const [first] = words;
  if (first !== undefined && words.length === 1) return first.text.trim();
  return words
    .map((word, index) => {
      const before = words[index - 1];
      const space = before === undefined ? '' : typed.slice(before.end, word.start);
      // A bare word may be a link or mention that the chat wrote in its own way.
      return `${space}${word.quoted ? typed.slice(word.start, word.end) : word.text}`;
    })
    .join('')
    .trim();
}
