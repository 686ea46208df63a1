import { type EmulatedField, type EmulatedForm, type EmulatedMessage, EmulatorFault, type Submit } from '../emulator.ts';
import { type CardButton, type CardInput, type ReadCard, readActivity } from './card.ts';
import { activity } from './schema.ts';

/** The inputs of a message as a form; undefined: it has none but lists that belong to a button. */
export function formOf(id: string, { inputs, buttons, text }: ReadCard): EmulatedForm | undefined {
  const fields = inputs.filter((one) => one.labelled);
  if (fields.length === 0) return undefined;
  return {
    id,
    title: text[0] ?? '',
    submit: senders(buttons)[0]?.title,
    fields: fields.map(fieldOf),
  };
}

/** The buttons that send what was filled in. */
const senders = (buttons: readonly CardButton[]): readonly CardButton[] =>
  buttons.filter((one) => one.type === 'Action.Execute' && one.associatedInputs !== 'none');

function fieldOf(input: CardInput): EmulatedField {
  const titles = input.choices.map((one) => one.title);
  const begins = input.choices.find((one) => one.value === input.value)?.title ?? input.value;
  return {
    label: input.label,
    kind: input.kind,
    ...(input.kind === 'select' || input.kind === 'multiselect' ? { options: titles } : {}),
    ...(begins === undefined ? {} : { value: begins }),
    ...(input.placeholder === undefined ? {} : { placeholder: input.placeholder }),
    required: input.required,
  };
}

export function cardOf(message: EmulatedMessage): ReadCard {
  const sent = activity.safeParse(message.payload);
  return readActivity(sent.success ? sent.data : { type: 'message' });
}

/** The field of this label, or with this id. Throws EmulatorFault. */
export function inputCalled(card: ReadCard, label: string): CardInput {
  const found = card.inputs.find((one) => one.label === label || one.id === label);
  if (found !== undefined) return found;
  throw new EmulatorFault(404, `This form has no field “${label}”, only ${card.inputs.map((one) => one.label).join(', ') || 'none'}.`);
}

export function senderCalled(card: ReadCard, title: string | undefined): CardButton {
  const all = senders(card.buttons);
  const found = title === undefined ? all[0] : all.find((one) => one.title === title);
  if (found === undefined)
    throw new EmulatorFault(404, `This message has no button ${title === undefined ? 'that sends a form' : `“${title}”`}.`);
  return found;
}

/** What a form says once it was sent: with what was filled in, and what was said about it. */
export function filledIn(
  form: EmulatedForm,
  values: Submit['values'],
  said: { readonly error?: string; readonly errors?: ReadonlyMap<string, string> },
): EmulatedForm {
  const { error: _before, ...rest } = form;
  return {
    ...rest,
    fields: form.fields.map(({ error: _old, ...field }) => {
      const value = values[field.label] ?? field.value;
      const wrong = said.errors?.get(field.label);
      return { ...field, ...(value === undefined ? {} : { value }), ...(wrong === undefined ? {} : { error: wrong }) };
    }),
    ...(said.error === undefined ? {} : { error: said.error }),
  };
}
