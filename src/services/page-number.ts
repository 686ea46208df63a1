import { shorten } from '../core/clauses.ts';
import { UserError } from '../core/errors.ts';

/** The number behind “page”, from 1; undefined: none was given. Throws UserError for what is no such number. */
export function readPage(typed: string | undefined, examples: readonly string[]): number | undefined {
  if (typed === undefined) return undefined;
  if (!/^[1-9]\d{0,5}$/u.test(typed)) throw new UserError(`“${shorten(typed)}” is not the number of a page.`, examples);
  return Number(typed);
}
