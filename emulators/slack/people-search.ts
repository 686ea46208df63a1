import { EmulatorFault, type FoundChoice, type Search } from '../emulator.ts';
import type { EmulatedUser } from '../world.ts';
import { type Input, inputsOf } from './inputs.ts';
import { blocksOf, containerOf, interaction, type PeopleNeeds, type Surface, surfaceFor } from './interaction.ts';
import { type Block, isBlock, list, textOf } from './readable.ts';
import { validateChoices } from './validate-elements.ts';
import { userNamed } from './workspace.ts';

/** What Slack asks for before it searches, where the select does not say. */
const shortestQuery = 3;

/** A person types into a searchable select; gives what is offered. Throws EmulatorFault. */
export async function search(what: Search, needs: PeopleNeeds): Promise<readonly FoundChoice[]> {
  const user = userNamed(what.user);
  const surface = surfaceFor(what.form, user, needs);
  const { blockId, element } = searchable(surface, what.field);
  const answer = await suggestions({ blockId, element, typed: what.typed, user, surface }, needs);
  return [
    ...list(answer['options']).map((option) => ({ label: textOf(option['text']) })),
    ...list(answer['option_groups']).flatMap((group) =>
      list(group['options']).map((option) => ({ label: textOf(option['text']), group: textOf(group['label']) })),
    ),
  ];
}

function searchable(surface: Surface, label: string): Input {
  const fields = inputsOf(blocksOf(surface)).filter((one) => String(one.element['type']).endsWith('external_select'));
  const field = fields.find((one) => one.label === label);
  if (field !== undefined) return field;
  throw new EmulatorFault(404, `There is no searchable field “${label}”, only ${fields.map((one) => one.label).join(', ') || 'none'}.`);
}

export interface Query {
  readonly blockId: string;
  readonly element: Block;
  readonly typed: string;
  readonly user: EmulatedUser;
  readonly surface: Surface;
}

/** The option that a person chooses who types this: the one of that name, or the only one there is. */
export async function findChoice(query: Query, needs: PeopleNeeds): Promise<Block | undefined> {
  const answer = await suggestions(query, needs);
  const options = [...list(answer['options']), ...list(answer['option_groups']).flatMap((group) => list(group['options']))];
  const exact = options.find((one) => textOf(one['text']) === query.typed) ?? options.find((one) => one['value'] === query.typed);
  return exact ?? (options.length === 1 ? options[0] : undefined);
}

/** Asks the app for choices, as Slack does while somebody types. Throws EmulatorFault when the app gives none that Slack would show. */
async function suggestions({ blockId, element, typed, user, surface }: Query, needs: PeopleNeeds): Promise<Block> {
  const least = typeof element['min_query_length'] === 'number' ? element['min_query_length'] : shortestQuery;
  if (typed.length < least) return { options: [] };
  const acknowledged = await needs.outbox.once('interactive', {
    ...interaction('block_suggestion', user),
    ...containerOf(surface, needs),
    action_id: element['action_id'],
    block_id: blockId,
    value: typed,
  });
  if (!acknowledged.taken) throw new EmulatorFault(503, `The choices could not be loaded: ${acknowledged.reason}.`);
  const { answer } = acknowledged;
  const faults = isBlock(answer) ? validateChoices(answer) : ['the app answered nothing'];
  if (!isBlock(answer) || faults.length > 0) throw new EmulatorFault(502, `The choices could not be loaded: ${faults.join('; ')}.`);
  return answer;
}
