import { UserError } from '../core/errors.ts';
import { aggregationNames, keywords } from './charts-wish.ts';
import { metricNamed } from './metric-names.ts';
import { checkSavedName } from './saved-name.ts';

/** What stands first after `chart` and means something else. */
const verbs: ReadonlySet<string> = new Set(['delete', 'remove', 'help', 'list']);

/** Throws UserError for what cannot be a name, or is a word that `chart` reads as something else. */
export function checkChartName(name: string): void {
  const id = checkSavedName(name);
  const isTaken = verbs.has(id) || aggregationNames.has(id) || keywords.some((one) => one === id);
  if (isTaken) throw new UserError(`“${name}” means something in a chart command; choose another name.`);
  if (metricNamed(id) !== undefined) throw new UserError(`“${name}” is a metric; choose another name.`, [`chart save my-${id}`]);
}
