import { type EmulatedChat, type EmulatedMessage, EmulatorFault } from './emulator.ts';
import type { MessageFeed, MessageFilter } from './message-log.ts';

/** Which messages are wanted; what is undefined does not narrow the choice. */
export interface WantedMessages {
  /** By id or name; "direct": the people's own conversations with the bot. */
  readonly channel: string | undefined;
  /** Whose direct messages. */
  readonly user: string | undefined;
  readonly after: number | undefined;
  readonly waitMs: number;
}

/** A message as the control interface shows it: every key is always there. */
export interface ShownMessage extends Omit<EmulatedMessage, 'thread' | 'ephemeralTo'> {
  readonly platform: string;
  readonly thread: string | null;
  readonly ephemeralTo: string | null;
}

/** The messages of these chats in the order of their last change; waits for one when there is none. Unknown names throw EmulatorFault. */
export async function findMessages(
  chats: readonly EmulatedChat[],
  feed: MessageFeed,
  { channel, user, after, waitMs }: WantedMessages,
): Promise<readonly ShownMessage[]> {
  const places = chats.flatMap((chat): readonly { chat: EmulatedChat; filter: MessageFilter }[] => {
    if (channel === undefined) return [{ chat, filter: { after } }];
    return channelIds(chat, channel, user).map((id) => ({ chat, filter: { channel: id, after } }));
  });
  if (places.length === 0) throw new EmulatorFault(404, notFound(chats, channel ?? '', user));
  const found = (): readonly ShownMessage[] =>
    places.flatMap(({ chat, filter }) =>
      chat.messages.list(filter).map((one) => ({
        ...one,
        platform: chat.platform,
        thread: one.thread ?? null,
        ephemeralTo: one.ephemeralTo ?? null,
      })),
    );
  await feed.until(() => found().length > 0, waitMs);
  return found().toSorted((one, other) => one.seq - other.seq);
}

function channelIds(chat: EmulatedChat, wanted: string, user: string | undefined): readonly string[] {
  if (wanted === 'direct') return chat.directs().flatMap((one) => (user === undefined || one.user === user ? [one.id] : []));
  const bare = wanted.replace(/^#/u, '');
  const places = [...chat.channels(), ...chat.directs().map(({ id }) => ({ id, name: id }))];
  return places.flatMap(({ id, name }) => (id === wanted || name === bare ? [id] : []));
}

function notFound(chats: readonly EmulatedChat[], channel: string, user: string | undefined): string {
  if (channel === 'direct' && user !== undefined) return `Nobody is called ${user}.`;
  const names = [...new Set(chats.flatMap((chat) => chat.channels().map((one) => one.name))), 'direct'];
  return `There is no channel called ${channel} on ${chats.map((chat) => chat.platform).join(' or ')}; there are ${names.join(', ')}.`;
}
