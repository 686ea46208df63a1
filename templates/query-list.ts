import { type ActionItem, button } from '../src/core/actions.ts';
import { actions, type Block, code, type Document, heading, note, sentence, text } from '../src/core/document.ts';
import type { Person } from '../src/core/model/person.ts';
import { isOwner, type SavedQuery } from '../src/core/model/schedule.ts';
import type { ShippedQuery } from '../src/services/query-services.ts';

type Named = SavedQuery | ShippedQuery;

/** A message has room for so many, each with what it takes. */
const mostShown = 40;
const longestCommand = 90;

/** The queries that were found, one's own first, and a list to run one from. */
export function queryList(found: readonly Named[], asked: { readonly text: string; readonly of: number; readonly by: Person }): Document {
  if (found.length === 0) return sentence(`No query has “${asked.text}” in it; there are ${asked.of}. `, code('queries'), ' lists them.');
  const order = (one: Named): number => ('texts' in one ? 2 : isOwner(asked.by, one) ? 0 : 1);
  const shown = found.toSorted((one, other) => order(one) - order(other)).slice(0, mostShown);
  const title = asked.text === '' ? `${found.length} queries` : `${found.length} of ${asked.of} queries have “${asked.text}” in them`;
  const [only] = shown;
  return {
    summary: title,
    blocks: [
      heading(title),
      {
        kind: 'table',
        columns: ['Name', 'What it asks', 'Parameters'].map((one) => ({ title: one, align: 'left' })),
        rows: shown.map((one) => [{ text: one.name }, { text: asks(one) }, { text: takes(one) }]),
        total: found.length,
      },
      ...(found.length === 1 && only !== undefined ? alone(only) : []),
      runAny(shown),
      text(
        'In a service or workspace: ',
        code('query NAME in SERVICE over 6h'),
        '; with parameters: ',
        code('query NAME parameter=value'),
        '.',
      ),
    ],
  };
}

function asks(one: Named): string {
  if ('texts' in one) return one.title;
  const words = one.command.replaceAll(/\s+/gu, ' ');
  return words.length <= longestCommand ? words : `${words.slice(0, longestCommand - 1)}…`;
}

const takes = (one: Named): string => ('texts' in one ? one.parameters.map((parameter) => parameter.name).join(', ') : '');

/** Of a single one all that is known: its description, and each parameter with its usual value. */
function alone(one: Named): readonly Block[] {
  if (!('texts' in one)) return [{ kind: 'preformatted', text: one.command }];
  const parameters = one.parameters.map(
    ({ name, type, initial, description }) =>
      `${name} (${type}${initial === undefined ? ', has to be given' : `, ${initial} unless said`}): ${description}`,
  );
  return [text(one.description), ...parameters.map((words) => note('neutral', words))];
}

/** What needs a parameter cannot be run by a button. */
function runAny(shown: readonly Named[]): Block {
  const runs = shown.filter((one) => !('texts' in one) || one.parameters.every(({ initial }) => initial !== undefined));
  const [only, second] = runs;
  const item: ActionItem | undefined =
    only === undefined
      ? undefined
      : second === undefined
        ? button(`Run ${only.name}`, `query ${only.name}`)
        : { kind: 'select', label: 'Run…', options: runs.map(({ name }) => ({ label: name, command: `query ${name}` })) };
  return item === undefined ? text('It has to be given a parameter: see above.') : actions(item);
}
