import { slackWorld } from '../world.ts';
import { type Args, requiredArg, SlackRefusal, stringArg } from './answer.ts';
import type { Bookmark, SlackChannel } from './channels.ts';
import { type Method, reachable, wireMessage } from './methods-chat.ts';
import type { SlackMessage, SlackWorkspace } from './workspace.ts';

/** Slack's most of each in one channel. */
const mostPins = 100;
const mostBookmarks = 100;

/** Pins, reactions and bookmarks. */
export const markMethods: Readonly<Record<string, Method>> = {
  'pins.add': (args, workspace) => {
    const message = marked(args, workspace, 'timestamp');
    if (message.pinned) throw new SlackRefusal('already_pinned');
    if (workspace.in(message.channel).filter((one) => one.pinned).length >= mostPins) throw new SlackRefusal('too_many_pins');
    workspace.put({ ...message, pinned: true });
    return {};
  },
  'pins.remove': (args, workspace) => {
    const message = marked(args, workspace, 'timestamp');
    if (!message.pinned) throw new SlackRefusal('no_pin');
    workspace.put({ ...message, pinned: false });
    return {};
  },
  'pins.list': (args, workspace) => {
    const channel = reachable(args, workspace);
    const pinned = workspace.in(channel.id).filter((one) => one.pinned);
    return {
      items: pinned.map((one) => ({
        type: 'message',
        channel: channel.id,
        message: wireMessage(one, false),
        created: Math.floor(Number(one.ts)),
        created_by: one.user,
      })),
    };
  },
  'reactions.add': (args, workspace) => {
    const message = marked(args, workspace, 'timestamp');
    const reacted = withReaction(message, emojiName(args), slackWorld.botUserId);
    if (reacted === undefined) throw new SlackRefusal('already_reacted');
    workspace.put(reacted);
    return {};
  },
  'reactions.remove': (args, workspace) => {
    const message = marked(args, workspace, 'timestamp');
    const left = withoutReaction(message, emojiName(args), slackWorld.botUserId);
    if (left === undefined) throw new SlackRefusal('no_reaction');
    workspace.put(left);
    return {};
  },
  'reactions.get': (args, workspace) => {
    const message = marked(args, workspace, 'timestamp');
    return { type: 'message', channel: message.channel, message: wireMessage(message, false) };
  },
  'bookmarks.add': (args, workspace) => {
    const channel = reachable(args, workspace, 'channel_id');
    if (channel.bookmarks.length >= mostBookmarks) throw new SlackRefusal('too_many_bookmarks');
    if (requiredArg(args, 'type', 'invalid_bookmark_type') !== 'link') throw new SlackRefusal('invalid_bookmark_type');
    const bookmark: Bookmark = { id: workspace.nextId('Bk'), ...titleAndLink(args), emoji: stringArg(args, 'emoji') ?? '' };
    channel.bookmarks = [...channel.bookmarks, bookmark];
    return { bookmark: wireBookmark(bookmark, channel) };
  },
  'bookmarks.edit': (args, workspace) => {
    const channel = reachable(args, workspace, 'channel_id');
    const old = bookmarked(channel, args);
    const changed = { ...old, ...titleAndLink({ title: old.title, link: old.link, ...args }) };
    channel.bookmarks = channel.bookmarks.map((one) => (one.id === old.id ? changed : one));
    return { bookmark: wireBookmark(changed, channel) };
  },
  'bookmarks.list': (args, workspace) => {
    const channel = reachable(args, workspace, 'channel_id');
    return { bookmarks: channel.bookmarks.map((one) => wireBookmark(one, channel)) };
  },
  'bookmarks.remove': (args, workspace) => {
    const channel = reachable(args, workspace, 'channel_id');
    const { id } = bookmarked(channel, args);
    channel.bookmarks = channel.bookmarks.filter((one) => one.id !== id);
    return {};
  },
};

/** The message with one more person's reaction; undefined: the person has reacted so already. */
export function withReaction(message: SlackMessage, name: string, user: string): SlackMessage | undefined {
  const before = message.reactions.find((one) => one.name === name);
  if (before === undefined) return { ...message, reactions: [...message.reactions, { name, users: [user] }] };
  if (before.users.includes(user)) return undefined;
  return {
    ...message,
    reactions: message.reactions.map((one) => (one.name === name ? { name, users: [...one.users, user] } : one)),
  };
}

/** Without the person's reaction; undefined: there is none. */
export function withoutReaction(message: SlackMessage, name: string, user: string): SlackMessage | undefined {
  if (message.reactions.find((one) => one.name === name)?.users.includes(user) !== true) return undefined;
  const left = message.reactions.map((one) => (one.name === name ? { name, users: one.users.filter((by) => by !== user) } : one));
  return { ...message, reactions: left.filter((one) => one.users.length > 0) };
}

function emojiName(args: Args): string {
  const name = requiredArg(args, 'name', 'invalid_name');
  if (!isEmojiName(name)) throw new SlackRefusal('invalid_name');
  return name;
}

/** Without colons, perhaps with a skin tone: "thumbsup::skin-tone-3". */
export const isEmojiName = (name: string): boolean => /^[a-z0-9_+'-]+(?:::skin-tone-[2-6])?$/u.test(name);

function marked(args: Args, workspace: SlackWorkspace, name: string): SlackMessage {
  const channel = reachable(args, workspace);
  const message = workspace.message(channel.id, requiredArg(args, name, 'no_item_specified'));
  if (message === undefined || message.ephemeralTo !== undefined) throw new SlackRefusal('message_not_found');
  return message;
}

function titleAndLink(args: Args): Pick<Bookmark, 'title' | 'link'> {
  const title = requiredArg(args, 'title');
  const link = requiredArg(args, 'link', 'invalid_link');
  if (!/^https?:\/\//u.test(link) || !URL.canParse(link)) throw new SlackRefusal('invalid_link');
  return { title, link };
}

function bookmarked(channel: SlackChannel, args: Args): Bookmark {
  const id = requiredArg(args, 'bookmark_id', 'not_found');
  const bookmark = channel.bookmarks.find((one) => one.id === id);
  if (bookmark === undefined) throw new SlackRefusal('not_found');
  return bookmark;
}

function wireBookmark(bookmark: Bookmark, channel: SlackChannel): Readonly<Record<string, unknown>> {
  return { ...bookmark, channel_id: channel.id, type: 'link', app_id: slackWorld.appId };
}
