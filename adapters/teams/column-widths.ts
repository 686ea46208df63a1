import type { Cell, Column } from '../../src/core/document.ts';

/** About how many characters stand side by side in a narrow card; a wider one spreads them in the same proportion. */
const cardCharacters = 72;
/** Of small letters more do. */
const cardSmallCharacters = 96;
/** Words that together need more than this are set in small letters, so that none is broken where the window is narrow. */
const roomForNormal = 56;
/** What a cell's padding takes, in characters. */
const padding = 3;
/** Titles are bold, and so wider. */
const boldness = 1.15;
/** A word longer than this is broken, so that it does not push the others aside. */
const longestWord = 24;
const longestLine = 40;

/**
 * The shares of a table's columns. Each has room for its longest word, because a word that does not fit is broken in the
 * middle; what is left goes to those whose cells would need more than one line.
 */
export function columnWidths(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
): { readonly widths: readonly number[]; readonly letters: 'normal' | 'small' } {
  const needs = columns.map((column, index) => {
    const texts = rows.map((row) => row[index]?.text ?? '');
    const word = Math.max(boldness * longest(wordsOf([column.title])), longest(wordsOf(texts)));
    const line = Math.max(boldness * longest([column.title]), longest(texts));
    const least = Math.min(word, longestWord) + padding;
    return { least, more: Math.max(Math.min(line, longestLine) + padding - least, 0) };
  });
  const wanted = sum(needs.map((need) => need.more));
  const least = sum(needs.map((need) => need.least));
  const letters = least > roomForNormal ? 'small' : 'normal';
  const left = Math.max((letters === 'small' ? cardSmallCharacters : cardCharacters) - least, 0);
  const given = wanted === 0 ? 0 : Math.min(left / wanted, 1);
  return {
    widths: needs.map((need) => Math.round(need.least + need.more * given)),
    letters,
  };
}

/** A line may break at spaces and behind hyphens. */
const wordsOf = (texts: readonly string[]): readonly string[] => texts.flatMap((text) => text.split(/\s+|(?<=-)/u));
const longest = (texts: readonly string[]): number => texts.reduce((most, text) => Math.max(most, text.length), 1);
const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
