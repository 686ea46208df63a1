import { z } from '../zod.ts';

/** The parts of Block Kit this page draws. What does not fit is shown as such and never dropped in silence. */
const plainText = z.object({ type: z.literal('plain_text'), text: z.string() });
const markdownText = z.object({ type: z.literal('mrkdwn'), text: z.string() });
const textObject = z.union([plainText, markdownText]);
export type TextObject = z.infer<typeof textObject>;

const style = z
  .object({ bold: z.boolean(), italic: z.boolean(), strike: z.boolean(), code: z.boolean(), underline: z.boolean() })
  .partial()
  .optional();

const inline = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string(), style }),
  z.object({ type: z.literal('link'), url: z.string(), text: z.string().optional(), style }),
  z.object({ type: z.literal('emoji'), name: z.string(), unicode: z.string().optional() }),
  z.object({ type: z.literal('user'), user_id: z.string(), style }),
  z.object({ type: z.literal('channel'), channel_id: z.string(), style }),
  z.object({ type: z.literal('broadcast'), range: z.string() }),
  z.object({ type: z.literal('date'), timestamp: z.number(), format: z.string(), fallback: z.string().optional(), style }),
]);
export type Inline = z.infer<typeof inline>;

const richSection = z.object({ type: z.literal('rich_text_section'), elements: z.array(inline) });
const richElement = z.discriminatedUnion('type', [
  richSection,
  z.object({ type: z.literal('rich_text_list'), style: z.enum(['bullet', 'ordered']), elements: z.array(richSection) }),
  z.object({ type: z.literal('rich_text_preformatted'), elements: z.array(inline) }),
  z.object({ type: z.literal('rich_text_quote'), elements: z.array(inline) }),
]);
export type RichElement = z.infer<typeof richElement>;
const richText = z.object({ type: z.literal('rich_text'), elements: z.array(richElement) });

const option = z.object({ text: textObject, value: z.string().optional() });
const element = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('button'),
    text: plainText,
    style: z.enum(['primary', 'danger']).optional(),
    url: z.string().optional(),
    accessibility_label: z.string().optional(),
  }),
  z.object({
    type: z.literal('static_select'),
    placeholder: plainText.optional(),
    options: z.array(option),
    initial_option: option.optional(),
  }),
  z.object({ type: z.literal('overflow'), options: z.array(option) }),
]);
export type Element = z.infer<typeof element>;

const image = z.object({
  type: z.literal('image'),
  alt_text: z.string(),
  image_url: z.string().optional(),
  slack_file: z.object({ id: z.string().optional(), url: z.string().optional() }).optional(),
  title: plainText.optional(),
});
export type ImageBlock = z.infer<typeof image>;

const cell = z.union([
  z.object({ type: z.literal('raw_text'), text: z.string() }),
  z.object({ type: z.literal('raw_number'), value: z.number(), text: z.string().optional() }),
  richText,
]);
export type Cell = z.infer<typeof cell>;

const block = z.discriminatedUnion('type', [
  z.object({ type: z.literal('header'), text: plainText }),
  z.object({
    type: z.literal('section'),
    text: textObject.optional(),
    fields: z.array(textObject).optional(),
    accessory: z.union([element, image]).optional(),
  }),
  z.object({ type: z.literal('context'), elements: z.array(z.union([textObject, image])) }),
  z.object({ type: z.literal('actions'), elements: z.array(element) }),
  z.object({ type: z.literal('divider') }),
  z.object({ type: z.literal('markdown'), text: z.string() }),
  z.object({
    type: z.literal('table'),
    rows: z.array(z.array(cell)),
    column_settings: z.array(z.object({ align: z.enum(['left', 'center', 'right']).optional() }).nullable()).optional(),
  }),
  richText,
  image,
  /** Drawn as a field of the form it belongs to (form-schema.ts); by itself, as its label. */
  z.object({ type: z.literal('input'), label: plainText }),
]);
export type Block = z.infer<typeof block>;
export type Drawn = { readonly known: true; readonly block: Block } | { readonly known: false; readonly type: string };

/** The blocks of what was posted; undefined: it has none and is its text alone. */
export function readBlocks(payload: unknown): readonly Drawn[] | undefined {
  const posted = z.object({ blocks: z.array(z.unknown()).min(1) }).safeParse(withParsedBlocks(payload));
  if (!posted.success) return undefined;
  return posted.data.blocks.map((one) => {
    const read = block.safeParse(one);
    if (read.success) return { known: true, block: read.data };
    const named = z.object({ type: z.string() }).safeParse(one);
    return { known: false, type: named.success ? named.data.type : 'without a type' };
  });
}

/** The text of what was posted, in Slack's own markup. */
export function readText(payload: unknown): string | undefined {
  return z.object({ text: z.string().min(1) }).safeParse(payload).data?.text;
}

/** Slack's client sends `blocks` as JSON text within a form. */
function withParsedBlocks(payload: unknown): unknown {
  const form = z.looseObject({ blocks: z.string() }).safeParse(payload);
  return form.success ? { ...form.data, blocks: JSON.parse(form.data.blocks) as unknown } : payload;
}
