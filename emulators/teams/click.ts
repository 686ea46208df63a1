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
  const pressed = buttons.find((one) => one.title === click.button);
  if (pressed === undefined) {
    const seen = buttons.filter((one) => one.within === undefined).map((one) => one.title);
    throw new EmulatorFault(404, `This message has no button “${click.button}”, only ${seen.join(', ') || 'none'}.`);
  }
  const button = pressed.type === 'Action.ToggleVisibility' ? behind(pressed, buttons, inputs, click.option) : pressed;
  if (button.type !== 'Action.Execute') throw new EmulatorFault(400, `“${click.button}” opens a page; the bot does not hear of it.`);
  const option = button.title === click.option ? undefined : click.option;
  return { verb: button.verb, data: { ...inputValues(button, inputs, option), ...button.data } };
}

/** What is pressed next of the things that a button has brought into sight: the one that is called as the option, or the list's. */
function behind(
  { title, targets }: CardButton,
  buttons: readonly CardButton[],
  inputs: readonly CardInput[],
  option: string | undefined,
): CardButton {
  const shown = (one: { readonly within: string | undefined }): boolean => one.within !== undefined && targets.includes(one.within);
  const there = buttons.filter(shown);
  const found = there.find((one) => one.title === option) ?? (inputs.some(shown) ? there[0] : undefined);
  if (found !== undefined) return found;
  const names = there.map((one) => one.title).join(', ');
  throw new EmulatorFault(option === undefined ? 400 : 404, `“${title}” has no option “${option ?? ''}”, only ${names}.`);
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
