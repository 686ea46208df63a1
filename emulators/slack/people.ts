import { type Click, EmulatorFault, type Say } from '../emulator.ts';
import { type EmulatedUser, slackWorld } from '../world.ts';
import { SlackRefusal } from './answer.ts';
import { newMessage, wireMessage } from './methods-chat.ts';
import type { Outbox } from './outbox.ts';
import { type Block, isBlock, list, stringOf, textOf } from './readable.ts';
import type { ResponseUrls } from './response-urls.ts';
import { slackText } from './typed-text.ts';
import { directId, type SlackChannel, type SlackMessage, type SlackWorkspace, userNamed } from './workspace.ts';

export interface PeopleNeeds {
  readonly workspace: SlackWorkspace;
  readonly outbox: Outbox;
  readonly responseUrls: ResponseUrls;
}

const team = { id: slackWorld.teamId, domain: 'tocsin-demo' };

/** A person types: a slash command when it begins with one, otherwise a message. Throws EmulatorFault. */
export async function say(what: Say, needs: PeopleNeeds): Promise<void> {
  const user = userNamed(what.user);
  const channel = channelFor(what.channel, user, needs.workspace);
  const isCommand = what.text.startsWith('/');
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
  if (word !== '/tocsin') throw new EmulatorFault(400, `${word} is not a command here`);
  const acknowledged = await needs.outbox.once('slash_commands', {
    token: 'legacy-verification-token',
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
    trigger_id: needs.workspace.nextId('T'),
  });
  if (!acknowledged.taken) {
    const error = acknowledged.reason === 'disconnected' ? 'dispatch_failed' : acknowledged.reason;
    showTo(user, channel, { text: `/tocsin failed with the error "${error}"` }, needs);
  } else if (isBlock(acknowledged.answer) && (acknowledged.answer['text'] !== undefined || acknowledged.answer['blocks'] !== undefined)) {
    showTo(user, channel, acknowledged.answer, needs);
  }
}

/** The name that commands and clicks carry: of a direct conversation none of its own. */
function shownName(channel: SlackChannel | undefined): string {
  return channel?.kind === 'channel' ? channel.name : 'directmessage';
}

/** What an acknowledgement says is shown; what Slack would not take is dropped, as Slack does. */
function showTo(user: EmulatedUser, channel: SlackChannel, body: Block, { responseUrls }: PeopleNeeds): void {
  try {
    responseUrls.show(body, { channel: channel.id, user });
  } catch (error) {
    if (!(error instanceof SlackRefusal)) throw error;
  }
}

function message(what: Say, user: EmulatedUser, channel: SlackChannel, { workspace, outbox }: PeopleNeeds): void {
  if (what.thread !== undefined && workspace.message(channel.id, what.thread) === undefined) {
    throw new EmulatorFault(404, `no thread ${what.thread} in #${channel.name}`);
  }
  const text = slackText(what.text);
  const said = newMessage(workspace, channel.id, { text, blocks: [] }, { user: user.slackId, threadTs: what.thread, payload: { text } });
  workspace.put(said);
  const direct = channel.kind === 'direct';
  const mentioned = text.includes(`<@${slackWorld.botUserId}>`);
  if (!channel.botIsMember || (!direct && !mentioned)) return;
  const event = {
    ...wireMessage(said, false),
    type: direct ? 'message' : 'app_mention',
    channel: channel.id,
    event_ts: said.ts,
    ...(direct ? { channel_type: 'im' } : {}),
  };
  outbox.event({
    token: 'legacy-verification-token',
    team_id: team.id,
    api_app_id: slackWorld.appId,
    event,
    type: 'event_callback',
    event_id: `Ev${workspace.nextId('E')}`,
    event_time: Math.floor(Number(said.ts)),
    authorizations: [{ enterprise_id: null, team_id: team.id, user_id: slackWorld.botUserId, is_bot: true, is_enterprise_install: false }],
    is_ext_shared_channel: false,
  });
}

/** A person clicks a button, or chooses an option of a select. Throws EmulatorFault for what is not on the message. */
export async function click(what: Click, needs: PeopleNeeds): Promise<void> {
  const { workspace, outbox, responseUrls } = needs;
  const user = userNamed(what.user);
  const on = workspace.messageById(what.message);
  const hidden = on?.ephemeralTo !== undefined && on.ephemeralTo.name !== user.name;
  if (on === undefined || hidden) throw new EmulatorFault(404, `no message ${what.message} for ${user.name}`);
  const action = actionOn(on, what, workspace);
  const acknowledged = await outbox.once('interactive', {
    type: 'block_actions',
    user: { id: user.slackId, username: user.name, name: user.name, team_id: team.id },
    api_app_id: slackWorld.appId,
    token: 'legacy-verification-token',
    container: {
      type: 'message',
      message_ts: on.ts,
      channel_id: on.channel,
      is_ephemeral: on.ephemeralTo !== undefined,
      ...(on.threadTs === undefined ? {} : { thread_ts: on.threadTs }),
    },
    trigger_id: workspace.nextId('T'),
    team,
    enterprise: null,
    is_enterprise_install: false,
    channel: { id: on.channel, name: shownName(workspace.channel(on.channel)) },
    ...(on.ephemeralTo === undefined ? { message: wireMessage(on, true) } : {}),
    state: { values: initialState(on.blocks) },
    response_url: responseUrls.issue(on.channel, user, on.ts),
    actions: [action],
  });
  if (!acknowledged.taken) throw new EmulatorFault(503, `the bot did not take the click: ${acknowledged.reason}`);
}

function actionOn(on: SlackMessage, what: Click, workspace: SlackWorkspace): Block {
  for (const block of on.blocks) {
    for (const element of list(block['elements'])) {
      const label = textOf(element['type'] === 'button' ? element['text'] : element['placeholder']);
      if (block['type'] !== 'actions' || label !== what.button) continue;
      const common = { action_id: element['action_id'], block_id: block['block_id'], action_ts: workspace.nextTs(), type: element['type'] };
      if (element['type'] === 'button') return { ...common, text: element['text'], ...pick(element, 'value', 'style', 'url') };
      const option = list(element['options']).find((one) => textOf(one['text']) === what.option);
      if (option === undefined) throw new EmulatorFault(404, `${what.button} has no option ${what.option ?? ''}`);
      return { ...common, placeholder: element['placeholder'], selected_option: option };
    }
  }
  throw new EmulatorFault(404, `no button ${what.button} on message ${on.ts}`);
}

function pick(element: Block, ...names: readonly string[]): Block {
  return Object.fromEntries(names.filter((name) => element[name] !== undefined).map((name) => [name, element[name]]));
}

/** The values of a message's inputs as they stand before anybody types: their initial ones. */
function initialState(blocks: readonly Block[]): Block {
  const inputs = blocks.flatMap((block) =>
    block['type'] === 'input' && isBlock(block['element']) ? [{ block, element: block['element'] }] : [],
  );
  return Object.fromEntries(
    inputs.map(({ block, element }) => {
      const value =
        element['type'] === 'static_select'
          ? { type: 'static_select', selected_option: element['initial_option'] ?? null }
          : { type: 'plain_text_input', value: element['initial_value'] ?? null };
      return [stringOf(block['block_id']), { [stringOf(element['action_id'])]: value }];
    }),
  );
}
