import { randomUUID } from 'node:crypto';
import { type EmulatedChat, type EmulatedForm, type EmulatedMessage, EmulatorFault, type FoundChoice } from '../emulator.ts';
import { searchActivity } from './activities.ts';
import type { CardInput } from './card.ts';
import { cardOf, filledIn, formOf, inputCalled, senderCalled } from './form.ts';
import { type ActedUpon, act, actedUpon, noteTo, type PeopleNeeds } from './people.ts';
import { searchAnswer } from './schema.ts';

interface Choice {
  readonly title: string;
  readonly value: string;
}

/** Forms of messages: filled in by the labels that people see, sent with the ids that the card gives. */
export function createForms(needs: PeopleNeeds): Pick<EmulatedChat, 'submit' | 'search'> {
  /** What was offered for a field, by its message and id: a title stands for its value until the message goes. */
  const offered = new Map<string, readonly Choice[]>();
  const keyOf = (upon: ActedUpon, input: CardInput): string => JSON.stringify([upon.message.id, input.id]);

  const look = async (upon: ActedUpon, input: CardInput, typed: string): Promise<readonly Choice[]> => {
    const { dataset } = input;
    if (dataset === undefined) throw new EmulatorFault(400, `“${input.label}” cannot be searched.`);
    const { message, user, room, root } = upon;
    const searched = { id: `f:${randomUUID()}`, user, room, root, message: message.id, typed, dataset };
    const read = searchAnswer.safeParse(await needs.tellBot(searchActivity(searched, needs.context())));
    if (!read.success) throw new EmulatorFault(502, 'Unable to reach app: its answer to the search is not valid.');
    const { results } = read.data.value;
    offered.set(keyOf(upon, input), [...(offered.get(keyOf(upon, input)) ?? []), ...results]);
    return results;
  };

  const valueOf = async (upon: ActedUpon, input: CardInput, given: string): Promise<string> => {
    if (!['select', 'multiselect', 'search'].includes(input.kind) || given === '') return given;
    const named = (choices: readonly Choice[]): string | undefined =>
      choices.find((one) => one.title === given || one.value === given)?.value;
    const known = named([...input.choices, ...(offered.get(keyOf(upon, input)) ?? [])]);
    const found = known ?? (input.kind === 'search' ? named(await look(upon, input, given)) : undefined);
    if (found === undefined) throw new EmulatorFault(404, `“${input.label}” has no choice “${given}”.`);
    return found;
  };

  return {
    search: async ({ form, user, field, typed }): Promise<readonly FoundChoice[]> => {
      const upon = actedUpon(form, user, needs.messages);
      return (await look(upon, inputCalled(cardOf(upon.message), field), typed)).map(({ title }) => ({ label: title }));
    },
    submit: async ({ form: id, user, values, button }) => {
      const upon = actedUpon(id, user, needs.messages);
      const card = cardOf(upon.message);
      const form = upon.message.sentForms?.find((one) => one.user === upon.user.name)?.form ?? formOf(id, card);
      if (form === undefined) throw new EmulatorFault(404, 'This message has nothing to fill in.');
      const sender = senderCalled(card, button);
      const inputs: Record<string, string> = {};
      for (const input of card.inputs) if (input.value !== undefined) inputs[input.id] = input.value;
      for (const [label, given] of Object.entries(values)) {
        const input = inputCalled(card, label);
        const all = await Promise.all([given].flat().map((one) => valueOf(upon, input, one)));
        inputs[input.id] = all.join(',');
      }
      // The client looks for what is required before anything is sent.
      const missing = card.inputs.filter((one) => one.required && (inputs[one.id] ?? '').trim() === '');
      if (missing.length > 0) {
        const errors = new Map(missing.map((one) => [one.label, one.errorMessage]));
        needs.messages.put(withForm(upon.message, upon.user.name, filledIn(form, values, { errors })));
        return;
      }
      const words = await act(upon, { verb: sender.verb, data: { ...inputs, ...sender.data } }, needs);
      if (words === undefined) return;
      const now = needs.messages.get(id);
      if (now !== undefined && now.payload === upon.message.payload)
        needs.messages.put(withForm(now, upon.user.name, filledIn(form, values, { error: words })));
      needs.messages.put(noteTo(upon, words, needs));
    },
  };
}

/** What somebody fills in stays in their own client. */
function withForm(message: EmulatedMessage, user: string, form: EmulatedForm): EmulatedMessage {
  const others = message.sentForms?.filter((one) => one.user !== user) ?? [];
  return { ...message, sentForms: [...others, { user, form }] };
}
