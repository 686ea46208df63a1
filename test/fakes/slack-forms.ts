import type { Block } from '../../src/core/document.ts';

/** A form with a search of each kind that matters and a text. */
export const chartForm = {
  kind: 'form',
  title: 'Draw a chart',
  submit: 'Draw',
  command: 'chart',
  fields: [
    { kind: 'search', name: '=metric', label: 'Metric', source: 'metrics', required: true },
    { kind: 'search', name: 'of', label: 'Of what', initial: 'bps-website', source: 'targets', required: true },
    { kind: 'text', name: 'over', label: 'Over', initial: '6h', multiline: false, required: false },
  ],
} as const satisfies Block;

type Json = Record<string, unknown>;

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object below a key; empty where there is none. */
export function field(of: unknown, name: string): Json {
  const value = isObject(of) ? of[name] : undefined;
  if (Array.isArray(value)) return Object.fromEntries(value.entries());
  return isObject(value) ? value : {};
}

/** The objects of a list, or of what `field` made of one. */
export function asList(value: unknown): readonly Json[] {
  if (Array.isArray(value)) return value.filter(isObject);
  return isObject(value) ? Object.values(value).filter(isObject) : [];
}

/** What Slack sends when an open modal is sent with these values, by the names of its fields. */
export function submissionOf(view: Json, values: Readonly<Record<string, string>>): object {
  const inputs = asList(view['blocks']).filter((block) => block['type'] === 'input');
  const state = Object.entries(values).map(([name, value]) => {
    const block = inputs.find((one) => String(one['block_id']).endsWith(`:${name}`));
    if (block === undefined) throw new Error(`no field ${name}`);
    const element = field(block, 'element');
    const filled =
      element['type'] === 'plain_text_input' ? { value } : { selected_option: { text: { type: 'plain_text', text: value }, value } };
    return [block['block_id'], { [String(element['action_id'])]: { type: element['type'], ...filled } }];
  });
  return {
    type: 'view_submission',
    user: { id: 'U1', username: 'ana', name: 'ana', team_id: 'T1' },
    trigger_id: `S${Object.values(values).join('')}`,
    view: { id: 'V1', hash: 'h1', ...view, state: { values: Object.fromEntries(state) } },
    response_urls: [],
  };
}
