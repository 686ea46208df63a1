import { EmulatorFault, type OnForm, type Submit } from '../emulator.ts';
import type { EmulatedUser } from '../world.ts';
import { SlackRefusal } from './answer.ts';
import { holderOf, type Input, inputsOf, isFilled, optionsOf, type State, withValue } from './inputs.ts';
import { blocksOf, interaction, type PeopleNeeds, type Surface, stateIn, surfaceFor } from './interaction.ts';
import { readView } from './methods-views.ts';
import { actionOf, elementOn, press } from './people.ts';
import { findChoice } from './people-search.ts';
import { actingElements, type Block, buttonLabel, isBlock, stringOf, textOf } from './readable.ts';
import type { SlackView } from './views.ts';
import { userNamed } from './workspace.ts';

/** What Slack shows in a modal whose submission the app did not take. */
const trouble = 'We had some trouble connecting. Try again?';
const missing = 'Please complete this required field.';

/** A person fills in a form and sends it. Throws EmulatorFault for fields and options that are not there. */
export async function submit(what: Submit, needs: PeopleNeeds): Promise<void> {
  const user = userNamed(what.user);
  const surface = surfaceFor(what.form, user, needs);
  const state = await filledIn(what.values, surface, user, needs);
  const faults = Object.fromEntries(fieldsOf(surface).flatMap((input) => faultOf(input, state)));
  if ('view' in surface) {
    const view = needs.workspace.views.change(surface.view, { state, errors: faults, trouble: undefined });
    if (Object.keys(faults).length === 0) await sendView(view, user, needs);
    return;
  }
  const fault = Object.values(faults)[0];
  if (fault !== undefined) throw new EmulatorFault(400, fault);
  const label = what.button ?? firstButton(surface);
  if (label === undefined) throw new EmulatorFault(404, `There is no form on message ${what.form}.`);
  const { block, element } = elementOn(surface, label);
  const action = await actionOf(block, element, { what: { button: label }, user, surface }, needs);
  await press(surface, { action, state, user }, needs);
}

/** A person closes the modal they see. Throws EmulatorFault. */
export async function close({ form, user: name }: OnForm, needs: PeopleNeeds): Promise<void> {
  const user = userNamed(name);
  const surface = surfaceFor(form, user, needs);
  if (!('view' in surface) || surface.view.kind !== 'modal') throw new EmulatorFault(404, `There is no open modal ${form}.`);
  const { views } = needs.workspace;
  const closed = surface.view.content['clear_on_close'] === true ? views.clear(user) : [surface.view];
  for (const view of closed) {
    tellClosed(view, user, closed.length > 1, needs);
    views.close(view);
  }
}

const fieldsOf = (surface: Surface): readonly Input[] => inputsOf(blocksOf(surface)).filter((one) => one.inForm === 'in form');

function firstButton(surface: Surface): string | undefined {
  if (fieldsOf(surface).length === 0) return undefined;
  const button = blocksOf(surface)
    .flatMap(actingElements)
    .find((element) => element['type'] === 'button');
  return button === undefined ? undefined : buttonLabel(button);
}

/** The values that stand in it, with those that were given by their labels. */
async function filledIn(values: Submit['values'], surface: Surface, user: EmulatedUser, needs: PeopleNeeds): Promise<State> {
  const inputs = inputsOf(blocksOf(surface));
  let state = stateIn(surface);
  for (const [label, written] of Object.entries(values)) {
    const input = inputs.find((one) => one.label === label);
    const known = inputs.map((one) => one.label).join(', ');
    if (input === undefined) throw new EmulatorFault(404, `There is no field “${label}”, only ${known || 'none'}.`);
    state = withValue(state, input, await valueOf(input, written, { surface, user }, needs));
  }
  return state;
}

async function valueOf(
  { element, blockId, label }: Input,
  written: string | readonly string[],
  { surface, user }: { readonly surface: Surface; readonly user: EmulatedUser },
  needs: PeopleNeeds,
): Promise<Block> {
  const holder = holderOf(element);
  const { type } = element;
  const texts = typeof written === 'string' ? [written] : written;
  const wanted = texts.filter((one) => one !== '');
  if (holder === undefined) return { type };
  if (!holder.value.startsWith('selected_option')) return { type, [holder.value]: wanted.join('\n') || null };
  const options: Block[] = [];
  for (const typed of wanted) {
    const found =
      holder.kind === 'search'
        ? await findChoice({ blockId, element, typed, user, surface }, needs)
        : optionsOf(element).find((one) => textOf(one['text']) === typed);
    if (found === undefined) throw new EmulatorFault(404, `“${label}” has no option “${typed}”.`);
    options.push(found);
  }
  return { type, [holder.value]: holder.value === 'selected_options' ? options : (options[0] ?? null) };
}

/** What Slack itself finds wrong with a field before the app hears of it: its block's id and the words. */
function faultOf(input: Input, state: State): readonly (readonly [string, string])[] {
  if (!isFilled(input, state)) return input.required ? [[input.blockId, missing]] : [];
  const text = state[input.blockId]?.[input.actionId]?.['value'];
  if (typeof text !== 'string') return [];
  const { max_length: most, min_length: least, type } = input.element;
  if (typeof most === 'number' && text.length > most) return [[input.blockId, `Please enter ${most} characters or fewer.`]];
  if (typeof least === 'number' && text.length < least) return [[input.blockId, `Please enter at least ${least} characters.`]];
  return type === 'number_input' && !Number.isFinite(Number(text)) ? [[input.blockId, 'Please enter a number.']] : [];
}

async function sendView(view: SlackView, user: EmulatedUser, needs: PeopleNeeds): Promise<void> {
  const { workspace, outbox, triggers } = needs;
  const acknowledged = await outbox.once('interactive', {
    ...interaction('view_submission', user),
    trigger_id: triggers.issue({ user, channel: view.channel, view: view.id }),
    view: workspace.views.wire(view),
    response_urls: [],
  });
  // The app may have changed or closed it while it was asked.
  const now = workspace.views.get(view.id);
  if (now === undefined) return;
  const followed = acknowledged.taken ? follow(acknowledged.answer, now, needs) : 'not understood';
  if (followed === 'not understood') workspace.views.change(now, { trouble });
}

type Followed = 'done' | 'not understood';

/** Does what the app answered, if it is something that Slack would do. */
function follow(answer: unknown, view: SlackView, needs: PeopleNeeds): Followed {
  const { views } = needs.workspace;
  if (!isBlock(answer) || answer['response_action'] === undefined) {
    views.close(view);
    return 'done';
  }
  try {
    switch (stringOf(answer['response_action'])) {
      case 'errors':
        return showErrors(answer['errors'], view, needs);
      case 'update':
        views.replace(view, readView(answer, 'modal', needs.workspace));
        return 'done';
      case 'push':
        views.push(readView(answer, 'modal', needs.workspace), view);
        return 'done';
      case 'clear':
        for (const one of views.clear(view.user)) tellClosed(one, view.user, true, needs);
        return 'done';
      default:
        return 'not understood';
    }
  } catch (error) {
    if (error instanceof SlackRefusal) return 'not understood';
    throw error;
  }
}

/** Each error belongs to an input block of the view; any other makes the whole answer none. */
function showErrors(errors: unknown, view: SlackView, needs: PeopleNeeds): Followed {
  if (!isBlock(errors)) return 'not understood';
  const known = new Set(
    inputsOf(view.blocks)
      .filter((one) => one.inForm === 'in form')
      .map((one) => one.blockId),
  );
  const entries = Object.entries(errors).flatMap(([id, words]) =>
    typeof words === 'string' && known.has(id) ? [[id, words] as const] : [],
  );
  if (entries.length === 0 || entries.length < Object.keys(errors).length) return 'not understood';
  needs.workspace.views.change(view, { errors: Object.fromEntries(entries) });
  return 'done';
}

/** The app hears of it only where it asked to. */
function tellClosed(view: SlackView, user: EmulatedUser, cleared: boolean, { workspace, outbox }: PeopleNeeds): void {
  if (view.content['notify_on_close'] !== true) return;
  void outbox.once('interactive', { ...interaction('view_closed', user), view: workspace.views.wire(view), is_cleared: cleared });
}
