import type { Invocation } from '../../src/core/invocation.ts';
import type { Place } from '../../src/core/model/person.ts';
import { isFormButton, readForm } from './read-form.ts';
import { readMention, readSlackText } from './read-text.ts';
import type { SlashCommand, SpokenEvent } from './schema.ts';
import type { BlockActions, HomeOpened, Speaker } from './schema-interactive.ts';

/** An invocation whose author is known by id only. */
export type Heard = Omit<Invocation, 'actor' | 'receivedAt'> & { readonly user: Speaker };

export function readCommand(command: SlashCommand): Heard {
  return {
    // A slash command has no event id; its trigger is unique, and the same when the request is replayed.
    id: `slack:command:${command.trigger}`,
    user: command.user,
    place: placeOf(command.channel.id, command.channel.name, undefined),
    text: readSlackText(command.text).trim(),
    origin: { kind: 'typed' },
    replyTo: { user: command.user.id, responseUrl: command.responseUrl, trigger: command.trigger },
  };
}

/** A mention in a channel, or a direct message; undefined for anything else, and for what bots say. */
export function readSpoken(event: SpokenEvent, botUser: string): Heard | undefined {
  const direct = event.kind === 'message' && event.channelType === 'im';
  const ours = direct || event.kind === 'app_mention';
  if (!ours || event.byBot || event.user === undefined || event.user === botUser) return undefined;
  // Edits, deletions and joins are messages with a subtype; a reply that is also sent to the channel is still a message.
  if (event.subtype !== undefined && event.subtype !== 'thread_broadcast') return undefined;
  const mentioned = event.text.includes(`<@${botUser}`);
  return {
    id: `slack:event:${event.id}`,
    user: { id: event.user, name: undefined, team: event.team },
    place: placeOf(event.channel, undefined, event.thread),
    text: mentioned ? readMention(event.text, botUser) : readSlackText(event.text).trim(),
    origin: { kind: 'typed' },
    replyTo: { user: event.user },
  };
}

/** A click; undefined when it carries no command (a link button, a field that was changed). */
export function readClick(click: BlockActions): Heard | undefined {
  const { on, user, responseUrl, trigger } = click;
  const action = click.actions.find((one) => one.command !== undefined && one.command !== '');
  if (action?.command === undefined || on.kind === 'modal') return undefined;
  const heard = {
    id: `slack:click:${user.id}:${action.at}:${action.id}`,
    user,
    text: isFormButton(action.id) ? readForm(action.command, action.id, click.inputs) : action.command,
  };
  const replyTo = { user: user.id, ...(responseUrl === undefined ? {} : { responseUrl }), ...(trigger === undefined ? {} : { trigger }) };
  if (on.kind === 'home') {
    // A home page is no message: what a click on it asks for is answered in the person's own conversation with the bot, unless
    // it asks for the page itself.
    const how = heard.text === homeCommand ? { user: user.id, home: 'yes' } : { ...replyTo, from: 'home' };
    return { ...heard, place: directWith(user.id), origin: { kind: 'typed' }, replyTo: how };
  }
  const inThread = on.thread === on.id ? undefined : on.thread;
  return {
    ...heard,
    place: placeOf(on.channel.id, on.channel.name, inThread),
    origin: { kind: 'clicked', message: { platform: 'slack', channel: on.channel.id, id: on.id } },
    replyTo: on.seenBy === 'one' ? { ...replyTo, ephemeral: 'yes' } : replyTo,
  };
}

/** The command whose document is the home page. */
export const homeCommand = 'home';

/** Somebody opened the app's home page; undefined for its other tabs. */
export function readHome({ id, user, channel, tab }: HomeOpened): Heard | undefined {
  if (tab !== 'home') return undefined;
  return {
    id: `slack:event:${id}`,
    user: { id: user, name: undefined },
    place: placeOf(channel, undefined, undefined),
    text: homeCommand,
    origin: { kind: 'typed' },
    replyTo: { user, home: 'yes' },
  };
}

/** What Slack calls every private channel in commands and clicks. */
const hiddenName = 'privategroup';

export function placeOf(channel: string, name: string | undefined, thread: string | undefined): Place {
  const kind = channel.startsWith('D') ? 'direct' : name?.startsWith('mpdm-') === true ? 'group' : 'channel';
  const channelName = kind === 'channel' && name !== hiddenName ? name : undefined;
  return { platform: 'slack', channel, channelName, kind, thread };
}

/** The conversation with somebody whose own id is not known yet: Slack takes the person's id in its place when we post. */
function directWith(user: string): Place {
  return { platform: 'slack', channel: user, kind: 'direct' };
}
