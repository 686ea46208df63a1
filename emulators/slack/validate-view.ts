import { type Block, isBlock } from './readable.ts';
import { validateBlocks } from './validate-blocks.ts';
import { type Rules, text } from './validate-elements.ts';

const properties = {
  modal: [
    'type',
    'title',
    'blocks',
    'close',
    'submit',
    'private_metadata',
    'callback_id',
    'clear_on_close',
    'notify_on_close',
    'external_id',
    'submit_disabled',
  ],
  home: ['type', 'blocks', 'private_metadata', 'callback_id', 'external_id'],
} as const;

/** What Slack finds wrong with a view of this kind, each with its pointer; [] when it takes it. */
export function validateView(view: unknown, kind: 'modal' | 'home', pictureExists: (fileId: string) => boolean): readonly string[] {
  const faults: string[] = [];
  const fault = (words: string, at: string): void => void faults.push(`[ERROR] ${words} [json-pointer:${at}]`);
  const rules: Rules = { fault, pictureExists, actionIds: new Set() };
  if (!isBlock(view)) return ['[ERROR] must be an object [json-pointer:/view]'];
  if (view['type'] !== kind) fault(`must be ${kind}`, '/view/type');
  const known: readonly string[] = properties[kind];
  for (const name of Object.keys(view)) if (!known.includes(name)) fault(`invalid additional property: ${name}`, '/view');
  if (kind === 'modal') titles(view, rules);
  lengths(view, rules);
  const blocks = view['blocks'];
  if (!Array.isArray(blocks)) fault('missing required field: blocks', '/view');
  else faults.push(...validateBlocks(blocks, pictureExists, { kind, pointer: '/view/blocks' }));
  return faults;
}

function titles(view: Block, rules: Rules): void {
  text(view['title'], 24, '/view/title', rules, ['plain_text']);
  for (const name of ['submit', 'close']) if (view[name] !== undefined) text(view[name], 24, `/view/${name}`, rules, ['plain_text']);
  const asks = Array.isArray(view['blocks']) && view['blocks'].some((block) => isBlock(block) && block['type'] === 'input');
  if (asks && view['submit'] === undefined) rules.fault('`submit` is required when an `input` is in the view', '/view');
}

function lengths(view: Block, { fault }: Rules): void {
  for (const [name, most] of [
    ['private_metadata', 3_000],
    ['callback_id', 255],
    ['external_id', 255],
  ] as const) {
    const value = view[name];
    if (value === undefined) continue;
    if (typeof value !== 'string') fault('must be a string', `/view/${name}`);
    else if (value.length > most) fault(`must be less than ${most + 1} characters`, `/view/${name}`);
  }
}
