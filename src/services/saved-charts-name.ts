import { shorten } from '../core/clauses.ts';
import { UserError } from '../core/errors.ts';
import { aggregationNames, keywords } from './charts-wish.ts';
import { metricNamed } from './metric-names.ts';

const mostCharacters = 40;
const oneWord = /^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u;
/** What stands first after `chart` and means something else. */
const verbs: ReadonlySet<string> = new Set(['delete', 'remove', 'help', 'list']);

/** The id of a chart of that name: case does not matter. */
export function savedChartId(name: string): string {
  return name.trim().toLowerCase();
}

/** Throws UserError for what is not one word, or is a word that `chart` reads as something else. */
export function checkChartName(name: string): void {
  const id = savedChartId(name);
  if (id.length > mostCharacters)
    throw new UserError(`“${shorten(name)}” is too long for a name; ${mostCharacters} characters are enough.`);
  if (!oneWord.test(id)) {
    const joined = id.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-').replaceAll(/^[._-]+|[._-]+$/gu, '');
    const hint = joined === '' ? '' : ` Call it ${joined}?`;
    throw new UserError(`“${shorten(name)}” cannot be a name: it takes one word of letters, digits and dashes.${hint}`);
  }
  const isTaken = verbs.has(id) || aggregationNames.has(id) || keywords.some((one) => one === id);
  if (isTaken) throw new UserError(`“${name}” means something in a chart command; choose another name.`);
  if (metricNamed(id) !== undefined) throw new UserError(`“${name}” is a metric; choose another name.`, [`chart save my-${id}`]);
}
