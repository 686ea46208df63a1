import { slackWorld } from '../world.ts';
import { type Args, jsonArg, requiredArg, SlackRefusal, stringArg } from './answer.ts';
import { directId, type SlackChannel } from './channels.ts';
import type { Block } from './readable.ts';
import { isBlock, readBlocks } from './readable.ts';
import { teamOf } from './strangers.ts';
import { validateBlocks } from './validate-blocks.ts';
import { type SlackMessage, type SlackWorkspace, userById } from './workspace.ts';

export type Method = (args: Args, workspace: SlackWorkspace) => Readonly<Record<string, unknown>>;

export const chatMethods: Readonly<Record<string, Method>> = {
  'chat.postMessage': (args, workspace) => {
    const channel = writable(reachable(args, workspace, 'channel', 'id or name'));
    const body = messageBody(args, workspace);
    const message = newMessage(workspace, channel.id, body, {
      threadTs: stringArg(args, 'thread_ts'),
      metadata: metadataOf(args),
      payload: receivedPayload(args),
    });
    workspace.put(message);
    return { channel: channel.id, ts: message.ts, message: wireMessage(message, true) };
  },
  'chat.update': (args, workspace) => {
    const channel = reachable(args, workspace);
    if (channel.archived === 'archived') throw new SlackRefusal('is_inactive');
    const old = workspace.message(channel.id, requiredArg(args, 'ts', 'message_not_found'));
    if (old === undefined || old.ephemeralTo !== undefined) throw new SlackRefusal('message_not_found');
    if (old.user !== slackWorld.botUserId) throw new SlackRefusal('cant_update_message');
    const metadata = metadataOf(args) ?? old.metadata;
    const message: SlackMessage = { ...old, ...messageBody(args, workspace), metadata, edited: true, payload: receivedPayload(args) };
    workspace.put(message);
    return { channel: channel.id, ts: old.ts, text: message.text, message: wireMessage(message, true) };
  },
  'chat.postEphemeral': (args, workspace) => {
    const channel = writable(reachable(args, workspace));
    const user = userById(requiredArg(args, 'user', 'user_not_found'));
    if (user === undefined || !channel.members.has(user.slackId)) throw new SlackRefusal('user_not_in_channel');
    const message = newMessage(workspace, channel.id, messageBody(args, workspace), {
      threadTs: stringArg(args, 'thread_ts'),
      ephemeralTo: user,
      payload: receivedPayload(args),
    });
    workspace.put(message);
    return { message_ts: message.ts };
  },
  'chat.getPermalink': (args, workspace) => {
    const channel = reachable(args, workspace);
    const message = workspace.message(channel.id, requiredArg(args, 'message_ts', 'message_not_found'));
    if (message === undefined) throw new SlackRefusal('message_not_found');
    const thread = message.threadTs === undefined ? '' : `?thread_ts=${message.threadTs}&cid=${channel.id}`;
    const permalink = `https://tocsin-demo.slack.com/archives/${channel.id}/p${message.ts.replace('.', '')}${thread}`;
    return { channel: channel.id, permalink };
  },
  'chat.delete': (args, workspace) => {
    const channel = reachable(args, workspace);
    const message = workspace.message(channel.id, requiredArg(args, 'ts', 'message_not_found'));
    if (message === undefined) throw new SlackRefusal('message_not_found');
    if (message.user !== slackWorld.botUserId) throw new SlackRefusal('cant_delete_message');
    workspace.remove(message.ts);
    return { channel: channel.id, ts: message.ts };
  },
};

/** The channel of the arguments, if the bot may post there. Only chat.postMessage knows channels by their names. */
export function reachable(args: Args, workspace: SlackWorkspace, name = 'channel', by: 'id' | 'id or name' = 'id'): SlackChannel {
  const asked = requiredArg(args, name, 'channel_not_found');
  // A person's id stands for their conversation with the app, for posting only.
  const person = by === 'id or name' ? userById(asked) : undefined;
  const channel = workspace.channel(person === undefined ? asked : directId(person));
  if (channel === undefined || (by === 'id' && channel.id !== asked)) throw new SlackRefusal('channel_not_found');
  if (!channel.botIsMember) throw new SlackRefusal('not_in_channel');
  return channel;
}

function writable(channel: SlackChannel): SlackChannel {
  if (channel.archived === 'archived') throw new SlackRefusal('is_archived');
  return channel;
}

/** Text and blocks, checked as Slack checks them. */
export function messageBody(args: Args, workspace: SlackWorkspace): { readonly text: string; readonly blocks: readonly Block[] } {
  const text = typeof args['text'] === 'string' ? args['text'] : '';
  const blocks = jsonArg(args, 'blocks', 'invalid_blocks_format') ?? [];
  if (!Array.isArray(blocks)) throw new SlackRefusal('invalid_blocks_format');
  if (text === '' && blocks.length === 0) throw new SlackRefusal('no_text');
  if (text.length > 40_000) throw new SlackRefusal('msg_too_long');
  const faults = validateBlocks(blocks, (id) => workspace.files.takesPicture(id));
  if (faults.length > 0) throw new SlackRefusal('invalid_blocks', faults);
  const objects = blocks.filter(isBlock);
  if (readBlocks(objects, () => undefined).text.length > 13_200) throw new SlackRefusal('msg_blocks_too_long');
  return { text, blocks: objects };
}

export function newMessage(
  workspace: SlackWorkspace,
  channel: string,
  body: { readonly text: string; readonly blocks: readonly Block[] },
  more: Partial<SlackMessage>,
): SlackMessage {
  return {
    ts: workspace.nextTs(),
    channel,
    user: slackWorld.botUserId,
    threadTs: undefined,
    metadata: undefined,
    files: [],
    ephemeralTo: undefined,
    edited: false,
    payload: body,
    reactions: [],
    pinned: false,
    ...more,
    ...body,
  };
}

/** What was received, with the fields that forms carry as JSON strings read. */
export function receivedPayload(args: Args): Readonly<Record<string, unknown>> {
  const { token: _, ...rest } = args;
  const read = ['blocks', 'metadata']
    .filter((name) => rest[name] !== undefined)
    .map((name) => [name, jsonArg(rest, name, 'invalid_arguments')] as const);
  return { ...rest, ...Object.fromEntries(read) };
}

function metadataOf(args: Args): unknown {
  const metadata = jsonArg(args, 'metadata', 'invalid_metadata_format');
  if (metadata === undefined) return undefined;
  const complete = isBlock(metadata) && typeof metadata['event_type'] === 'string' && isBlock(metadata['event_payload']);
  if (!complete) throw new SlackRefusal('invalid_metadata_format');
  return metadata;
}

/** A message as history and events show it. */
export function wireMessage(message: SlackMessage, withMetadata: boolean): Readonly<Record<string, unknown>> {
  const byBot = message.user === slackWorld.botUserId;
  return {
    type: 'message',
    user: message.user,
    ts: message.ts,
    text: message.text,
    team: teamOf(message.user),
    ...(byBot ? { bot_id: slackWorld.botId, app_id: slackWorld.appId } : {}),
    ...(message.blocks.length === 0 ? {} : { blocks: message.blocks }),
    ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
    ...(message.files.length === 0 ? {} : { files: message.files.map((id) => ({ id })) }),
    ...(message.reactions.length === 0 ? {} : { reactions: message.reactions.map((one) => ({ ...one, count: one.users.length })) }),
    ...(message.pinned ? { pinned_to: [message.channel] } : {}),
    ...(message.edited ? { edited: { user: message.user, ts: message.ts } } : {}),
    ...(withMetadata && message.metadata !== undefined ? { metadata: message.metadata } : {}),
  };
}
