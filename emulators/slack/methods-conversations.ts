import { slackWorld } from '../world.ts';
import { type Args, booleanArg, requiredArg, SlackRefusal, stringArg } from './answer.ts';
import { directId, type SlackChannel } from './channels.ts';
import type { Method } from './methods-chat.ts';
import { page } from './paging.ts';
import { type SlackWorkspace, userById } from './workspace.ts';

/** Slack's longest topic and purpose, characters. */
const mostTopic = 250;

/** The channels themselves: finding, making, joining and closing them. */
export const conversationMethods: Readonly<Record<string, Method>> = {
  'conversations.list': (args, workspace) => {
    const types = new Set((stringArg(args, 'types') ?? 'public_channel').split(',').map((type) => type.trim()));
    const wanted = workspace.channels
      .list()
      .filter((one) => types.has(one.kind === 'direct' ? 'im' : 'public_channel'))
      .filter((one) => one.archived === 'open' || !booleanArg(args, 'exclude_archived'));
    const { items, next } = page(wanted, args, 1_000);
    return { channels: items.map(wireChannel), response_metadata: { next_cursor: next } };
  },
  'conversations.info': (args, workspace) => ({
    channel: {
      ...wireChannel(known(args, workspace)),
      ...(booleanArg(args, 'include_num_members') ? { num_members: countOf(known(args, workspace)) } : {}),
    },
  }),
  'conversations.members': (args, workspace) => {
    const channel = known(args, workspace);
    const members = [...channel.members, ...(channel.botIsMember ? [slackWorld.botUserId] : [])];
    const { items, next } = page(members, args, 1_000);
    return { members: items, response_metadata: { next_cursor: next } };
  },
  'conversations.join': (args, workspace) => {
    const channel = known(args, workspace);
    if (channel.kind !== 'channel') throw new SlackRefusal('method_not_supported_for_channel_type');
    if (channel.archived === 'archived') throw new SlackRefusal('is_archived');
    const already = channel.botIsMember ? { warning: 'already_in_channel' } : {};
    channel.botIsMember = true;
    return { channel: wireChannel(channel), ...already };
  },
  'conversations.create': (args, workspace) => ({
    channel: wireChannel(workspace.channels.create(workspace.nextId('C'), requiredArg(args, 'name', 'invalid_name_required'))),
  }),
  'conversations.invite': (args, workspace) => {
    const channel = own(args, workspace);
    const asked = requiredArg(args, 'users', 'no_user').split(',');
    for (const id of asked) {
      if (id === slackWorld.botUserId) throw new SlackRefusal('cant_invite_self');
      if (userById(id) === undefined) throw new SlackRefusal('user_not_found');
      if (channel.members.has(id) && asked.length === 1) throw new SlackRefusal('already_in_channel');
    }
    for (const id of asked) channel.members.add(id);
    return { channel: wireChannel(channel) };
  },
  'conversations.setTopic': (args, workspace) => {
    const channel = own(args, workspace);
    channel.topic = shortEnough(args, 'topic');
    return { channel: wireChannel(channel), topic: channel.topic };
  },
  'conversations.setPurpose': (args, workspace) => {
    const channel = own(args, workspace);
    channel.purpose = shortEnough(args, 'purpose');
    return { channel: wireChannel(channel), purpose: channel.purpose };
  },
  'conversations.archive': (args, workspace) => {
    const channel = known(args, workspace);
    if (channel.archived === 'archived') throw new SlackRefusal('already_archived');
    if (!channel.botIsMember) throw new SlackRefusal('not_in_channel');
    channel.archived = 'archived';
    return {};
  },
  'conversations.open': (args) => {
    const user = userById(requiredArg(args, 'users', 'users_list_not_supplied'));
    if (user === undefined) throw new SlackRefusal('user_not_found');
    return { already_open: true, no_op: true, channel: { id: directId(user) } };
  },
};

function known(args: Args, workspace: SlackWorkspace): SlackChannel {
  const asked = requiredArg(args, 'channel', 'channel_not_found');
  const channel = workspace.channel(asked);
  if (channel === undefined || channel.id !== asked) throw new SlackRefusal('channel_not_found');
  return channel;
}

/** A channel that the bot may change. */
function own(args: Args, workspace: SlackWorkspace): SlackChannel {
  const channel = known(args, workspace);
  if (channel.kind === 'direct') throw new SlackRefusal('method_not_supported_for_channel_type');
  if (!channel.botIsMember) throw new SlackRefusal('not_in_channel');
  if (channel.archived === 'archived') throw new SlackRefusal('is_archived');
  return channel;
}

function shortEnough(args: Args, name: string): string {
  const text = stringArg(args, name) ?? '';
  if (text.length > mostTopic) throw new SlackRefusal('too_long');
  return text;
}

const countOf = (channel: SlackChannel): number => channel.members.size + (channel.botIsMember ? 1 : 0);

function wireChannel(channel: SlackChannel): Readonly<Record<string, unknown>> {
  const direct = channel.kind === 'direct';
  return {
    id: channel.id,
    ...(direct
      ? { is_im: true, user: `U${channel.id.slice(1)}` }
      : {
          name: channel.name,
          name_normalized: channel.name,
          is_channel: true,
          creator: channel.creator,
          topic: { value: channel.topic, creator: '', last_set: 0 },
          purpose: { value: channel.purpose, creator: '', last_set: 0 },
        }),
    is_archived: channel.archived === 'archived',
    is_private: false,
    is_member: channel.botIsMember,
  };
}
