import { type Click, type EmulatedMessage, EmulatorFault } from '../emulator.ts';
import { type CardButton, type CardInput, readActivity } from './card.ts';
import { activity } from './schema.ts';

/** What a click on a button of the message sends: its verb, and its data with the card's inputs. Throws EmulatorFault. */
export function findClick(
  message: EmulatedMessage,
  click: Click,
): { readonly verb: string | undefined; readonly data: Record<string, unknown> } {
  const sent = activity.safeParse(message.payload);
  const { buttons, inputs } = readActivity(sent.success ? sent.data : { type: 'message' });
  const button = buttons.find((one) => one.title === click.button);
  if (button === undefined) {
    throw new EmulatorFault(
      404,
      `This message has no button “${click.button}”, only ${buttons.map((one) => one.title).join(', ') || 'none'}.`,
    );
  }
  if (button.type !== 'Action.Execute') throw new EmulatorFault(400, `“${click.button}” opens a page; the bot does not hear of it.`);
  return { verb: button.verb, data: { ...inputValues(button, inputs, click.option), ...button.data } };
}

function inputValues(button: CardButton, inputs: readonly CardInput[], option: string | undefined): Record<string, unknown> {
  if (button.associatedInputs === 'none') return {};
  const values: Record<string, unknown> = {};
  for (const input of inputs) if (input.value !== undefined) values[input.id] = input.value;
  if (option === undefined) return values;
  const belonging = inputs.toSorted((one, other) => Number(other.label === button.title) - Number(one.label === button.title));
  const chosen = belonging.flatMap(({ id, choices }) =>
    choices.filter((one) => one.title === option).map(({ value }) => ({ id, value })),
  )[0];
  if (chosen === undefined) throw new EmulatorFault(404, `There is no option “${option}”.`);
  return { ...values, [chosen.id]: chosen.value };
}
