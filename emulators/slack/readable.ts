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
    if (block['type'] === 'image') images.push({ url: imageUrl(block, fileUrl), alt: stringOf(block['alt_text']) });
    if (block['type'] === 'actions') buttons.push(...list(block['elements']).map(buttonLabel));
  }
  return { text: lines.join('\n'), images, buttons };
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
      return textOf(block['label']);
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

function imageUrl(block: Block, fileUrl: (id: string) => string | undefined): string {
  const file = block['slack_file'];
  if (isBlock(file)) return fileUrl(stringOf(file['id'])) ?? '';
  return stringOf(block['image_url']);
}

function buttonLabel(element: Block): string {
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
