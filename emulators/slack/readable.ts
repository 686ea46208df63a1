/** A block as it came over the wire; validate-blocks.ts has seen it. */
export type Block = Readonly<Record<string, unknown>>;

export interface Readable {
  readonly text: string;
  readonly images: readonly { readonly url: string; readonly alt: string }[];
  readonly buttons: readonly string[];
}

/** What people see of a message's blocks: everything that can be read, in order, and apart from it pictures and buttons. */
export function readBlocks(blocks: readonly Block[], fileUrl: (id: string) => string | undefined): Readable {
  const images: { url: string; alt: string }[] = [];
  const buttons: string[] = [];
  const lines: string[] = [];
  for (const block of blocks) {
    const line = readBlock(block);
    if (line !== '') lines.push(line);
    for (const image of pictures(block)) images.push({ url: imageUrl(image, fileUrl), alt: stringOf(image['alt_text']) });
    buttons.push(...actingElements(block).map(buttonLabel));
  }
  return { text: lines.join('\n'), images, buttons };
}

/** Every block gets an id, as Slack gives one where the app did not. */
export function withBlockIds(blocks: readonly Block[]): readonly Block[] {
  return blocks.map((block, index) => ({ ...block, block_id: block['block_id'] ?? `blk${index}` }));
}

function readBlock(block: Block): string {
  switch (block['type']) {
    case 'rich_text':
      return list(block['elements']).map(readRich).join('\n');
    case 'table':
      return rows(block['rows'])
        .map((row) => row.map(readCell).join('\t'))
        .join('\n');
    case 'section':
      return [textOf(block['text']), ...list(block['fields']).map((field) => textOf(field))].filter((line) => line !== '').join('\n');
    case 'context':
      return list(block['elements'])
        .map((element) => textOf(element))
        .join(' ');
    case 'input':
      return [textOf(block['label']), textOf(block['hint'])].filter((line) => line !== '').join('\n');
    case 'header':
      return textOf(block['text']);
    case 'image':
      return textOf(block['title']);
    case 'markdown':
      return stringOf(block['text']);
    default:
      return '';
  }
}

function readCell(cell: Block): string {
  return cell['type'] === 'rich_text' ? list(cell['elements']).map(readRich).join('\n') : stringOf(cell['text']).trim();
}

/** Rich text, down to its leaves. */
function readRich(element: Block): string {
  if (element['elements'] !== undefined)
    return list(element['elements'])
      .map(readRich)
      .join(element['type'] === 'rich_text_list' ? '\n' : '');
  switch (element['type']) {
    case 'emoji':
      return `:${stringOf(element['name'])}:`;
    case 'user':
      return `@${stringOf(element['user_id'])}`;
    case 'broadcast':
      return `@${stringOf(element['range'])}`;
    case 'link':
      return stringOf(element['text'] ?? element['url']);
    default:
      return stringOf(element['text']);
  }
}

/** The block itself where it is a picture, or the small one beside a section's text. */
function pictures(block: Block): readonly Block[] {
  const inside = block['type'] === 'section' ? block['accessory'] : block;
  return isBlock(inside) && inside['type'] === 'image' ? [inside] : [];
}

function imageUrl(block: Block, fileUrl: (id: string) => string | undefined): string {
  const file = block['slack_file'];
  if (isBlock(file)) return fileUrl(stringOf(file['id'])) ?? '';
  return stringOf(block['image_url']);
}

/** Buttons and selects that act when they are used: of an actions block, or beside a section's text. */
export function actingElements(block: Block): readonly Block[] {
  if (block['type'] === 'actions') return list(block['elements']);
  if (block['type'] === 'section' && isBlock(block['accessory']) && block['accessory']['type'] !== 'image') return [block['accessory']];
  return [];
}

export function buttonLabel(element: Block): string {
  return textOf(element['type'] === 'button' ? element['text'] : element['placeholder']);
}

/** The words of a text object; of mrkdwn what remains when its control characters are taken back. */
export function textOf(value: unknown): string {
  if (!isBlock(value)) return '';
  const text = stringOf(value['text']);
  if (value['type'] !== 'mrkdwn') return text;
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** A string as it came; '' for anything else. */
export function stringOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function isBlock(value: unknown): value is Block {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The objects of an array; [] for anything else. */
export function list(value: unknown): readonly Block[] {
  return Array.isArray(value) ? value.filter(isBlock) : [];
}

function rows(value: unknown): readonly (readonly Block[])[] {
  return Array.isArray(value) ? value.map(list) : [];
}
