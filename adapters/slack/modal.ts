import type { types } from '@slack/bolt';
import { z } from 'zod';
import { type Block, type Document, note } from '../../src/core/document.ts';
import type { Invocation } from '../../src/core/invocation.ts';
import type { TimeText } from '../../src/core/ports.ts';
import { label } from './label.ts';
import { limits, surfaces } from './limits.ts';
import { readForm } from './read-form.ts';
import type { Heard } from './read-invocation.ts';
import { renderDocument } from './render.ts';
import { type Form, formInputs, formPrefix } from './render-form.ts';
import type { Input, ViewSubmission } from './schema-interactive.ts';

/** By which Slack tells us that a modal is one of ours. */
export const formCallback = 'tocsin_form';
const fieldsId = 'modal';

const refusalPrefix = 'refusal';
/** An example or two below the sentence; more would push the fields out of sight. */
const mostRefusalBlocks = 6;
/** Each of them may be followed by a remark that it was cut. */
const refusalRoom = 2 * mostRefusalBlocks;

/** What a modal carries unseen: where it was asked for, by whom, and what sending it runs. */
const origin = z.object({
  place: z.object({
    channel: z.string(),
    channelName: z.string().optional(),
    kind: z.enum(['channel', 'group', 'direct']),
    thread: z.string().optional(),
  }),
  user: z.string().optional(),
  command: z.string(),
  responseUrl: z.string().optional(),
});

/** A document as a modal; undefined when it is no form, or one that a modal cannot show in full. */
export function renderModal(document: Document, { place, replyTo }: Invocation, time: TimeText): types.ModalView | undefined {
  const [form, second] = document.blocks.filter((block): block is Form => block.kind === 'form');
  if (form === undefined || second !== undefined || !document.blocks.every(isForModals)) return undefined;
  const { channel, channelName, kind, thread } = place;
  const { user, responseUrl } = replyTo;
  const metadata = JSON.stringify({ place: { channel, channelName, kind, thread }, user, command: form.command, responseUrl });
  if (metadata.length > limits.privateMetadata) return undefined;
  const at = document.blocks.indexOf(form);
  const titled: readonly Block[] = form.title.length > limits.modalLabel ? [{ kind: 'heading', text: form.title }] : [];
  const blocks = [
    ...drawn([...titled, ...document.blocks.slice(0, at)], time),
    ...formInputs(form, fieldsId),
    ...drawn(document.blocks.slice(at + 1), time),
  ];
  if (blocks.length > surfaces.modal.blocks - refusalRoom) return undefined;
  return view({ metadata, title: form.title, submit: form.submit, blocks });
}

/** Charts, tables and files have no place in a modal; buttons would, but their answers would stand behind it. */
function isForModals(block: Block): boolean {
  switch (block.kind) {
    case 'heading':
    case 'text':
    case 'facts':
    case 'note':
    case 'divider':
    case 'figure':
    case 'preformatted':
    case 'form':
      return true;
    case 'table':
    case 'chart':
    case 'image':
    case 'actions':
    case 'file':
      return false;
  }
}

function drawn(blocks: readonly Block[], time: TimeText): readonly types.KnownBlock[] {
  return renderDocument({ summary: '', blocks }, { time, pictures: new Map(), surface: surfaces.modal }).blocks;
}

function view(of: {
  readonly metadata: string;
  readonly title: string;
  readonly submit: string;
  readonly blocks: readonly types.KnownBlock[];
}): types.ModalView {
  return {
    type: 'modal',
    callback_id: formCallback,
    private_metadata: of.metadata,
    title: label(of.title, limits.modalLabel),
    submit: label(of.submit, limits.modalLabel),
    close: label('Cancel', limits.modalLabel),
    blocks: [...of.blocks],
  };
}

/**
 * A form that was sent, as the command it stands for. Sent again unchanged (by Slack, or by a person who was shown no answer)
 * it is the same invocation; `hash` is of any text. Throws ZodError when the modal is none of ours.
 */
export function readSubmission(sent: ViewSubmission, hash: (text: string) => string): Heard {
  const { place, user, command, responseUrl } = origin.parse(JSON.parse(sent.view.metadata));
  const text = readForm(command, `${formPrefix}.${fieldsId}`, sent.inputs);
  return {
    id: `slack:form:${sent.view.id}:${sent.view.hash}:${hash(text).slice(0, 16)}`,
    user: sent.user,
    place: { platform: 'slack', ...place },
    text,
    origin: { kind: 'form' },
    replyTo: {
      user: sent.user.id,
      ...(sent.trigger === undefined ? {} : { trigger: sent.trigger }),
      // It answers whoever it was given to.
      ...(responseUrl === undefined || user !== sent.user.id ? {} : { responseUrl }),
    },
  };
}

/** The modal as it was sent, every field as it was filled in, with what was wrong on top. */
export function refusedModal(sent: ViewSubmission, refusal: Document, time: TimeText): types.ModalView {
  const [first, ...rest] = refusal.blocks.filter((block) => block.kind !== 'form' && isForModals(block));
  const said =
    first?.kind === 'text' ? [note('bad', ...first.runs), ...rest] : [note('bad', refusal.summary), ...(first ? [first] : []), ...rest];
  const values = new Map(sent.inputs.map((input) => [input.block, input]));
  return view({
    ...sent.view,
    blocks: [
      ...drawn(said.slice(0, mostRefusalBlocks), time).map((block, index) => ({ ...block, block_id: `${refusalPrefix}.${index}` })),
      ...sent.view.blocks
        .filter((block) => block.block_id?.startsWith(`${refusalPrefix}.`) !== true)
        .map((block) => filledIn(block, values)),
    ],
  });
}

/** Slack keeps what was typed where the ids stay; the initial value says the same. */
function filledIn(block: types.KnownBlock, values: ReadonlyMap<string, Input>): types.KnownBlock {
  if (block.type !== 'input') return block;
  const input = values.get(block.block_id ?? '');
  const said = input?.value ?? '';
  const { element } = block;
  if (element.type === 'plain_text_input') {
    const { initial_value: _, ...bare } = element;
    return { ...block, element: said === '' ? bare : { ...bare, initial_value: said } };
  }
  if (element.type !== 'static_select' && element.type !== 'external_select') return block;
  const { initial_option: _, ...bare } = element;
  const option = { text: label(input?.label ?? said), value: said };
  return { ...block, element: said === '' ? bare : { ...bare, initial_option: option } };
}
