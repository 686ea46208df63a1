import { type Block, isBlock, list, stringOf } from './readable.ts';

/** What Slack finds wrong with blocks, each with the pointer it names; [] when it takes them. */
export function validateBlocks(blocks: readonly unknown[], pictureExists: (fileId: string) => boolean): readonly string[] {
  const faults: string[] = [];
  const fault = (words: string, at: string): void => {
    faults.push(`[ERROR] ${words} [json-pointer:${at}]`);
  };
  if (blocks.length > 50) fault('no more than 50 items allowed', '/blocks');
  if (blocks.filter((block) => isBlock(block) && block['type'] === 'table').length > 1) fault('only one table allowed', '/blocks');
  const actionIds = new Set<string>();
  blocks.forEach((block, index) => {
    const at = `/blocks/${index}`;
    if (!isBlock(block)) return fault('must be an object', at);
    validateBlock(block, at, { fault, pictureExists, actionIds });
  });
  return faults;
}

interface Rules {
  readonly fault: (words: string, at: string) => void;
  readonly pictureExists: (fileId: string) => boolean;
  readonly actionIds: Set<string>;
}

function validateBlock(block: Block, at: string, rules: Rules): void {
  if (typeof block['block_id'] === 'string' && block['block_id'].length > 255)
    rules.fault('must be less than 256 characters', `${at}/block_id`);
  switch (block['type']) {
    case 'divider':
      return;
    case 'header':
      return text(block['text'], 150, `${at}/text`, rules, ['plain_text']);
    case 'section':
      return section(block, at, rules);
    case 'context':
      if (list(block['elements']).length === 0 || list(block['elements']).length > 10)
        rules.fault('must have 1 to 10 items', `${at}/elements`);
      return list(block['elements']).forEach((element, index) => {
        if (element['type'] !== 'image') text(element, 2_000, `${at}/elements/${index}`, rules);
      });
    case 'image':
      return image(block, at, rules);
    case 'actions':
      return actions(block, at, rules);
    case 'input':
      return input(block, at, rules);
    case 'rich_text':
      return rich(block, at, rules);
    case 'table':
      return table(block, at, rules);
    default:
      rules.fault(`unsupported type: ${stringOf(block['type'])}`, `${at}/type`);
  }
}

function text(value: unknown, most: number, at: string, { fault }: Rules, types: readonly string[] = ['plain_text', 'mrkdwn']): void {
  if (!isBlock(value) || typeof value['text'] !== 'string') return fault('missing required field: text', at);
  if (!types.includes(stringOf(value['type']))) fault(`must be one of: ${types.join(', ')}`, `${at}/type`);
  if (value['text'].length === 0) fault('must be more than 0 characters', `${at}/text`);
  if (value['text'].length > most) fault(`must be less than ${most + 1} characters`, `${at}/text`);
}

function section(block: Block, at: string, rules: Rules): void {
  if (block['text'] === undefined && block['fields'] === undefined) rules.fault('missing required field: text or fields', at);
  if (block['text'] !== undefined) text(block['text'], 3_000, `${at}/text`, rules);
  const fields = list(block['fields']);
  if (fields.length > 10) rules.fault('no more than 10 items allowed', `${at}/fields`);
  fields.forEach((field, index) => text(field, 2_000, `${at}/fields/${index}`, rules));
}

function image(block: Block, at: string, rules: Rules): void {
  const alt = block['alt_text'];
  if (typeof alt !== 'string' || alt.length === 0) rules.fault('missing required field: alt_text', at);
  else if (alt.length > 2_000) rules.fault('must be less than 2001 characters', `${at}/alt_text`);
  const file = block['slack_file'];
  const url = block['image_url'];
  if ((file === undefined) === (url === undefined)) rules.fault('provide either image_url or slack_file', at);
  if (isBlock(file) && !rules.pictureExists(stringOf(file['id']))) rules.fault('invalid slack file', `${at}/slack_file`);
  if (url !== undefined && (typeof url !== 'string' || !/^https?:\/\//u.test(url) || url.length > 3_000))
    rules.fault('must be a valid URL', `${at}/image_url`);
  if (block['title'] !== undefined) text(block['title'], 2_000, `${at}/title`, rules, ['plain_text']);
}

function actions(block: Block, at: string, rules: Rules): void {
  const elements = list(block['elements']);
  if (elements.length === 0 || elements.length > 25) rules.fault('must have 1 to 25 items', `${at}/elements`);
  elements.forEach((element, index) => {
    const here = `${at}/elements/${index}`;
    uniqueAction(element, here, rules);
    if (element['type'] === 'button') button(element, here, rules);
    else if (element['type'] === 'static_select') select(element, here, rules);
    else rules.fault(`unsupported type: ${stringOf(element['type'])}`, here);
  });
}

function uniqueAction(element: Block, at: string, { fault, actionIds }: Rules): void {
  const id = element['action_id'];
  if (typeof id !== 'string') return;
  if (id.length > 255) fault('must be less than 256 characters', `${at}/action_id`);
  if (actionIds.has(id)) fault('`action_id` already exists', `${at}/action_id`);
  actionIds.add(id);
}

function button(element: Block, at: string, rules: Rules): void {
  text(element['text'], 75, `${at}/text`, rules, ['plain_text']);
  if (typeof element['value'] === 'string' && element['value'].length > 2_000)
    rules.fault('must be less than 2001 characters', `${at}/value`);
  const url = element['url'];
  if (url !== undefined && (typeof url !== 'string' || url.length > 3_000 || !URL.canParse(url)))
    rules.fault('must be a valid URL', `${at}/url`);
  if (element['style'] !== undefined && !['primary', 'danger'].includes(stringOf(element['style'])))
    rules.fault('must be one of: primary, danger', `${at}/style`);
}

function select(element: Block, at: string, rules: Rules): void {
  if (element['placeholder'] !== undefined) text(element['placeholder'], 150, `${at}/placeholder`, rules, ['plain_text']);
  const options = list(element['options']);
  if (options.length === 0 || options.length > 100) rules.fault('must have 1 to 100 items', `${at}/options`);
  options.forEach((option, index) => {
    text(option['text'], 75, `${at}/options/${index}/text`, rules);
    const value = option['value'];
    if (typeof value !== 'string' || value.length === 0 || value.length > 150)
      rules.fault('must be 1 to 150 characters', `${at}/options/${index}/value`);
  });
}

function input(block: Block, at: string, rules: Rules): void {
  text(block['label'], 2_000, `${at}/label`, rules, ['plain_text']);
  const element = block['element'];
  if (!isBlock(element)) return rules.fault('missing required field: element', at);
  if (element['type'] === 'static_select') select(element, `${at}/element`, rules);
  else if (element['type'] !== 'plain_text_input') rules.fault(`unsupported type: ${stringOf(element['type'])}`, `${at}/element`);
}

const richKinds = new Set(['rich_text_section', 'rich_text_quote', 'rich_text_preformatted', 'rich_text_list']);

function rich(block: Block, at: string, rules: Rules): void {
  const elements = list(block['elements']);
  if (elements.length === 0) rules.fault('must have at least 1 item', `${at}/elements`);
  elements.forEach((element, index) => {
    const here = `${at}/elements/${index}`;
    if (!richKinds.has(stringOf(element['type']))) rules.fault(`unsupported type: ${stringOf(element['type'])}`, here);
    list(element['elements']).forEach((leaf, place) => richLeaf(leaf, `${here}/elements/${place}`, rules));
  });
}

function richLeaf(leaf: Block, at: string, rules: Rules): void {
  if (leaf['type'] === 'text' && (typeof leaf['text'] !== 'string' || leaf['text'].length === 0))
    rules.fault('must be more than 0 characters', `${at}/text`);
  if (leaf['type'] === 'link' && (typeof leaf['url'] !== 'string' || !URL.canParse(leaf['url'])))
    rules.fault('must be a valid URL', `${at}/url`);
}

function table(block: Block, at: string, rules: Rules): void {
  const rows = Array.isArray(block['rows']) ? block['rows'] : [];
  if (rows.length === 0 || rows.length > 100) rules.fault('must have 1 to 100 rows', `${at}/rows`);
  let characters = 0;
  rows.forEach((row: unknown, index) => {
    const cells = list(row);
    if (cells.length === 0 || cells.length > 20) rules.fault('must have 1 to 20 cells', `${at}/rows/${index}`);
    cells.forEach((cell, place) => {
      if (cell['type'] === 'rich_text') return rich(cell, `${at}/rows/${index}/${place}`, rules);
      if (typeof cell['text'] !== 'string' || cell['text'].length === 0)
        return rules.fault('must be more than 0 characters', `${at}/rows/${index}/${place}/text`);
      characters += cell['text'].length;
    });
  });
  if (characters > 10_000) rules.fault('table is too long', `${at}/rows`);
}
