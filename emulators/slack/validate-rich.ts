import { type Block, list, stringOf } from './readable.ts';
import type { Rules } from './validate-elements.ts';

const richKinds = new Set(['rich_text_section', 'rich_text_quote', 'rich_text_preformatted', 'rich_text_list']);
const leafKinds = new Set(['text', 'link', 'emoji', 'user', 'usergroup', 'channel', 'broadcast', 'color', 'date', 'team']);

export function rich(block: Block, at: string, rules: Rules): void {
  const elements = list(block['elements']);
  if (elements.length === 0) rules.fault('must have at least 1 item', `${at}/elements`);
  elements.forEach((element, index) => {
    const here = `${at}/elements/${index}`;
    if (!richKinds.has(stringOf(element['type']))) rules.fault(`unsupported type: ${stringOf(element['type'])}`, here);
    list(element['elements']).forEach((leaf, place) => {
      if (leaf['type'] !== 'rich_text_section') return richLeaf(leaf, `${here}/elements/${place}`, rules);
      list(leaf['elements']).forEach((inner, deep) => richLeaf(inner, `${here}/elements/${place}/elements/${deep}`, rules));
    });
  });
}

function richLeaf(leaf: Block, at: string, { fault }: Rules): void {
  if (!leafKinds.has(stringOf(leaf['type']))) fault(`unsupported type: ${stringOf(leaf['type'])}`, `${at}/type`);
  if (leaf['type'] === 'text' && (typeof leaf['text'] !== 'string' || leaf['text'].length === 0))
    fault('must be more than 0 characters', `${at}/text`);
  if (leaf['type'] === 'link' && (typeof leaf['url'] !== 'string' || !URL.canParse(leaf['url']))) fault('must be a valid URL', `${at}/url`);
}

export function table(block: Block, at: string, rules: Rules): void {
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
  if (list(block['column_settings']).length > 20) rules.fault('no more than 20 items allowed', `${at}/column_settings`);
}
