import type { ActionItem } from '../../src/core/actions.ts';
import type { CardAction, CardElement } from './card.ts';
import { limits } from './limits.ts';
import { richText, run } from './render-text.ts';
import { cut, inert, safeUrl } from './text.ts';

/** Verbs of the buttons, and the names in their data; read-invocation.ts reads what is written here. */
export const verbs = { command: 'command', choose: 'choose', submit: 'submit' } as const;

export const label = (text: string): string => cut(inert(text), limits.label) || '…';

/** Buttons beside one another, in sets of as many as Teams draws; a select is a list with a button of the same label below it. */
export function drawActions(items: readonly ActionItem[], block: number): readonly CardElement[] {
  const elements: CardElement[] = [];
  let set: CardAction[] = [];
  const close = (): void => {
    if (set.length > 0) elements.push({ type: 'ActionSet', actions: set });
    set = [];
  };
  for (const [index, item] of items.entries()) {
    if (item.kind === 'select') {
      close();
      elements.push(...drawSelect(item, `s${block}-${index}`));
      continue;
    }
    const action = drawButton(item);
    if (action === undefined) continue;
    if (set.length === limits.actionsInASet) close();
    set.push(action);
  }
  close();
  return elements;
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

function drawSelect(item: Extract<ActionItem, { kind: 'select' }>, id: string): readonly CardElement[] {
  const shown = item.options.slice(0, limits.choices);
  const missing = item.options.length - shown.length;
  return [
    {
      type: 'Input.ChoiceSet',
      id,
      style: 'compact',
      placeholder: label(item.label),
      choices: shown.map((option) => ({ title: cut(inert(option.label), limits.summary), value: option.command })),
    },
    ...(missing > 0 ? [richText(run(`${shown.length} of ${item.options.length} shown`, { isSubtle: true, size: 'Small' }))] : []),
    {
      type: 'ActionSet',
      actions: [{ type: 'Action.Execute', title: label(item.label), verb: verbs.choose, data: { choose: id }, associatedInputs: 'auto' }],
    },
  ];
}
