import type { Place } from '../../src/core/model/person.ts';
import type { IncomingActivity } from './schema.ts';

/** A thread of a channel is a conversation of its own: the channel's id with the root message's behind it. */
const suffix = ';messageid=';

export const threadOf = (channel: string, root: string): string => `${channel}${suffix}${root}`;

export function splitConversation(id: string): { readonly channel: string; readonly root: string | undefined } {
  const at = id.indexOf(suffix);
  return at === -1 ? { channel: id, root: undefined } : { channel: id.slice(0, at), root: id.slice(at + suffix.length) };
}

export function kindOf(conversation: IncomingActivity['conversation']): Place['kind'] {
  switch (conversation.conversationType) {
    case 'channel':
      return 'channel';
    case 'groupChat':
      return 'group';
    case 'personal':
      return 'direct';
    case undefined:
    default:
      return conversation.isGroup === true ? 'channel' : 'direct';
  }
}

/** For an id nobody has told about: channels' ids end so, and those of chats never do. */
export function looksLikeChannel(id: string): boolean {
  return /@thread\.(tacv2|skype)$/u.test(id);
}
