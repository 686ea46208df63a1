import { type Click, EmulatorFault, type Say } from '../emulator.ts';
import { type EmulatedUser, slackWorld } from '../world.ts';
import { SlackRefusal } from './answer.ts';
import { directId, type SlackChannel } from './channels.ts';
import { holderOf, optionsOf, type State, withValue } from './inputs.ts';
import {
  blocksOf,
  containerOf,
  interaction,
  type PeopleNeeds,
  type Surface,
  shownName,
  stateIn,
  surfaceFor,
  team,
  token,
} from './interaction.ts';
import { newMessage } from './methods-chat.ts';
import { findChoice } from './people-search.ts';
import { actingElements, type Block, buttonLabel, isBlock, stringOf, textOf } from './readable.ts';
import { isStranger } from './strangers.ts';
import { slackText } from './typed-text.ts';
import { type SlackWorkspace, userNamed } from './workspace.ts';

/** A person types: a slash command when it begins with one, otherwise a message. Throws EmulatorFault. */
export async function say(what: Say, needs: PeopleNeeds): Promise<void> {
  const user = userNamed(what.user);
  const channel = channelFor(what.channel, user, needs.workspace);
  const isCommand = what.text.startsWith('/');
  if (channel.archived === 'archived') throw new EmulatorFault(409, `#${channel.name} is archived.`);
  if (isStranger(user) && (isCommand || !channel.members.has(user.slackId)))
    throw new EmulatorFault(409, `${user.name} is of another workspace, which has neither /tocsin nor #${channel.name}.`);
  if (isCommand && what.thread !== undefined) throw new EmulatorFault(400, 'Slack has no slash commands in threads; mention @Tocsin');
  if (isCommand) await command(what.text, user, channel, needs);
  else message(what, user, channel, needs);
}

/** A channel by id or name; "direct" (also "@tocsin") is the person's own conversation with the bot. */
function channelFor(idOrName: string, user: EmulatedUser, workspace: SlackWorkspace): SlackChannel {
  const direct = ['direct', '@tocsin', 'tocsin'].includes(idOrName.toLowerCase());
  const channel = workspace.channel(direct ? directId(user) : idOrName);
  if (channel === undefined) throw new EmulatorFault(404, `no channel called ${idOrName}`);
  return channel;
}

async function command(typed: string, user: EmulatedUser, channel: SlackChannel, needs: PeopleNeeds): Promise<void> {
  const [word = '', ...rest] = typed.split(' ');
  if (!needs.manifest.commands.includes(word)) throw new EmulatorFault(400, `${word} is not a command here`);
  const acknowledged = await needs.outbox.once('slash_commands', {
    token,
    team_id: team.id,
    team_domain: team.domain,
    channel_id: channel.id,
    channel_name: shownName(channel),
    user_id: user.slackId,
    user_name: user.name,
    command: word,
    text: slackText(rest.join(' ')),
    api_app_id: slackWorld.appId,
    is_enterprise_install: 'false',
    response_url: needs.responseUrls.issue(channel.id, user),
    trigger_id: needs.triggers.issue({ user, channel: channel.id, view: undefined }),
  });
  if (!acknowledged.taken) {
    showTo(user, channel, { text: `${word} failed with the error "${shownError(acknowledged.reason)}"` }, needs);
  } else if (isBlock(acknowledged.answer) && (acknowledged.answer['text'] !== undefined || acknowledged.answer['blocks'] !== undefined)) {
    showTo(user, channel, acknowledged.answer, needs);
  }
}

/** How Slack calls it in its own message. */
function shownError(reason: string): string {
  if (reason === 'http_timeout') return 'operation_timeout';
  return ['disconnected', 'http_error'].includes(reason) ? 'dispatch_failed' : reason;
}

/** What an acknowledgement says is shown; what Slack would not take is dropped, as Slack does. */
function showTo(user: EmulatedUser, channel: SlackChannel, body: Block, { responseUrls }: PeopleNeeds): void {
  try {
    responseUrls.show(body, { channel: channel.id, user });
  } catch (error) {
    if (!(error instanceof SlackRefusal)) throw error;
  }
}

function message(what: Say, user: EmulatedUser, channel: SlackChannel, { workspace, events }: PeopleNeeds): void {
  if (what.thread !== undefined && workspace.message(channel.id, what.thread) === undefined) {
    throw new EmulatorFault(404, `no thread ${what.thread} in #${channel.name}`);
  }
  const text = slackText(what.text);
  const said = newMessage(workspace, channel.id, { text, blocks: [] }, { user: user.slackId, threadTs: what.thread, payload: { text } });
  workspace.put(said);
  events.said(said, channel);
}

/** A person clicks a button, or chooses an option of a select, on a message, in a modal or on the home page. Throws EmulatorFault. */
export async function click(what: Click, needs: PeopleNeeds): Promise<void> {
  const user = userNamed(what.user);
  const surface = surfaceFor(what.message, user, needs);
  const { block, element } = elementOn(surface, what.button);
  const action = await actionOf(block, element, { what, user, surface }, needs);
  await press(withChoice(surface, action, needs), { action, state: stateIn(surface), user }, needs);
}

/** What was chosen in a view stays chosen there. */
function withChoice(surface: Surface, action: Block, { workspace }: PeopleNeeds): Surface {
  const holder = holderOf(action);
  if (!('view' in surface) || holder === undefined) return surface;
  const at = { blockId: stringOf(action['block_id']), actionId: stringOf(action['action_id']) };
  const state = withValue(surface.view.state, at, { type: action['type'], [holder.value]: action[holder.value] });
  return { view: workspace.views.change(surface.view, { state }) };
}

/** Sends the click with the values that stand in the inputs. Throws EmulatorFault when the bot does not take it. */
export async function press(
  surface: Surface,
  { action, state, user }: { readonly action: Block; readonly state: State; readonly user: EmulatedUser },
  needs: PeopleNeeds,
): Promise<void> {
  const { workspace, outbox, responseUrls, triggers } = needs;
  const inView = 'view' in surface ? surface.view : undefined;
  const on = 'message' in surface ? surface.message : undefined;
  const channel = inView?.channel ?? on?.channel ?? '';
  const acknowledged = await outbox.once('interactive', {
    ...interaction('block_actions', user),
    ...containerOf(surface, { workspace }),
    trigger_id: triggers.issue({ user, channel, view: inView?.kind === 'modal' ? inView.id : undefined }),
    ...(on === undefined ? {} : { state: { values: state }, response_url: responseUrls.issue(on.channel, user, on.ts) }),
    actions: [action],
  });
  if (!acknowledged.taken) throw new EmulatorFault(503, `the bot did not take the click: ${acknowledged.reason}`);
}

/** The button or select with this label. Throws EmulatorFault. */
export function elementOn(surface: Surface, label: string): { readonly block: Block; readonly element: Block } {
  for (const block of blocksOf(surface)) {
    const element = actingElements(block).find((one) => buttonLabel(one) === label);
    if (element !== undefined) return { block, element };
  }
  const id = 'view' in surface ? surface.view.id : surface.message.ts;
  throw new EmulatorFault(404, `no button ${label} on message ${id}`);
}

interface Clicked {
  readonly what: Pick<Click, 'button' | 'option'>;
  readonly user: EmulatedUser;
  readonly surface: Surface;
}

/** What the click says of its button, or of the option that was chosen. Throws EmulatorFault. */
export async function actionOf(block: Block, element: Block, { what, user, surface }: Clicked, needs: PeopleNeeds): Promise<Block> {
  const { action_id, type, placeholder } = element;
  const common = { action_id, block_id: block['block_id'], action_ts: needs.workspace.nextTs(), type };
  if (type === 'button') return { ...common, text: element['text'], ...pick(element, 'value', 'style', 'url') };
  const holder = holderOf(element);
  if (holder?.kind === 'date' || holder?.kind === 'time') return { ...common, [holder.value]: what.option ?? null };
  const option =
    holder?.kind === 'search'
      ? await findChoice({ blockId: stringOf(block['block_id']), element, typed: what.option ?? '', user, surface }, needs)
      : optionsOf(element).find((one) => textOf(one['text']) === what.option);
  if (option === undefined) throw new EmulatorFault(404, `${what.button} has no option ${what.option ?? ''}`);
  const chosen = holder?.value === 'selected_options' ? { selected_options: [option] } : { selected_option: option };
  return { ...common, ...(placeholder === undefined ? {} : { placeholder }), ...chosen };
}

function pick(element: Block, ...names: readonly string[]): Block {
  return Object.fromEntries(names.filter((name) => element[name] !== undefined).map((name) => [name, element[name]]));
}
