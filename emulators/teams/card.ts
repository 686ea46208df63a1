import type { EmulatedField } from '../emulator.ts';
import { asNode, type SentActivity } from './schema.ts';

export const cardType = 'application/vnd.microsoft.card.adaptive';

export interface CardButton {
  readonly title: string;
  readonly type: string;
  readonly verb: string | undefined;
  readonly data: Readonly<Record<string, unknown>>;
  /** 'none': the card's inputs are not sent with it. */
  readonly associatedInputs: string | undefined;
  readonly url: string | undefined;
  /** Ids of the elements that it shows and hides. */
  readonly targets: readonly string[];
  /** The hidden element it stands in. */
  readonly within: string | undefined;
}

export interface CardInput {
  readonly id: string;
  /** Its label or, for a list, what it says before anything is chosen. */
  readonly label: string;
  readonly labelled: boolean;
  readonly kind: EmulatedField['kind'];
  readonly placeholder: string | undefined;
  readonly required: boolean;
  /** What the client says when a required value is missing. */
  readonly errorMessage: string;
  /** Of a searchable list: what the bot is asked for. */
  readonly dataset: string | undefined;
  readonly value: string | undefined;
  readonly choices: readonly { readonly title: string; readonly value: string }[];
  /** The hidden element it stands in. */
  readonly within: string | undefined;
}

/** What people see of a message, read off the payload the bot sent. */
export interface ReadCard {
  readonly text: readonly string[];
  readonly images: readonly { readonly url: string; readonly alt: string }[];
  /** What the bot keeps for people to fetch, behind links of its own. */
  readonly files: readonly { readonly url: string; readonly name: string }[];
  readonly buttons: readonly CardButton[];
  readonly inputs: readonly CardInput[];
}

interface Found {
  readonly text: string[];
  readonly images: { url: string; alt: string }[];
  readonly files: { url: string; name: string }[];
  readonly buttons: CardButton[];
  readonly inputs: CardInput[];
}

export function readActivity(activity: SentActivity): ReadCard {
  const found: Found = { text: [], images: [], files: [], buttons: [], inputs: [] };
  if (activity.text !== undefined && activity.text !== '') found.text.push(activity.text);
  for (const { contentType, content } of activity.attachments ?? []) {
    if (contentType === cardType) walk(content, found, undefined);
  }
  return found;
}

/** In the order in which a reader meets things. */
function walk(value: unknown, found: Found, around: string | undefined): void {
  const node = asNode(value);
  if (node === undefined) return;
  const within = node['isVisible'] === false ? field(node, 'id') : around;
  switch (node.type) {
    case 'TextBlock':
      return pushText(node['text'], found);
    case 'RichTextBlock':
      for (const inline of list(node['inlines'])) pushFile(inline, found);
      return pushText(list(node['inlines']).map(inlineText).join(''), found);
    case 'FactSet':
      for (const fact of list(node['facts'])) pushText(`${field(fact, 'title')}: ${field(fact, 'value')}`, found);
      return;
    case 'TableRow':
      return pushText(list(node['cells']).map(cellText).join(' | '), found);
    case 'Image':
      found.images.push({ url: field(node, 'url'), alt: field(node, 'altText') });
      return;
    case undefined:
    default:
      if (node.type?.startsWith('Input.') === true) return pushInput(node, found, within);
      if (node.type?.startsWith('Action.') === true) found.buttons.push(button(node, within));
      for (const key of ['body', 'items', 'columns', 'rows', 'actions']) for (const child of list(node[key])) walk(child, found, within);
  }
}

const inputKinds: Readonly<Record<string, EmulatedField['kind']>> = {
  'Input.Number': 'number',
  'Input.Date': 'date',
  'Input.Time': 'time',
  'Input.Toggle': 'toggle',
};

function pushInput(node: Readonly<Record<string, unknown>>, found: Found, within: string | undefined): void {
  const dataset = optional(asNode(node['choices.data'])?.['dataset']);
  const label = optional(node['label']);
  pushText(label, found);
  found.inputs.push({
    id: field(node, 'id'),
    label: label ?? field(node, 'placeholder'),
    labelled: label !== undefined,
    kind: kindOf(node, dataset),
    placeholder: optional(node['placeholder']),
    required: node['isRequired'] === true,
    errorMessage: optional(node['errorMessage']) ?? 'This is required.',
    dataset,
    value: optional(node['value']),
    choices: list(node['choices']).map(choice),
    within,
  });
}

function kindOf(node: Readonly<Record<string, unknown>>, dataset: string | undefined): EmulatedField['kind'] {
  if (node['type'] === 'Input.Text') return node['isMultiline'] === true ? 'multiline' : 'text';
  if (node['type'] !== 'Input.ChoiceSet') return inputKinds[field(node, 'type')] ?? 'text';
  if (dataset !== undefined) return 'search';
  return node['isMultiSelect'] === true ? 'multiselect' : 'select';
}

function cellText(cell: unknown): string {
  const inside: Found = { text: [], images: [], files: [], buttons: [], inputs: [] };
  for (const item of list(asNode(cell)?.['items'])) walk(item, inside, undefined);
  return inside.text.join(' ');
}

const inlineText = (inline: unknown): string => (typeof inline === 'string' ? inline : field(inline, 'text'));
const choice = (value: unknown): CardInput['choices'][number] => ({ title: field(value, 'title'), value: field(value, 'value') });

function button(node: Readonly<Record<string, unknown>>, within: string | undefined): CardButton {
  return {
    title: field(node, 'title'),
    type: field(node, 'type'),
    verb: optional(node['verb']),
    data: asNode(node['data']) ?? {},
    associatedInputs: optional(node['associatedInputs']),
    url: optional(node['url']),
    targets: list(node['targetElements']).map((one) => (typeof one === 'string' ? one : field(one, 'elementId'))),
    within,
  };
}

function pushFile(inline: unknown, found: Found): void {
  const url = field(asNode(inline)?.['selectAction'], 'url');
  if (URL.canParse(url) && new URL(url).pathname.startsWith('/charts/')) found.files.push({ url, name: inlineText(inline) });
}

function pushText(value: unknown, found: Found): void {
  if (typeof value === 'string' && value.trim() !== '') found.text.push(value.trim());
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function field(value: unknown, name: string): string {
  return optional(asNode(value)?.[name]) ?? '';
}

function optional(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
