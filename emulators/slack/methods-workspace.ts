import { type EmulatedUser, slackWorld } from '../world.ts';
import { booleanArg, requiredArg, SlackRefusal, stringArg } from './answer.ts';
import { type Method, reachable, wireMessage } from './methods-chat.ts';
import { directId, type SlackChannel, type SlackMessage, userById } from './workspace.ts';

export const workspaceMethods: Readonly<Record<string, Method>> = {
  'auth.test': () => ({
    url: 'https://tocsin-demo.slack.com/',
    team: slackWorld.teamName,
    user: slackWorld.botName,
    team_id: slackWorld.teamId,
    user_id: slackWorld.botUserId,
    bot_id: slackWorld.botId,
    is_enterprise_install: false,
  }),
  'users.info': (args) => {
    const user = userById(requiredArg(args, 'user', 'user_not_found'));
    if (user === undefined) throw new SlackRefusal('user_not_found');
    return { user: wireUser(user) };
  },
  'conversations.list': (args, workspace) => ({
    channels: workspace.channels
      .filter((one) => one.kind === (stringArg(args, 'types')?.includes('im') === true ? one.kind : 'channel'))
      .map(wireChannel),
    response_metadata: { next_cursor: '' },
  }),
  'conversations.info': (args, workspace) => {
    const channel = workspace.channel(requiredArg(args, 'channel', 'channel_not_found'));
    if (channel === undefined) throw new SlackRefusal('channel_not_found');
    return { channel: wireChannel(channel) };
  },
  'conversations.join': (args, workspace) => {
    const channel = workspace.channel(requiredArg(args, 'channel', 'channel_not_found'));
    if (channel?.kind !== 'channel') throw new SlackRefusal('channel_not_found');
    channel.botIsMember = true;
    return { channel: wireChannel(channel) };
  },
  'conversations.open': (args) => {
    const user = userById(requiredArg(args, 'users', 'users_list_not_supplied'));
    if (user === undefined) throw new SlackRefusal('user_not_found');
    return { already_open: true, no_op: true, channel: { id: directId(user) } };
  },
  'conversations.history': (args, workspace) => {
    const channel = reachable(args, workspace);
    const roots = workspace.in(channel.id).filter((one) => one.threadTs === undefined);
    return page(roots.toReversed(), args);
  },
  'conversations.replies': (args, workspace) => {
    const channel = reachable(args, workspace);
    const root = requiredArg(args, 'ts', 'thread_not_found');
    const thread = workspace.in(channel.id).filter((one) => one.ts === root || one.threadTs === root);
    if (thread.length === 0) throw new SlackRefusal('thread_not_found');
    // Replies come oldest first, history newest first.
    return page(thread, args);
  },
};

const mostMessages = 999;

/** A page of messages in the order given. The cursor is the place of the next page's first, as text that is none of the app's business. */
function page(messages: readonly SlackMessage[], args: Parameters<Method>[0]): Readonly<Record<string, unknown>> {
  const limit = Math.min(Number(stringArg(args, 'limit') ?? 100), mostMessages);
  const from = Number(Buffer.from(stringArg(args, 'cursor') ?? '', 'base64').toString() || 0);
  const withMetadata = booleanArg(args, 'include_all_metadata');
  const more = messages.length > from + limit;
  return {
    messages: messages.slice(from, from + limit).map((one) => wireMessage(one, withMetadata)),
    has_more: more,
    response_metadata: { next_cursor: more ? Buffer.from(String(from + limit)).toString('base64') : '' },
  };
}

function wireChannel(channel: SlackChannel): Readonly<Record<string, unknown>> {
  const direct = channel.kind === 'direct';
  return {
    id: channel.id,
    ...(direct
      ? { is_im: true, user: `U${channel.id.slice(1)}` }
      : { name: channel.name, name_normalized: channel.name, is_channel: true }),
    is_archived: false,
    is_private: false,
    is_member: channel.botIsMember,
  };
}

/** As users.info shows a person to an app that may read e-mail addresses. */
export function wireUser(user: EmulatedUser): Readonly<Record<string, unknown>> {
  return {
    id: user.slackId,
    team_id: slackWorld.teamId,
    name: user.name,
    deleted: false,
    real_name: user.title,
    tz: user.timeZone,
    is_bot: false,
    profile: { real_name: user.title, display_name: user.name, email: user.email, team: slackWorld.teamId },
  };
}
