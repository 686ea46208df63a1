import type { ActionItem, SelectOption } from '../../src/core/actions.ts';
import type { CardAction, CardElement } from './card.ts';
import { limits } from './limits.ts';
import { richText, run } from './render-text.ts';
import { cut, inert, safeUrl } from './text.ts';

/** Verbs of the buttons, and the names in their data; read-invocation.ts reads what is written here. */
export const verbs = { command: 'command', choose: 'choose', submit: 'submit' } as const;

export const label = (text: string): string => cut(inert(text), limits.label) || '…';

/** Buttons beside one another, in sets of as many as Teams draws. A select is one of them, which shows its options below the rest. */
export function drawActions(items: readonly ActionItem[], block: number): readonly CardElement[] {
  const choices = items.map((item, index) => (item.kind === 'select' ? drawChoices(item, choicesId(block, index)) : undefined));
  const actions = items.map((item, index) => (item.kind === 'select' ? drawSelect(item, choicesId(block, index)) : drawButton(item)));
  return [...inSets(actions.filter((one) => one !== undefined)), ...choices.filter((one) => one !== undefined)];
}

const choicesId = (block: number, index: number): string => `s${block}-${index}`;

function inSets(actions: readonly CardAction[]): readonly CardElement[] {
  const most = limits.actionsInASet;
  return Array.from({ length: Math.ceil(actions.length / most) }, (_, set) => ({
    type: 'ActionSet',
    actions: actions.slice(set * most, (set + 1) * most),
    ...(set === 0 ? {} : { spacing: 'Small' }),
  }));
}

function drawButton(item: Exclude<ActionItem, { kind: 'select' }>): CardAction | undefined {
  if (item.kind === 'link') {
    const url = safeUrl(item.url);
    return url === undefined ? undefined : { type: 'Action.OpenUrl', title: label(item.label), url };
  }
  const execute = { title: label(item.label), verb: verbs.command, data: { command: item.command }, associatedInputs: 'none' } as const;
  switch (item.look) {
    case 'plain':
      return { type: 'Action.Execute', ...execute };
    case 'primary':
      return { type: 'Action.Execute', ...execute, style: 'positive' };
    case 'danger':
      return { type: 'Action.Execute', ...execute, style: 'destructive' };
  }
}

type Select = Extract<ActionItem, { kind: 'select' }>;

const drawSelect = (item: Select, id: string): CardAction => ({
  type: 'Action.ToggleVisibility',
  title: label(item.label),
  targetElements: [id],
});

/** A button for each option, or a list of them where there are many. */
function drawChoices({ label: what, options }: Select, id: string): CardElement {
  const items = options.length <= limits.optionsAsButtons ? inSets(options.map(drawOption)) : drawList(what, options, id);
  return { type: 'Container', id, isVisible: false, items, spacing: 'Small' };
}

function drawOption({ label: title, command }: SelectOption): CardAction {
  return { type: 'Action.Execute', title: label(title), verb: verbs.command, data: { command }, associatedInputs: 'none' };
}

function drawList(what: string, options: readonly SelectOption[], id: string): readonly CardElement[] {
  const shown = options.slice(0, limits.choices);
  const input = `${id}.chosen`;
  return [
    {
      type: 'Input.ChoiceSet',
      id: input,
      style: 'compact',
      placeholder: label(what),
      choices: shown.map((option) => ({ title: cut(inert(option.label), limits.summary), value: option.command })),
    },
    ...(shown.length < options.length
      ? [richText(run(`${shown.length} of ${options.length} shown`, { isSubtle: true, size: 'Small' }))]
      : []),
    {
      type: 'ActionSet',
      actions: [{ type: 'Action.Execute', title: label(what), verb: verbs.choose, data: { choose: input }, associatedInputs: 'auto' }],
    },
  ];
}
