import { createElement, Fragment } from 'react';
import type { Chat } from '../chat.ts';
import { Field } from '../form-field.tsx';
import type { Form, FormValues } from '../form-schema.ts';
import { DrawnBlock } from './block-view.tsx';
import type { Act } from './elements.tsx';
import { type Drawn, readBlocks } from './schema.ts';

/** The blocks of a view, its inputs as fields of the form. What can be pressed in it goes out as a click on the view. */
export function ModalBody(props: {
  readonly chat: Chat;
  readonly form: Form;
  readonly payload: unknown;
  readonly values: FormValues;
  readonly onChange: (label: string, value: FormValues[string]) => void;
}) {
  const { chat, form } = props;
  const act: Act = (button, option) => chat.give('click', { message: form.id, button, ...(option === undefined ? {} : { option }) });
  return <FormBlocks {...props} blocks={readBlocks(props.payload) ?? []} onAct={act} />;
}

/** Blocks with inputs among them, in the order they were posted. */
export function FormBlocks(props: {
  readonly chat: Chat;
  readonly form: Form;
  readonly blocks: readonly Drawn[];
  readonly values: FormValues;
  readonly onChange: (label: string, value: FormValues[string]) => void;
  readonly onAct: Act;
}) {
  const { chat, form, values, onChange } = props;
  return props.blocks.map((drawn, index) => {
    const label = drawn.known && drawn.block.type === 'input' ? drawn.block.label.text : undefined;
    const field = form.fields.find((one) => one.label === label);
    const shown =
      field === undefined ? (
        <DrawnBlock drawn={drawn} picture={(image) => image.image_url} onAct={props.onAct} />
      ) : (
        <Field
          chat={chat}
          form={form.id}
          field={field}
          value={values[field.label] ?? ''}
          onChange={(value) => onChange(field.label, value)}
        />
      );
    return createElement(Fragment, { key: index }, shown);
  });
}
