import type { Suggest } from '../core/ports.ts';

export interface Candidate {
  readonly label: string;
  readonly value: string;
  /** What people may type for it, the usual word first. */
  readonly words: readonly string[];
}

/**
 * The candidates that fit what was typed, the best first: the very word, its beginning, the beginning of one of its parts,
 * somewhere in it, and last the one it was perhaps meant to be. Those that fit alike stay in order, which is that of usefulness.
 */
export function best(typed: string, candidates: readonly Candidate[], most: number, suggest: Suggest): readonly Candidate[] {
  const wanted = normalise(typed);
  if (wanted === '') return candidates.slice(0, most);
  const ranked = candidates.flatMap((candidate) => {
    const rank = bestRank(wanted, candidate);
    return Number.isFinite(rank) ? [{ candidate, rank }] : [];
  });
  if (ranked.length > 0) {
    // toSorted keeps the order of equals.
    const sorted = ranked.toSorted((one, other) => one.rank - other.rank);
    return sorted.slice(0, most).map((one) => one.candidate);
  }
  const near = suggest(
    wanted,
    candidates.flatMap((one) => one.words),
  );
  return near === undefined ? [] : candidates.filter((one) => one.words.includes(near)).slice(0, most);
}

/** Whether what was typed is found in one of the candidates, and not only near to one. */
export function isAmong(typed: string, candidates: readonly Candidate[]): boolean {
  const wanted = normalise(typed);
  return candidates.some((one) => Number.isFinite(bestRank(wanted, one)));
}

function normalise(typed: string): string {
  return typed.trim().toLowerCase().replaceAll(/\s+/gu, ' ');
}

/** The label itself too: it is what stays in the field after a choice. */
function bestRank(wanted: string, { label, words }: Candidate): number {
  return Math.min(...[label, ...words].map((word) => rankOf(wanted, word.toLowerCase())));
}

function rankOf(wanted: string, word: string): number {
  if (word === wanted) return 0;
  if (word.startsWith(wanted)) return 1;
  if (word.split(/[\s./:_-]+/u).some((part) => part.startsWith(wanted))) return 2;
  return word.includes(wanted) ? 3 : Number.POSITIVE_INFINITY;
}
