import type { types } from '@slack/bolt';
import type { ActionItem, FormField, SelectOption } from '../../src/core/actions.ts';
import type { Block } from '../../src/core/document.ts';
import { clean } from './clean.ts';
import { cut, limits } from './limits.ts';
import { linkable } from './neutral.ts';
import type { Part } from './part.ts';
import { remark, section } from './render-text.ts';

type Element = types.Button | types.StaticSelect;
type Form = Extract<Block, { kind: 'form' }>;

/** The beginnings of the ids by which a click says what it was: read-invocation.ts reads them. */
export const formPrefix = 'form';

const label = (text: string, most: number = limits.label): types.PlainTextElement => ({
  type: 'plain_text',
  text: cut(shown(text), most),
  emoji: false,
});

/** Slack wants at least one character where a label stands. */
const shown = (text: string): string => (clean(text).trim() === '' ? '–' : text);

/** Buttons and selects; `id` makes their action ids unique within the message. */
export function renderActions(items: readonly ActionItem[], id: string): Part {
  const elements = items.flatMap((item, index) => actionElements(item, `${id}.${index}`));
  const shown = elements.slice(0, limits.elements);
  const lost = elements.length - shown.length + items.filter((item, index) => actionElements(item, `${index}`).length === 0).length;
  const blocks: types.KnownBlock[] = shown.length === 0 ? [] : [{ type: 'actions', elements: shown }];
  if (lost > 0) blocks.push(remark(`${shown.length} of ${shown.length + lost} actions shown`));
  return { kind: 'control', blocks, attachments: [], words: 'all' };
}

function actionElements(item: ActionItem, id: string): readonly Element[] {
  switch (item.kind) {
    case 'button':
      return commandButton(item.label, item.command, id, item.look);
    case 'link': {
      const url = linkable(item.url);
      return url === undefined ? [] : [{ type: 'button', action_id: id, text: label(item.label), url }];
    }
    case 'select':
      return selectElements(item, id);
  }
}

function commandButton(text: string, command: string, id: string, look: 'plain' | 'primary' | 'danger'): readonly types.Button[] {
  if (command.length > limits.buttonValue) return [];
  const button: types.Button = { type: 'button', action_id: id, text: label(text), value: clean(command) };
  return [look === 'plain' ? button : { ...button, style: look }];
}

/** An option carries at most 150 characters; where a command is longer, each option becomes a button, which carries more. */
function selectElements(item: Extract<ActionItem, { kind: 'select' }>, id: string): readonly Element[] {
  const fits = item.options.every((option) => option.command.length <= limits.optionValue);
  if (!fits) return item.options.flatMap((option, index) => commandButton(option.label, option.command, `${id}.${index}`, 'plain'));
  if (item.options.length === 0) return [];
  return [
    {
      type: 'static_select',
      action_id: id,
      placeholder: label(optionCount(item.label, item.options)),
      options: item.options.slice(0, limits.options).map((option) => ({ text: label(option.label), value: clean(option.command) })),
    },
  ];
}

function optionCount(text: string, options: readonly SelectOption[]): string {
  return options.length <= limits.options ? text : `${cut(text, 50)} (${limits.options} of ${options.length})`;
}

/** Inputs in the message and a button that sends them; the field's name is the end of its block's id. */
export function renderForm(form: Form, id: string): Part {
  const submit = commandButton(form.submit, form.command, `${formPrefix}.${id}`, 'primary');
  return {
    kind: 'control',
    blocks: [
      section([{ type: 'text', text: cut(shown(form.title), limits.text), style: { bold: true } }]),
      ...form.fields.map((field) => inputBlock(field, id)),
      ...(submit.length === 0 ? [remark('This form is too long for Slack.')] : [{ type: 'actions' as const, elements: [...submit] }]),
    ],
    attachments: [],
    words: 'all',
  };
}

function inputBlock(field: FormField, id: string): types.KnownBlock {
  const common = {
    type: 'input',
    block_id: cut(`${formPrefix}.${id}:${field.name}`, limits.blockId),
    label: label(field.label, limits.inputLabel),
    optional: !field.required,
  } as const;
  if (field.kind === 'text') {
    const element: types.PlainTextInput = { type: 'plain_text_input', action_id: 'value', multiline: field.multiline };
    const initial = field.initial === undefined ? {} : { initial_value: cut(field.initial, limits.initialValue) };
    return { ...common, element: { ...element, ...initial } };
  }
  const options = field.options
    .map(clean)
    .filter((option) => option !== '' && option.length <= limits.optionValue)
    .slice(0, limits.options)
    .map((option) => ({ text: label(option), value: option }));
  if (options.length === 0) return remark(`${cut(field.label, limits.label)}: nothing to choose from.`);
  const initial = options.find((option) => option.value === clean(field.initial ?? ''));
  return {
    ...common,
    element: { type: 'static_select', action_id: 'value', options, ...(initial === undefined ? {} : { initial_option: initial }) },
  };
}
