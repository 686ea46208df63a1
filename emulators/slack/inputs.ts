import type { EmulatedField } from '../emulator.ts';
import { actingElements, type Block, isBlock, list, stringOf, textOf } from './readable.ts';

/** Something with a value: in an input block, or a select among the buttons. */
export interface Input {
  readonly blockId: string;
  readonly actionId: string;
  readonly label: string;
  readonly hint: string;
  readonly required: boolean;
  readonly element: Block;
  /** Only what stands in an input block is filled in and sent with a form. */
  readonly inForm: 'in form' | 'acts at once';
}

/** Values as Slack's payloads carry them: by block id and action id. */
export type State = Readonly<Record<string, Readonly<Record<string, Block>>>>;

/** Which key of a state's value holds what, and what it begins with. */
interface Holder {
  readonly kind: EmulatedField['kind'];
  readonly value: string;
  readonly initial: string;
}

const typed: Holder = { kind: 'text', value: 'value', initial: 'initial_value' };
const chosen: Holder = { kind: 'select', value: 'selected_option', initial: 'initial_option' };
const several: Holder = { kind: 'multiselect', value: 'selected_options', initial: 'initial_options' };

const holders: Readonly<Record<string, Holder>> = {
  plain_text_input: typed,
  email_text_input: typed,
  url_text_input: typed,
  number_input: { ...typed, kind: 'number' },
  datepicker: { kind: 'date', value: 'selected_date', initial: 'initial_date' },
  timepicker: { kind: 'time', value: 'selected_time', initial: 'initial_time' },
  static_select: chosen,
  radio_buttons: chosen,
  external_select: { ...chosen, kind: 'search' },
  checkboxes: several,
  multi_static_select: several,
  multi_external_select: { ...several, kind: 'search' },
};

export function holderOf(element: Block): Holder | undefined {
  return holders[stringOf(element['type'])];
}

/** Everything in the blocks that has a value, in order; the blocks have their ids. */
export function inputsOf(blocks: readonly Block[]): readonly Input[] {
  return blocks.flatMap((block): readonly Input[] => {
    const blockId = stringOf(block['block_id']);
    if (block['type'] === 'input' && isBlock(block['element'])) {
      const element = block['element'];
      const names = { label: textOf(block['label']), hint: textOf(block['hint']), required: block['optional'] !== true };
      return holderOf(element) === undefined ? [] : [{ blockId, actionId: idOf(element), ...names, element, inForm: 'in form' }];
    }
    return actingElements(block)
      .filter((element) => holderOf(element) !== undefined)
      .map((element) => ({
        blockId,
        actionId: idOf(element),
        label: textOf(element['placeholder']),
        hint: '',
        required: false,
        element,
        inForm: 'acts at once',
      }));
  });
}

const idOf = (element: Block): string => stringOf(element['action_id']);

/** The values as they stand: those of `kept` where the same input was there before, else what each begins with. */
export function stateOf(blocks: readonly Block[], kept: State = {}): State {
  const state: Record<string, Record<string, Block>> = {};
  for (const { blockId, actionId, element } of inputsOf(blocks)) {
    const before = kept[blockId]?.[actionId];
    const same = before !== undefined && before['type'] === element['type'];
    state[blockId] = { ...state[blockId], [actionId]: same ? before : initialValue(element) };
  }
  return state;
}

function initialValue(element: Block): Block {
  const holder = holderOf(element);
  if (holder === undefined) return {};
  const nothing = holder === several || holder.value === 'selected_options' ? [] : null;
  return { type: element['type'], [holder.value]: element[holder.initial] ?? nothing };
}

/** The state with one value replaced. */
export function withValue(state: State, input: Pick<Input, 'blockId' | 'actionId'>, value: Block): State {
  return { ...state, [input.blockId]: { ...state[input.blockId], [input.actionId]: value } };
}

/** Whether somebody has filled it in. */
export function isFilled(input: Input, state: State): boolean {
  const holder = holderOf(input.element);
  const value = state[input.blockId]?.[input.actionId]?.[holder?.value ?? ''];
  return Array.isArray(value) ? value.length > 0 : value !== null && value !== undefined && value !== '';
}

/** The options of a select that does not search, also those under headings. */
export function optionsOf(element: Block): readonly Block[] {
  return [...list(element['options']), ...list(element['option_groups']).flatMap((group) => list(group['options']))];
}

/** A field as the control interface shows it. */
export function fieldOf(input: Input, state: State, error: string | undefined): EmulatedField {
  const { element } = input;
  const holder = holderOf(element);
  const options = optionsOf(element).map((option) => textOf(option['text']));
  const kind = element['multiline'] === true ? 'multiline' : (holder?.kind ?? 'text');
  const placeholder = textOf(element['placeholder']);
  return {
    label: input.label,
    kind,
    required: input.required,
    value: shownValue(state[input.blockId]?.[input.actionId]?.[holder?.value ?? '']),
    ...(options.length === 0 ? {} : { options }),
    ...(placeholder === '' ? {} : { placeholder }),
    ...(input.hint === '' ? {} : { hint: input.hint }),
    ...(error === undefined ? {} : { error }),
  };
}

function shownValue(value: unknown): string | readonly string[] | undefined {
  if (Array.isArray(value)) return value.length === 0 ? undefined : list(value).map((one) => textOf(one['text']));
  if (isBlock(value)) return textOf(value['text']);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
