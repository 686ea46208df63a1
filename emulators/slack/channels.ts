import { channels, type EmulatedUser, slackWorld, users } from '../world.ts';
import { SlackRefusal } from './answer.ts';
import { mia, sharedChannel } from './strangers.ts';

export interface Bookmark {
  readonly id: string;
  readonly title: string;
  readonly link: string;
  readonly emoji: string;
}

export interface SlackChannel {
  readonly id: string;
  readonly name: string;
  readonly kind: 'channel' | 'direct';
  readonly creator: string;
  botIsMember: boolean;
  archived: 'archived' | 'open';
  topic: string;
  purpose: string;
  /** People's Slack ids. */
  readonly members: Set<string>;
  bookmarks: readonly Bookmark[];
}

const mostNameLength = 80;

/** The channels of the workspace and people's conversations with the app. */
export class SlackChannels {
  readonly #all: SlackChannel[] = [
    // The bot was never invited to #random, so that people can see what it says then.
    ...channels.map((one) => everybodys({ id: one.slackId, name: one.name, kind: 'channel', botIsMember: one.name !== 'random' })),
    ...users.map((user) => ({
      ...everybodys({ id: directId(user), name: `direct-${user.name}`, kind: 'direct', botIsMember: true }),
      members: new Set([user.slackId]),
    })),
  ];

  list(): readonly SlackChannel[] {
    return this.#all;
  }

  /** By id, or by name with or without #. */
  find(idOrName: string): SlackChannel | undefined {
    const name = idOrName.replace(/^#/u, '');
    return this.#all.find((one) => one.id === idOrName || (one.kind === 'channel' && one.name === name));
  }

  /** A new public channel that only the bot is in. Throws SlackRefusal for a name that Slack would not take. */
  create(id: string, name: string): SlackChannel {
    if (name === '') throw new SlackRefusal('invalid_name_required');
    if (name.length > mostNameLength) throw new SlackRefusal('invalid_name_maxlength');
    if (/^[-_]+$/u.test(name)) throw new SlackRefusal('invalid_name_punctuation');
    if (!/^[\p{Ll}\p{Lo}\p{N}_-]+$/u.test(name)) throw new SlackRefusal('invalid_name_specials');
    if (this.find(name) !== undefined) throw new SlackRefusal('name_taken');
    const channel = {
      ...everybodys({ id, name, kind: 'channel', botIsMember: true }),
      creator: slackWorld.botUserId,
      members: new Set<string>(),
    };
    this.#all.push(channel);
    return channel;
  }
}

function everybodys(channel: Pick<SlackChannel, 'id' | 'name' | 'kind' | 'botIsMember'>): SlackChannel {
  const members = new Set([...users.map((user) => user.slackId), ...(channel.name === sharedChannel ? [mia.slackId] : [])]);
  return { ...channel, creator: users[0]?.slackId ?? '', archived: 'open', topic: '', purpose: '', members, bookmarks: [] };
}

export function directId(user: EmulatedUser): string {
  return `D${user.slackId.slice(1)}`;
}
