import { shorten } from '../core/clauses.ts';
import { UserError } from '../core/errors.ts';
import { optionWords } from './queries-options.ts';

const mostCharacters = 40;
const oneWord = /^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u;
/** What stands first after `query` or `kql` and means something else. */
const verbs: ReadonlySet<string> = new Set([
  'save',
  'delete',
  'remove',
  'list',
  'help',
  'kept',
  'kql',
  'explain',
  'edit',
  'cancel',
  ...optionWords,
]);

/** The id of a query of that name: case does not matter. */
export function savedQueryId(name: string): string {
  return name.trim().toLowerCase();
}

/** Throws UserError for what is not one word, or is a word that `query` reads as something else. */
export function checkQueryName(name: string): void {
  const id = savedQueryId(name);
  if (id.length > mostCharacters)
    throw new UserError(`“${shorten(name)}” is too long for a name; ${mostCharacters} characters are enough.`);
  if (!oneWord.test(id)) {
    const joined = id.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-').replaceAll(/^[._-]+|[._-]+$/gu, '');
    const hint = joined === '' ? '' : ` Call it ${joined}?`;
    throw new UserError(`“${shorten(name)}” cannot be a name: it takes one word of letters, digits and dashes.${hint}`);
  }
  if (verbs.has(id)) throw new UserError(`“${name}” means something in a query command; choose another name.`);
}
