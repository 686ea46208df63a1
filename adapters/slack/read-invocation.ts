import type { Invocation } from '../../src/core/invocation.ts';
import type { Place } from '../../src/core/model/person.ts';
import { quoteWord } from '../../src/core/words.ts';
import { readMention, readSlackText } from './read-text.ts';
import { formPrefix } from './render-actions.ts';
import type { BlockActions, SlashCommand, SpokenEvent } from './schema.ts';

/** An invocation whose author is known by id only. */
export type Heard = Omit<Invocation, 'actor' | 'receivedAt'> & {
  readonly user: { readonly id: string; readonly name: string | undefined };
};

export function readCommand(command: SlashCommand): Heard {
  return {
    // A slash command has no event id; its trigger is unique, and the same when the request is replayed.
    id: `slack:command:${command.trigger}`,
    user: command.user,
    place: placeOf(command.channel.id, command.channel.name, undefined),
    text: readSlackText(command.text).trim(),
    origin: { kind: 'typed' },
    replyTo: { user: command.user.id, responseUrl: command.responseUrl },
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
    user: { id: event.user, name: undefined },
    place: placeOf(event.channel, undefined, event.thread),
    text: mentioned ? readMention(event.text, botUser) : readSlackText(event.text).trim(),
    origin: { kind: 'typed' },
    replyTo: { user: event.user },
  };
}

/** A click; undefined when it carries no command (a link button, an input that was changed). */
export function readClick(click: BlockActions): Heard | undefined {
  const action = click.actions.find((one) => one.command !== undefined && one.command !== '');
  if (action?.command === undefined) return undefined;
  const inThread = click.thread === click.message ? undefined : click.thread;
  return {
    id: `slack:click:${click.user.id}:${action.at}:${action.id}`,
    user: click.user,
    place: placeOf(click.channel.id, click.channel.name, inThread),
    text: [action.command, ...formWords(action.id, click)].join(' '),
    origin: { kind: 'clicked', message: { platform: 'slack', channel: click.channel.id, id: click.message } },
    replyTo: {
      user: click.user.id,
      ...(click.responseUrl === undefined ? {} : { responseUrl: click.responseUrl }),
      ...(click.ephemeral ? { ephemeral: 'yes' } : {}),
    },
  };
}

/** `name value` for each field that was filled in, when the button belongs to a form. */
function formWords(actionId: string, click: BlockActions): readonly string[] {
  if (!actionId.startsWith(`${formPrefix}.`)) return [];
  return click.inputs
    .filter((input) => input.block.startsWith(`${actionId}:`) && input.value.trim() !== '')
    .map((input) => `${input.block.slice(actionId.length + 1)} ${quoteWord(input.value.trim())}`);
}

/** What Slack calls every private channel in commands and clicks. */
const hiddenName = 'privategroup';

function placeOf(channel: string, name: string | undefined, thread: string | undefined): Place {
  const kind = channel.startsWith('D') ? 'direct' : name?.startsWith('mpdm-') === true ? 'group' : 'channel';
  const channelName = kind === 'channel' && name !== hiddenName ? name : undefined;
  return { platform: 'slack', channel, channelName, kind, thread };
}
