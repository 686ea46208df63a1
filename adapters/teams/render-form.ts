import type { FormField } from '../../src/core/actions.ts';
import type { CardElement } from './card.ts';
import { limits } from './limits.ts';
import { label, verbs } from './render-actions.ts';
import { richText, run } from './render-text.ts';
import { cut, inert, visible } from './text.ts';

export interface Form {
  readonly title: string;
  readonly submit: string;
  readonly command: string;
  readonly fields: readonly FormField[];
}

/** Inputs are named by the form and the place of their field, so that two forms of one card do not meet. */
export const inputId = (form: string, index: number): string => `${form}.${index}`;

/**
 * A form stands in the message itself, and not in a dialog that a button opens: what it asks is seen at once, a button holds all
 * that is needed to read it after a restart, and searching works in it too. What somebody fills in only they see until they
 * send it; in a channel anybody may, each with their own role.
 */
export function drawForm(form: Form, block: number): CardElement {
  const name = `f${block}`;
  return {
    type: 'Container',
    style: 'emphasis',
    items: [
      richText(run(inert(form.title) || ' ', { weight: 'Bolder' })),
      ...form.fields.map((field, index) => drawField(field, inputId(name, index))),
      {
        type: 'ActionSet',
        actions: [
          {
            type: 'Action.Execute',
            title: label(form.submit),
            verb: verbs.submit,
            data: { command: form.command, form: name, fields: form.fields.map((field) => field.name) },
            style: 'positive',
            associatedInputs: 'auto',
          },
        ],
      },
    ],
  };
}

function drawField(field: FormField, id: string): CardElement {
  const common = {
    id,
    label: label(field.label),
    ...(field.initial === undefined ? {} : { value: field.initial }),
    ...(field.required ? { errorMessage: 'This is needed.' } : {}),
    isRequired: field.required,
  };
  switch (field.kind) {
    case 'text':
      return {
        type: 'Input.Text',
        ...common,
        ...(field.initial === undefined ? {} : { value: visible(field.initial) }),
        isMultiline: field.multiline,
      };
    case 'choice':
      return { type: 'Input.ChoiceSet', ...common, style: 'compact', choices: field.options.slice(0, limits.choices).map(choice) };
    case 'search':
      // What it begins with has to be one of its own choices, or Teams does not show it.
      return {
        type: 'Input.ChoiceSet',
        ...common,
        placeholder: 'Type to search',
        style: 'filtered',
        choices: field.initial === undefined ? [] : [choice(field.initial)],
        'choices.data': { type: 'Data.Query', dataset: field.source },
      };
  }
}

const choice = (value: string): { readonly title: string; readonly value: string } => ({
  title: cut(inert(value), limits.summary) || '…',
  value,
});
