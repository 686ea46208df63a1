import type { Pace } from '../../src/core/model/delivery.ts';

/**
 * What a bot may do in one conversation: 7 operations in 1 s, 8 in 2 s, 60 in 30 s and 1,800 in an hour, posts and redraws together
 * (the platform's documentation of rate limits). A burst of b and one each e seconds makes at most b + w / e in w seconds: with
 * these, 5, 5, 19 and 1,796. What people ask the bot meanwhile has the rest. One after the other, because a bot cannot read a
 * conversation to see what arrived before it was killed.
 */
export const pace: Pace = { everyMs: 2_010, burst: 5, atOnce: 1 };

/**
 * Sizes that Teams allows, in the units it counts them. Text is counted as UTF-16, two bytes a unit; pictures that an
 * Image carries as base64 do not count. Source: the platform's documentation of message and card sizes.
 */
export const limits = {
  /** Bytes of a whole activity; more is refused with 413 MessageSizeTooBig. */
  message: 40 * 1024,
  /** Bytes of it that are left for what the connector adds: who it is from, where it goes. */
  reserve: 1024,
  /** Bytes of a picture that travels inside the message. */
  picture: 1024 * 1024,
  /** Teams draws this many actions of one set and hides the rest. */
  actionsInASet: 6,
  /** Options of a select that are drawn as buttons; more of them are a list. */
  optionsAsButtons: 18,
  /** Bytes of what is sent where Teams found the whole of it too large. */
  short: 8 * 1024,
  /** Choices of one Input.ChoiceSet that people can still find their way in. */
  choices: 100,
  /** Choices that Teams shows of a search. */
  searched: 15,
  /** Characters of the words that a click is answered with. */
  clickWords: 500,
  /** Columns of a table that can still be read side by side. */
  columns: 12,
  /** Characters of a button's label. */
  label: 40,
  /** Characters of the line that notifications show. */
  summary: 200,
  /** Characters of an alternative text. */
  alt: 1_000,
  /** Characters of a file's beginning, where it cannot be linked to. */
  excerpt: 1_500,
  excerptLines: 30,
} as const;

/** How much of each block is drawn; the render tries these in turn until the card fits. */
export interface Caps {
  readonly rows: number;
  readonly facts: number;
  /** Characters of one piece of text. */
  readonly characters: number;
  readonly blocks: number;
}

export const capsInTurn: readonly [Caps, ...Caps[]] = [
  { rows: 100, facts: 50, characters: 8_000, blocks: 60 },
  { rows: 50, facts: 40, characters: 4_000, blocks: 60 },
  { rows: 30, facts: 30, characters: 2_000, blocks: 50 },
  { rows: 20, facts: 20, characters: 1_000, blocks: 40 },
  { rows: 12, facts: 15, characters: 500, blocks: 30 },
  { rows: 6, facts: 10, characters: 250, blocks: 20 },
  { rows: 3, facts: 5, characters: 120, blocks: 12 },
  { rows: 1, facts: 2, characters: 60, blocks: 6 },
];

/** Whether Teams takes the activity. */
export const fits = (activity: object, most: number = limits.message - limits.reserve): boolean => countBytes(activity) <= most;

/** Bytes as Teams counts them: UTF-16, without the pictures that Images carry. Text that only looks like a picture counts. */
export function countBytes(value: unknown): number {
  return JSON.stringify(value, withoutPicture).length * 2;
}

/** For JSON.stringify. */
function withoutPicture(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('type' in value) || value.type !== 'Image') return value;
  const picture = 'url' in value && typeof value.url === 'string' && /^data:image\/[a-z+]+;base64,/u.test(value.url);
  return picture ? { ...value, url: '' } : value;
}
