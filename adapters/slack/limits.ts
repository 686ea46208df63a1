import type { Pace } from '../../src/core/model/delivery.ts';
import { clean } from './clean.ts';

/** Slack takes about one message a second in each channel; from its page on rate limits. A redraw counts as one, to be on the safe side. */
export const pace: Pace = { everyMs: 1_000, burst: 1 };

/** Slack's sizes, in characters (UTF-16 units) unless said otherwise; from its Block Kit reference. */
export const limits = {
  fallback: 1_000,
  /** A message without blocks; Slack advises to stay below 4,000 and cuts at 40,000. */
  plainMessage: 3_900,
  header: 150,
  /** One text block. Slack states it for sections; rich text is kept to the same. */
  text: 3_000,
  altText: 2_000,
  /** Undocumented: what file systems take. */
  fileName: 255,
  imageTitle: 2_000,
  url: 3_000,
  elements: 25,
  label: 75,
  buttonValue: 2_000,
  options: 100,
  optionValue: 150,
  inputLabel: 2_000,
  initialValue: 3_000,
  blockId: 255,
  /** The header row counts as a row. */
  tableRows: 100,
  tableColumns: 20,
  tableCharacters: 9_000,
  cell: 500,
  /** Title, submit and close of a modal. */
  modalLabel: 24,
  privateMetadata: 3_000,
} as const;

/** What a document is drawn on. */
export interface Surface {
  readonly blocks: number;
  /** All readable characters. */
  readonly characters: number;
  /** How many of Slack's own tables it takes; further ones are preformatted text. */
  readonly tables: number;
  /** Whether files can go with it. 'apart': to its reader’s own conversation with the bot, because none can be ephemeral. */
  readonly files: 'attached' | 'apart' | 'none';
}

export const surfaces = {
  /** Slack refuses from about 13,200 characters on (msg_blocks_too_long), though it does not document it. */
  message: { blocks: 50, characters: 12_000, tables: 1, files: 'attached' },
  ephemeral: { blocks: 50, characters: 12_000, tables: 1, files: 'apart' },
  modal: { blocks: 100, characters: 12_000, tables: 0, files: 'none' },
  /** The whole view may have 250 KB. */
  home: { blocks: 100, characters: 30_000, tables: 0, files: 'none' },
} as const satisfies Readonly<Record<string, Surface>>;

/** Cleans, and cuts to `most` characters, the last of which then is an ellipsis; never splits a pair of surrogates. */
export function cut(text: string, most: number): string {
  const whole = clean(text);
  if (whole.length <= most) return whole;
  const end = most - 1;
  const splits = /[\ud800-\udbff]/u.test(whole.charAt(end - 1));
  return `${whole.slice(0, splits ? end - 1 : end)}…`;
}
