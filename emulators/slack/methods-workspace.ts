import { type EmulatedUser, slackWorld, users } from '../world.ts';
import { type Args, booleanArg, requiredArg, SlackRefusal, stringArg } from './answer.ts';
import { type Method, reachable, wireMessage } from './methods-chat.ts';
import { page } from './paging.ts';
import { teamOf } from './strangers.ts';
import { type SlackMessage, userById } from './workspace.ts';

/** Who is there, and what has been said. `scopes`: what the token was granted; addresses need one of their own. */
export function workspaceMethods(scopes: readonly string[]): Readonly<Record<string, Method>> {
  const shown = (user: EmulatedUser | undefined): Readonly<Record<string, unknown>> => {
    if (user === undefined) throw new SlackRefusal('user_not_found');
    return { user: wireUser(user, scopes.includes('users:read.email') ? 'with address' : 'without address') };
  };
  return {
    'auth.test': () => ({
      url: 'https://tocsin-demo.slack.com/',
      team: slackWorld.teamName,
      user: slackWorld.botName,
      team_id: slackWorld.teamId,
      user_id: slackWorld.botUserId,
      bot_id: slackWorld.botId,
      is_enterprise_install: false,
    }),
    'users.info': (args) => shown(userById(requiredArg(args, 'user', 'user_not_found'))),
    'users.lookupByEmail': (args) => {
      const email = requiredArg(args, 'email', 'users_not_found');
      const user = users.find((one) => one.email === email);
      if (user === undefined) throw new SlackRefusal('users_not_found');
      return shown(user);
    },
    'conversations.history': (args, workspace) => {
      const channel = reachable(args, workspace);
      const roots = workspace.in(channel.id).filter((one) => one.threadTs === undefined || one.threadTs === one.ts);
      return { ...messages(roots.toReversed(), args), pin_count: roots.filter((one) => one.pinned).length };
    },
    'conversations.replies': (args, workspace) => {
      const channel = reachable(args, workspace);
      const root = requiredArg(args, 'ts', 'thread_not_found');
      const thread = workspace.in(channel.id).filter((one) => one.ts === root || one.threadTs === root);
      if (thread.length === 0) throw new SlackRefusal('thread_not_found');
      // Replies come oldest first, history newest first.
      return messages(thread, args);
    },
  };
}

const mostMessages = 999;

function messages(all: readonly SlackMessage[], args: Args): Readonly<Record<string, unknown>> {
  const inclusive = booleanArg(args, 'inclusive');
  const oldest = Number(stringArg(args, 'oldest') ?? 0);
  const latest = Number(stringArg(args, 'latest') ?? Number.POSITIVE_INFINITY);
  const within = all.filter(({ ts }) => {
    const at = Number(ts);
    return inclusive ? at >= oldest && at <= latest : at > oldest && at < latest;
  });
  const { items, next } = page(within, args, mostMessages);
  const withMetadata = booleanArg(args, 'include_all_metadata');
  return { messages: items.map((one) => wireMessage(one, withMetadata)), has_more: next !== '', response_metadata: { next_cursor: next } };
}

/** As users.info shows a person; the address only to an app that may read it. */
export function wireUser(user: EmulatedUser, address: 'with address' | 'without address'): Readonly<Record<string, unknown>> {
  return {
    id: user.slackId,
    team_id: teamOf(user.slackId),
    name: user.name,
    deleted: false,
    real_name: user.title,
    tz: user.timeZone,
    is_bot: false,
    profile: {
      real_name: user.title,
      display_name: user.name,
      ...(address === 'with address' ? { email: user.email } : {}),
      team: teamOf(user.slackId),
    },
  };
}
