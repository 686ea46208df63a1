import { shorten } from '../core/clauses.ts';
import { UserError } from '../core/errors.ts';
import { isTimeZone } from '../core/moments.ts';
import type { Suggest } from '../core/ports.ts';

/** The zone a person named after `in`; undefined: none. Throws UserError with the nearest one. */
export function readZone(word: string | undefined, suggest: Suggest, examples: readonly string[]): string | undefined {
  if (word === undefined || isTimeZone(word)) return word;
  const near = suggest(word, Intl.supportedValuesOf('timeZone'));
  const hint = near === undefined ? 'Write it like Europe/Berlin or UTC.' : `Did you mean ${near}?`;
  throw new UserError(`No time zone called “${shorten(word)}”. ${hint}`, examples);
}
