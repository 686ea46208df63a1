import { createHash } from 'node:crypto';

/** Beyond this only the beginning is kept, with a hash of all of it. At most 900 bytes in UTF-8. */
const mostIndexed = 300;
const beginning = 200;

/** PostgreSQL has no U+0000 in a text; what has one is kept with the sign for it. */
export const storable = (text: string): string => text.replaceAll('\u0000', '\u2400');

/**
 * A text as the column holds it that rows are found by. Sources name alerts and what they are about with text of any length, and
 * PostgreSQL has no index entry above some 2,700 bytes; so every column with an index that holds such a text is written and looked
 * up through this, in either database. Two texts that differ stay different.
 */
export function indexed(text: string): string {
  // Nearly all are like this, and of a large incident there are thousands.
  if (text.length <= mostIndexed && text.isWellFormed() && !text.includes('\u0000')) return text;
  const whole = storable(text.toWellFormed());
  if (whole.length <= mostIndexed) return whole;
  const hash = createHash('sha256').update(whole).digest('base64url');
  return `${whole.slice(0, beginning).toWellFormed()} #${hash}`;
}

export function indexedOrNull(text: string | undefined): string | null {
  return text === undefined ? null : indexed(text);
}
