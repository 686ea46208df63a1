import { type Block, isBlock, list, stringOf } from './readable.ts';

export interface Rules {
  readonly fault: (words: string, at: string) => void;
  readonly pictureExists: (fileId: string) => boolean;
  readonly actionIds: Set<string>;
}

const selects = ['static_select', 'external_select', 'users_select', 'conversations_select', 'channels_select'];
const multiSelects = ['multi_static_select', 'multi_external_select', 'multi_users_select'];
const choices = ['checkboxes', 'radio_buttons', 'datepicker', 'timepicker'];
const typed = ['plain_text_input', 'number_input', 'email_text_input', 'url_text_input'];

/** Which elements may stand where. */
export const inActions: ReadonlySet<string> = new Set(['button', 'overflow', ...selects, ...choices]);
export const inSection: ReadonlySet<string> = new Set([...inActions, ...multiSelects]);
export const inInput: ReadonlySet<string> = new Set([...selects, ...multiSelects, ...choices, ...typed]);

const common = ['type', 'action_id'];
const choosing = ['placeholder', 'confirm', 'focus_on_load'];
const properties: Readonly<Record<string, readonly string[]>> = {
  button: ['text', 'url', 'value', 'style', 'confirm', 'accessibility_label'],
  channels_select: ['initial_channel', 'response_url_enabled', ...choosing],
  checkboxes: ['options', 'initial_options', 'confirm', 'focus_on_load'],
  conversations_select: ['initial_conversation', 'default_to_current_conversation', 'response_url_enabled', 'filter', ...choosing],
  datepicker: ['initial_date', ...choosing],
  email_text_input: ['initial_value', 'dispatch_action_config', 'focus_on_load', 'placeholder'],
  external_select: ['initial_option', 'min_query_length', ...choosing],
  multi_external_select: ['initial_options', 'min_query_length', 'max_selected_items', ...choosing],
  multi_static_select: ['options', 'option_groups', 'initial_options', 'max_selected_items', ...choosing],
  multi_users_select: ['initial_users', 'max_selected_items', ...choosing],
  number_input: ['is_decimal_allowed', 'initial_value', 'min_value', 'max_value', 'dispatch_action_config', 'focus_on_load', 'placeholder'],
  overflow: ['options', 'confirm'],
  plain_text_input: ['initial_value', 'multiline', 'min_length', 'max_length', 'dispatch_action_config', 'focus_on_load', 'placeholder'],
  radio_buttons: ['options', 'initial_option', 'confirm', 'focus_on_load'],
  static_select: ['options', 'option_groups', 'initial_option', ...choosing],
  timepicker: ['initial_time', 'timezone', ...choosing],
  url_text_input: ['initial_value', 'dispatch_action_config', 'focus_on_load', 'placeholder'],
  users_select: ['initial_user', ...choosing],
};

export function text(
  value: unknown,
  most: number,
  at: string,
  { fault }: Rules,
  types: readonly string[] = ['plain_text', 'mrkdwn'],
): void {
  if (!isBlock(value) || typeof value['text'] !== 'string') return fault('missing required field: text', at);
  if (!types.includes(stringOf(value['type']))) fault(`must be one of: ${types.join(', ')}`, `${at}/type`);
  if (value['text'].length === 0) fault('must be more than 0 characters', `${at}/text`);
  if (value['text'].length > most) fault(`must be less than ${most + 1} characters`, `${at}/text`);
}

/** A button, select or input, where only some may stand. */
export function validateElement(element: Block, at: string, allowed: ReadonlySet<string>, rules: Rules): void {
  const type = stringOf(element['type']);
  uniqueAction(element, at, rules);
  if (!allowed.has(type)) return rules.fault(`unsupported type: ${type}`, at);
  for (const name of Object.keys(element)) {
    if (![...common, ...(properties[type] ?? [])].includes(name)) rules.fault(`invalid additional property: ${name}`, at);
  }
  if (element['placeholder'] !== undefined) text(element['placeholder'], 150, `${at}/placeholder`, rules, ['plain_text']);
  if (isBlock(element['confirm'])) confirm(element['confirm'], `${at}/confirm`, rules);
  if (type === 'button') button(element, at, rules);
  else if (['static_select', 'multi_static_select'].includes(type)) select(element, at, rules);
  else if (['radio_buttons', 'checkboxes'].includes(type)) options(element['options'], { least: 1, most: 10 }, `${at}/options`, rules);
  else if (type === 'overflow') options(element['options'], { least: 1, most: 5 }, `${at}/options`, rules);
  else if (type.endsWith('external_select')) external(element, at, rules);
  else if (typed.includes(type)) typedInput(element, at, rules);
}

function uniqueAction(element: Block, at: string, { fault, actionIds }: Rules): void {
  const id = element['action_id'];
  if (typeof id !== 'string') return;
  if (id.length > 255) fault('must be less than 256 characters', `${at}/action_id`);
  // Inputs have blocks of their own, whose ids tell them apart.
  if (at.endsWith('/element')) return;
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
  const groups = list(element['option_groups']);
  if ((element['options'] === undefined) === (element['option_groups'] === undefined))
    rules.fault('provide either options or option_groups', at);
  if (element['options'] !== undefined) options(element['options'], { least: 1, most: 100 }, `${at}/options`, rules);
  optionGroups(groups, at, rules);
  const all = [...list(element['options']), ...groups.flatMap((group) => list(group['options']))];
  const values = new Set(all.map((one) => one['value']));
  for (const initial of [element['initial_option'], ...list(element['initial_options'])].filter(isBlock)) {
    if (!values.has(initial['value'])) rules.fault('failed to match an option', `${at}/initial_option`);
  }
}

function optionGroups(groups: readonly Block[], at: string, rules: Rules): void {
  if (groups.length > 100) rules.fault('no more than 100 items allowed', `${at}/option_groups`);
  groups.forEach((group, index) => {
    const here = `${at}/option_groups/${index}`;
    text(group['label'], 75, `${here}/label`, rules, ['plain_text']);
    options(group['options'], { least: 1, most: 100 }, `${here}/options`, rules);
  });
}

function options(value: unknown, { least, most }: { readonly least: number; readonly most: number }, at: string, rules: Rules): void {
  const all = list(value);
  if (all.length < least || all.length > most) rules.fault(`must have ${least} to ${most} items`, at);
  all.forEach((option, index) => validateOption(option, `${at}/${index}`, rules));
}

function validateOption(option: Block, at: string, rules: Rules): void {
  text(option['text'], 75, `${at}/text`, rules);
  if (option['description'] !== undefined) text(option['description'], 75, `${at}/description`, rules);
  const value = option['value'];
  if (typeof value !== 'string' || value.length === 0 || value.length > 150) rules.fault('must be 1 to 150 characters', `${at}/value`);
}

function external(element: Block, at: string, rules: Rules): void {
  const least = element['min_query_length'];
  if (least !== undefined && (typeof least !== 'number' || !Number.isInteger(least) || least < 0))
    rules.fault('must be an integer', `${at}/min_query_length`);
  for (const initial of [element['initial_option'], ...list(element['initial_options'])].filter(isBlock))
    validateOption(initial, `${at}/initial_option`, rules);
}

function typedInput(element: Block, at: string, { fault }: Rules): void {
  const initial = element['initial_value'];
  if (initial !== undefined && typeof initial !== 'string') fault('must be a string', `${at}/initial_value`);
  if (typeof initial === 'string' && initial.length > 3_000) fault('must be less than 3001 characters', `${at}/initial_value`);
  const most = element['max_length'];
  if (most !== undefined && (typeof most !== 'number' || most < 1 || most > 3_000)) fault('must be 1 to 3000', `${at}/max_length`);
  if (element['type'] === 'number_input' && typeof element['is_decimal_allowed'] !== 'boolean')
    fault('missing required field: is_decimal_allowed', at);
}

function confirm(value: Block, at: string, rules: Rules): void {
  text(value['title'], 100, `${at}/title`, rules, ['plain_text']);
  text(value['text'], 300, `${at}/text`, rules);
  if (value['confirm'] !== undefined) text(value['confirm'], 30, `${at}/confirm`, rules, ['plain_text']);
  if (value['deny'] !== undefined) text(value['deny'], 30, `${at}/deny`, rules, ['plain_text']);
}

/** What is wrong with the answer to a search: options or groups of them, at most 100. */
export function validateChoices(answer: Block): readonly string[] {
  const faults: string[] = [];
  const rules: Rules = {
    fault: (words, at) => void faults.push(`[ERROR] ${words} [json-pointer:${at}]`),
    pictureExists: () => false,
    actionIds: new Set(),
  };
  if (answer['option_groups'] !== undefined) optionGroups(list(answer['option_groups']), '', rules);
  else if (Array.isArray(answer['options'])) options(answer['options'], { least: 0, most: 100 }, '/options', rules);
  else rules.fault('provide either options or option_groups', '');
  return faults;
}
