import { type ChannelChange, type EditText, EmulatorFault, type OnMessage, type Pin, type React, type Shortcut } from '../emulator.ts';
import type { EmulatedUser } from '../world.ts';
import type { SlackChannel } from './channels.ts';
import { interaction, type PeopleNeeds, shownName } from './interaction.ts';
import { wireMessage } from './methods-chat.ts';
import { isEmojiName, withoutReaction, withReaction } from './methods-marks.ts';
import { isStranger } from './strangers.ts';
import { slackText } from './typed-text.ts';
import { type SlackMessage, userNamed } from './workspace.ts';

interface Found {
  readonly message: SlackMessage;
  readonly channel: SlackChannel;
  readonly user: EmulatedUser;
}

/** A message that everybody sees. Throws EmulatorFault. */
function find({ message: id, user: name }: OnMessage, { workspace }: PeopleNeeds): Found {
  const user = userNamed(name);
  const message = workspace.messageById(id);
  const channel = workspace.channel(message?.channel ?? '');
  if (message === undefined || channel === undefined || message.ephemeralTo !== undefined)
    throw new EmulatorFault(404, `There is no message ${id} that everybody sees.`);
  return { message, channel, user };
}

function findOwn(on: OnMessage, needs: PeopleNeeds): Found {
  const found = find(on, needs);
  if (found.message.user !== found.user.slackId) throw new EmulatorFault(403, 'People can only change messages of their own.');
  return found;
}

export async function react(what: React, needs: PeopleNeeds): Promise<void> {
  const { message, user } = find(what, needs);
  if (!isEmojiName(what.emoji)) throw new EmulatorFault(400, `“${what.emoji}” is no emoji’s name.`);
  const changed =
    what.remove === true ? withoutReaction(message, what.emoji, user.slackId) : withReaction(message, what.emoji, user.slackId);
  if (changed === undefined) throw new EmulatorFault(409, `${user.name} has ${what.remove === true ? 'not' : 'already'} reacted so.`);
  needs.workspace.put(changed);
  needs.events.reacted(what.remove === true ? 'reaction_removed' : 'reaction_added', changed, what.emoji, user);
}

export async function pin(what: Pin, needs: PeopleNeeds): Promise<void> {
  const { message, user } = find(what, needs);
  const pinned = what.remove !== true;
  if (message.pinned === pinned) throw new EmulatorFault(409, `The message is ${pinned ? 'already' : 'not'} pinned.`);
  const changed = { ...message, pinned };
  needs.workspace.put(changed);
  needs.events.pinned(pinned ? 'pin_added' : 'pin_removed', changed, user);
}

export async function edit(what: EditText, needs: PeopleNeeds): Promise<void> {
  const { message, channel } = findOwn(what, needs);
  const text = slackText(what.text);
  const changed = { ...message, text, payload: { text }, edited: true };
  needs.workspace.put(changed);
  needs.events.edited(changed, message, channel);
}

export async function remove(what: OnMessage, needs: PeopleNeeds): Promise<void> {
  const { message, channel } = findOwn(what, needs);
  needs.workspace.remove(message.ts);
  needs.events.deleted(message, channel);
}

/** A person chooses one of the app's entries of a message's menu. Throws EmulatorFault. */
export async function shortcut(what: Shortcut, needs: PeopleNeeds): Promise<void> {
  const { message, channel, user } = find(what, needs);
  const { messageShortcuts } = needs.manifest;
  const entry = messageShortcuts.find((one) => one.name === what.name);
  const known = messageShortcuts.map((one) => one.name).join(', ');
  if (entry === undefined) throw new EmulatorFault(404, `There is no shortcut “${what.name}”, only ${known || 'none'}.`);
  const acknowledged = await needs.outbox.once('interactive', {
    ...interaction('message_action', user),
    callback_id: entry.callbackId,
    action_ts: needs.workspace.nextTs(),
    trigger_id: needs.triggers.issue({ user, channel: channel.id, view: undefined }),
    response_url: needs.responseUrls.issue(channel.id, user, message.ts),
    message_ts: message.ts,
    channel: { id: channel.id, name: shownName(channel) },
    message: wireMessage(message, true),
  });
  if (!acknowledged.taken) throw new EmulatorFault(503, `The bot did not take the shortcut: ${acknowledged.reason}.`);
}

/** A person opens the app's home page. Throws EmulatorFault where the app has none. */
export async function openHome(name: string, needs: PeopleNeeds): Promise<void> {
  const user = userNamed(name);
  if (needs.manifest.homeTab === 'off') throw new EmulatorFault(409, 'The app has no home page: its manifest does not switch it on.');
  if (isStranger(user)) throw new EmulatorFault(409, `${user.name} is of another workspace, which does not have the app.`);
  needs.events.homeOpened(user);
}

/** What people do with a channel. Throws EmulatorFault. */
export async function arrange({ channel: idOrName, archived, bot }: ChannelChange, { workspace }: PeopleNeeds): Promise<void> {
  const channel = workspace.channel(idOrName);
  if (channel?.kind !== 'channel') throw new EmulatorFault(404, `There is no channel called ${idOrName}.`);
  if (archived !== undefined) channel.archived = archived ? 'archived' : 'open';
  if (bot !== undefined) channel.botIsMember = bot === 'in';
}
