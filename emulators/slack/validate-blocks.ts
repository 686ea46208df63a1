import { type Block, isBlock, list, stringOf } from './readable.ts';
import { inActions, inInput, inSection, type Rules, text, validateElement } from './validate-elements.ts';
import { rich, table } from './validate-rich.ts';

/** Where the blocks stand; undefined: in a message. */
export interface Surface {
  readonly kind: 'message' | 'modal' | 'home';
  /** What the pointers begin with. */
  readonly pointer: string;
}

const message: Surface = { kind: 'message', pointer: '/blocks' };
const most = { message: 50, modal: 100, home: 100 } as const;
/** All markdown blocks of a message together, characters. */
const mostMarkdown = 12_000;

/** What Slack finds wrong with blocks, each with the pointer it names; [] when it takes them. */
export function validateBlocks(
  blocks: readonly unknown[],
  pictureExists: (fileId: string) => boolean,
  surface: Surface = message,
): readonly string[] {
  const faults: string[] = [];
  const fault = (words: string, at: string): void => {
    faults.push(`[ERROR] ${words} [json-pointer:${at}]`);
  };
  const { kind, pointer } = surface;
  if (blocks.length > most[kind]) fault(`no more than ${most[kind]} items allowed`, pointer);
  const objects = blocks.filter(isBlock);
  if (objects.filter((block) => block['type'] === 'table').length > 1) fault('only one table allowed', pointer);
  const markdown = objects.filter((block) => block['type'] === 'markdown').map((block) => stringOf(block['text']).length);
  if (markdown.reduce((sum, one) => sum + one, 0) > mostMarkdown) fault(`must be less than ${mostMarkdown + 1} characters`, pointer);
  const rules: Rules = { fault, pictureExists, actionIds: new Set() };
  const blockIds = new Set<unknown>();
  blocks.forEach((block, index) => {
    const at = `${pointer}/${index}`;
    if (!isBlock(block)) return fault('must be an object', at);
    blockId(block, at, blockIds, rules);
    validateBlock(block, at, rules, kind);
  });
  return faults;
}

function blockId(block: Block, at: string, known: Set<unknown>, { fault }: Rules): void {
  const id = block['block_id'];
  if (id === undefined) return;
  if (typeof id !== 'string' || id.length > 255) fault('must be less than 256 characters', `${at}/block_id`);
  if (known.has(id)) fault('`block_id` already exists', `${at}/block_id`);
  known.add(id);
}

const properties: Readonly<Record<string, readonly string[]>> = {
  actions: ['elements'],
  context: ['elements'],
  divider: [],
  header: ['text', 'level'],
  image: ['image_url', 'slack_file', 'alt_text', 'title'],
  input: ['label', 'element', 'dispatch_action', 'hint', 'optional'],
  markdown: ['text'],
  rich_text: ['elements'],
  section: ['text', 'fields', 'accessory', 'expand'],
  table: ['rows', 'column_settings'],
};
/** Slack shows these in one place only. */
const onlyIn: Readonly<Record<string, Surface['kind']>> = { table: 'message', markdown: 'message' };

function validateBlock(block: Block, at: string, rules: Rules, kind: Surface['kind']): void {
  const type = stringOf(block['type']);
  const known = properties[type];
  if (known === undefined || (onlyIn[type] ?? kind) !== kind) return rules.fault(`unsupported type: ${type}`, `${at}/type`);
  for (const name of Object.keys(block)) {
    if (!['type', 'block_id', ...known].includes(name)) rules.fault(`invalid additional property: ${name}`, at);
  }
  switch (type) {
    case 'header':
      return text(block['text'], 150, `${at}/text`, rules, ['plain_text']);
    case 'section':
      return section(block, at, rules);
    case 'context':
      return context(block, at, rules);
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
    case 'markdown':
      if (stringOf(block['text']) === '') rules.fault('must be more than 0 characters', `${at}/text`);
  }
}

function section(block: Block, at: string, rules: Rules): void {
  if (block['text'] === undefined && block['fields'] === undefined) rules.fault('missing required field: text or fields', at);
  if (block['text'] !== undefined) text(block['text'], 3_000, `${at}/text`, rules);
  const fields = list(block['fields']);
  if (fields.length > 10) rules.fault('no more than 10 items allowed', `${at}/fields`);
  fields.forEach((field, index) => text(field, 2_000, `${at}/fields/${index}`, rules));
  if (isBlock(block['accessory'])) {
    if (block['accessory']['type'] === 'image') image(block['accessory'], `${at}/accessory`, rules);
    else validateElement(block['accessory'], `${at}/accessory`, inSection, rules);
  }
}

function context(block: Block, at: string, rules: Rules): void {
  const elements = list(block['elements']);
  if (elements.length === 0 || elements.length > 10) rules.fault('must have 1 to 10 items', `${at}/elements`);
  elements.forEach((element, index) => {
    if (element['type'] === 'image') image(element, `${at}/elements/${index}`, rules);
    else text(element, 2_000, `${at}/elements/${index}`, rules);
  });
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
  elements.forEach((element, index) => validateElement(element, `${at}/elements/${index}`, inActions, rules));
}

function input(block: Block, at: string, rules: Rules): void {
  text(block['label'], 2_000, `${at}/label`, rules, ['plain_text']);
  if (block['hint'] !== undefined) text(block['hint'], 2_000, `${at}/hint`, rules, ['plain_text']);
  if (!isBlock(block['element'])) return rules.fault('missing required field: element', at);
  validateElement(block['element'], `${at}/element`, inInput, rules);
}
