import { UserError } from '../core/errors.ts';
import { optionWords } from './queries-options.ts';
import { checkSavedName } from './saved-name.ts';

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

/** Throws UserError for what cannot be a name, or is a word that `query` reads as something else. */
export function checkQueryName(name: string): void {
  if (verbs.has(checkSavedName(name))) throw new UserError(`“${name}” means something in a query command; choose another name.`);
}
