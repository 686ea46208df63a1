import { useState } from 'react';
import type { Chat } from '../chat.ts';
import type { Message } from '../control-api.ts';
import { type Form, type FormValues, initialValues } from '../form-schema.ts';
import { filled } from '../modals.tsx';
import { DrawnBlock } from './block-view.tsx';
import type { Act } from './elements.tsx';
import { FormBlocks } from './modal-body.tsx';
import { type Drawn, type ImageBlock, readBlocks, readText } from './schema.ts';
import { Markup } from './text.tsx';

/** A message as Slack would draw what was posted; without blocks, its text. */
export function SlackMessage({ chat, message }: { readonly chat: Chat; readonly message: Message }) {
  const blocks = readBlocks(message.payload);
  const act: Act = (button, option) => chat.give('click', { message: message.id, button, ...(option === undefined ? {} : { option }) });
  if (blocks === undefined) {
    return (
      <p className="said">
        <Said message={message} />
      </p>
    );
  }
  if (message.form != null) return <MessageForm key={message.form.id} chat={chat} form={message.form} blocks={blocks} />;
  const pictures = picturesOf(blocks, message);
  return blocks.map((drawn, index) => (
    <DrawnBlock
      key={drawn.known ? `${drawn.block.type} ${index}` : `unknown ${index}`}
      drawn={drawn}
      picture={(image) => image.image_url ?? pictures.get(image)}
      onAct={act}
    />
  ));
}

/** As it was posted, in Slack's markup, if that is known. */
function Said({ message }: { readonly message: Message }) {
  const markup = readText(message.payload);
  return markup === undefined ? message.text : <Markup text={markup} />;
}

/** A message with fields to fill in: its buttons send what is in them. */
function MessageForm({ chat, form, blocks }: { readonly chat: Chat; readonly form: Form; readonly blocks: readonly Drawn[] }) {
  const [values, setValues] = useState<FormValues>(() => initialValues(form));
  return (
    <div className="message-form">
      <FormBlocks
        chat={chat}
        form={form}
        blocks={blocks}
        values={values}
        onChange={(label, value) => setValues((before) => ({ ...before, [label]: value }))}
        onAct={(button) => chat.give('submit', { form: form.id, values: filled(form, values), button })}
      />
    </div>
  );
}

/** Uploaded pictures are named by file in a block; the message lists where they can be fetched, in the same order. */
function picturesOf(blocks: readonly Drawn[], message: Message): ReadonlyMap<ImageBlock, string> {
  const images = blocks.flatMap((drawn) => (drawn.known ? imagesOf(drawn) : []));
  return new Map(
    images.flatMap((image, index) => {
      const url = message.images[index]?.url;
      return url === undefined ? [] : [[image, url] as const];
    }),
  );
}

function imagesOf({ block }: Extract<Drawn, { known: true }>): readonly ImageBlock[] {
  if (block.type === 'image') return [block];
  if (block.type === 'section' && block.accessory?.type === 'image') return [block.accessory];
  if (block.type === 'context') return block.elements.filter((part) => part.type === 'image');
  return [];
}
