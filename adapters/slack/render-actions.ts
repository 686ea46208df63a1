import type { types } from '@slack/bolt';
import type { ActionItem, SelectOption } from '../../src/core/actions.ts';
import { clean } from './clean.ts';
import { label } from './label.ts';
import { cut, limits } from './limits.ts';
import { linkable } from './neutral.ts';
import type { Part } from './part.ts';
import { remark } from './render-text.ts';

type Element = types.Button | types.StaticSelect;

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

/** None where the command is longer than a button can carry. */
export function commandButton(text: string, command: string, id: string, look: 'plain' | 'primary' | 'danger'): readonly types.Button[] {
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
