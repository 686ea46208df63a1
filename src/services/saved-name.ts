import { shorten } from '../core/clauses.ts';
import { UserError } from '../core/errors.ts';

const mostCharacters = 40;
const oneWord = /^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u;

/** The id of what is saved under that name: case does not matter. */
export function savedId(name: string): string {
  return name.trim().toLowerCase();
}

/** Gives back the id. Throws UserError for what is not one word, or is too long for a name. */
export function checkSavedName(name: string): string {
  const id = savedId(name);
  if (id.length > mostCharacters)
    throw new UserError(`“${shorten(name)}” is too long for a name; ${mostCharacters} characters are enough.`);
  if (!oneWord.test(id)) {
    const joined = id.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-').replaceAll(/^[._-]+|[._-]+$/gu, '');
    const hint = joined === '' ? '' : ` Call it ${joined}?`;
    throw new UserError(`“${shorten(name)}” cannot be a name: it takes one word of letters, digits and dashes.${hint}`);
  }
  return id;
}
