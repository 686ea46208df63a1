import type { types } from '@slack/bolt';
import { type FormField, type SearchSource, searchSources } from '../../src/core/actions.ts';
import type { Block } from '../../src/core/document.ts';
import { clean } from './clean.ts';
import { label, shown } from './label.ts';
import { cut, limits } from './limits.ts';
import type { Part } from './part.ts';
import { commandButton } from './render-actions.ts';
import { remark, section } from './render-text.ts';

export type Form = Extract<Block, { kind: 'form' }>;

/** The beginning of the ids by which a form's button and its fields find each other: read-form.ts reads them. */
export const formPrefix = 'form';
/** The beginning of the id of a field whose choices are looked up; what is looked for is its end. */
const searchPrefix = 'search';

/** Fields in the message and a button that sends them. */
export function renderForm(form: Form, id: string): Part {
  const submit = commandButton(form.submit, form.command, `${formPrefix}.${id}`, 'primary');
  return {
    kind: 'control',
    blocks: [
      section([{ type: 'text', text: cut(shown(form.title), limits.text), style: { bold: true } }]),
      ...formInputs(form, id),
      ...(submit.length === 0 ? [remark('This form is too long for Slack.')] : [{ type: 'actions' as const, elements: [...submit] }]),
    ],
    attachments: [],
    words: 'all',
  };
}

/** The fields alone; a field's name is the end of its block's id. */
export function formInputs(form: Form, id: string): readonly types.KnownBlock[] {
  return form.fields.map((field) => {
    const element = elementOf(field);
    if (element === undefined) return remark(`${cut(shown(field.label), limits.label)}: nothing to choose from.`);
    return {
      type: 'input',
      block_id: cut(`${formPrefix}.${id}:${field.name}`, limits.blockId),
      label: label(field.label, limits.inputLabel),
      optional: !field.required,
      element,
    };
  });
}

function elementOf(field: FormField): types.PlainTextInput | types.StaticSelect | types.ExternalSelect | undefined {
  switch (field.kind) {
    case 'text': {
      const element: types.PlainTextInput = { type: 'plain_text_input', action_id: 'value', multiline: field.multiline };
      return field.initial === undefined ? element : { ...element, initial_value: cut(field.initial, limits.initialValue) };
    }
    case 'choice': {
      const options = field.options.flatMap((option) => optionOf(option, option)).slice(0, limits.options);
      const initial = options.find((option) => option.value === clean(field.initial ?? ''));
      if (options.length === 0) return undefined;
      return { type: 'static_select', action_id: 'value', options, ...(initial === undefined ? {} : { initial_option: initial }) };
    }
    case 'search': {
      const [initial] = optionOf(field.initial ?? '', field.initial ?? '');
      return {
        type: 'external_select',
        action_id: `${searchPrefix}.${field.source}`,
        placeholder: label('Type to search'),
        // From the first moment on: the list that opens shows the most useful ones.
        min_query_length: 0,
        ...(initial === undefined ? {} : { initial_option: initial }),
      };
    }
  }
}

/** None where the value is empty or longer than Slack takes: a value that was cut would be another one. */
export function optionOf(text: string, value: string): readonly types.PlainTextOption[] {
  const said = clean(value);
  return said.trim() === '' || said.length > limits.optionValue ? [] : [{ text: label(text), value: said }];
}

/** What the field with this id looks for; undefined for one that is none of ours. */
export function searchSourceOf(actionId: string): SearchSource | undefined {
  return searchSources.find((source) => actionId === `${searchPrefix}.${source}`);
}
