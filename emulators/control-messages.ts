import { type EmulatedChat, type EmulatedMessage, EmulatorFault } from './emulator.ts';
import type { MessageFeed, MessageFilter } from './message-log.ts';

/** Which messages are wanted; what is undefined does not narrow the choice. */
export interface WantedMessages {
  /** By id or name; "direct": the people's own conversations with the bot; "home": their home pages. */
  readonly channel: string | undefined;
  /** Whose direct messages and home page, and whose form of those that each sees their own of. */
  readonly user: string | undefined;
  readonly after: number | undefined;
  /** Also what was taken away. */
  readonly deleted: boolean;
  readonly waitMs: number;
}

/** A message as the control interface shows it: every key is always there. */
export interface ShownMessage extends Omit<EmulatedMessage, 'thread' | 'ephemeralTo' | 'form' | 'sentForms'> {
  readonly platform: string;
  readonly thread: string | null;
  readonly ephemeralTo: string | null;
  readonly form: EmulatedMessage['form'] | null;
}

const shown = ({ sentForms, ...message }: EmulatedMessage, platform: string, user: string | undefined): ShownMessage => ({
  ...message,
  platform,
  thread: message.thread ?? null,
  ephemeralTo: message.ephemeralTo ?? null,
  surface: message.surface ?? 'message',
  // Without a person, as whoever sent it last sees it.
  form: sentForms?.findLast((one) => user === undefined || one.user === user)?.form ?? message.form ?? null,
  reactions: message.reactions ?? [],
  pinned: message.pinned ?? false,
  deleted: message.deleted ?? false,
});

/** The messages of these chats in the order of their last change; waits for one when there is none. Unknown names throw EmulatorFault. */
export async function findMessages(
  chats: readonly EmulatedChat[],
  feed: MessageFeed,
  { channel, user, after, deleted, waitMs }: WantedMessages,
): Promise<readonly ShownMessage[]> {
  const places = chats.flatMap((chat): readonly { chat: EmulatedChat; filter: MessageFilter }[] => {
    if (channel === undefined) return [{ chat, filter: { after, deleted } }];
    return channelIds(chat, channel, user).map((id) => ({ chat, filter: { channel: id, after, deleted } }));
  });
  if (places.length === 0) throw new EmulatorFault(404, notFound(chats, channel ?? '', user));
  const found = (): readonly ShownMessage[] =>
    places.flatMap(({ chat, filter }) =>
      chat.messages
        .list(filter)
        .filter((one) => one.surface !== 'home' || user === undefined || one.ephemeralTo === user)
        .map((one) => shown(one, chat.platform, user)),
    );
  await feed.until(() => found().length > 0, waitMs);
  return found().toSorted((one, other) => one.seq - other.seq);
}

function channelIds(chat: EmulatedChat, wanted: string, user: string | undefined): readonly string[] {
  if (wanted === 'home') return chat.openHome === undefined ? [] : [wanted];
  if (wanted === 'direct') return chat.directs().flatMap((one) => (user === undefined || one.user === user ? [one.id] : []));
  const bare = wanted.replace(/^#/u, '');
  const places = [...chat.channels(), ...chat.directs().map(({ id }) => ({ id, name: id }))];
  return places.flatMap(({ id, name }) => (id === wanted || name === bare ? [id] : []));
}

function notFound(chats: readonly EmulatedChat[], channel: string, user: string | undefined): string {
  if (channel === 'direct' && user !== undefined) return `Nobody is called ${user}.`;
  const names = [...new Set(chats.flatMap((chat) => chat.channels().map((one) => one.name))), 'direct', 'home'];
  return `There is no channel called ${channel} on ${chats.map((chat) => chat.platform).join(' or ')}; there are ${names.join(', ')}.`;
}
