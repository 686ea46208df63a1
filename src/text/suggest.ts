import { distance } from 'fastest-levenshtein';
import type { Suggest } from '../core/ports.ts';

/**
 * Finds the candidate a person most likely meant: the same word in other case, one that begins with it, one that differs by
 * few letters, one that holds it as a part between dashes. The first of equals wins.
 */
export function createSuggest(): Suggest {
  return (word, candidates) => {
    const typed = word.trim().toLowerCase();
    if (typed === '') return undefined;
    let best: { readonly candidate: string; readonly cost: number } | undefined;
    for (const candidate of candidates) {
      const cost = costOf(typed, candidate.toLowerCase());
      if (cost !== undefined && (best === undefined || cost < best.cost)) best = { candidate, cost };
    }
    return best?.candidate;
  };
}

/** Smaller is nearer; undefined: too far to be meant. */
function costOf(typed: string, candidate: string): number | undefined {
  if (typed === candidate) return 0;
  // Half a letter, plus a little for what is left out, so that the shortest continuation is offered.
  const leftOut = Math.min(candidate.length - typed.length, 400) / 1_000;
  if (typed.length >= 2 && candidate.startsWith(typed)) return 0.5 + leftOut;
  const letters = swapsNeighbours(typed, candidate) ? 1 : distance(typed, candidate);
  if (letters <= mostLetters(typed)) return letters;
  if (typed.length >= 3 && candidate.split(/[\s./:_-]+/u).some((part) => part.startsWith(typed))) return 10 + leftOut;
  return undefined;
}

/** How many letters may differ: short words are easily near to something else. */
function mostLetters(typed: string): number {
  if (typed.length < 3) return 0;
  if (typed.length < 5) return 1;
  return typed.length < 9 ? 2 : 3;
}

/** "cup" for "cpu": the commonest slip of the fingers, which the plain distance counts as two. */
function swapsNeighbours(one: string, other: string): boolean {
  if (one.length !== other.length || one.length < 3) return false;
  const at = [...one].findIndex((letter, index) => letter !== other[index]);
  if (at < 0) return false;
  return one[at] === other[at + 1] && one[at + 1] === other[at] && one.slice(at + 2) === other.slice(at + 2);
}
