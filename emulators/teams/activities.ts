import { type EmulatedUser, teamsWorld } from '../world.ts';
import { type Room, threadId } from './rooms.ts';

/** What the activities that Teams sends to a bot have in common with one another. */
export interface ActivityContext {
  readonly serviceUrl: string;
  /** ISO time. */
  readonly at: string;
}

const bot = { id: teamsWorld.botId, name: teamsWorld.botName };
const conversationTypes = { channel: 'channel', group: 'groupChat', personal: 'personal' } as const;

/** What every activity says: from where to whom. */
export function common(context: ActivityContext, room: Room, root: string | undefined): Record<string, unknown> {
  const channel = room.kind === 'channel';
  return {
    channelId: 'msteams',
    serviceUrl: context.serviceUrl,
    timestamp: context.at,
    localTimestamp: context.at,
    recipient: bot,
    conversation: {
      id: threadId(room, root),
      conversationType: conversationTypes[room.kind],
      tenantId: teamsWorld.tenant,
      ...(room.kind === 'personal' ? {} : { isGroup: true }),
    },
    channelData: {
      tenant: { id: teamsWorld.tenant },
      ...(channel
        ? { channel: { id: room.id }, team: { id: teamsWorld.teamId }, teamsChannelId: room.id, teamsTeamId: teamsWorld.teamId }
        : {}),
    },
  };
}

export const from = (user: EmulatedUser): Record<string, unknown> => ({
  id: user.teamsId,
  name: user.title,
  aadObjectId: user.aadObjectId,
});

export interface Said {
  readonly id: string;
  readonly user: EmulatedUser;
  readonly room: Room;
  readonly root: string | undefined;
  /** As typed; each "@Tocsin" becomes a mention. */
  readonly text: string;
}

const mentionPattern = /@tocsin\b/giu;
const mentionMarkup = `<at>${teamsWorld.botName}</at>`;

const mentionsIn = (text: string): readonly string[] => text.match(mentionPattern) ?? [];

export const mentionsBot = (text: string): boolean => mentionsIn(text).length > 0;

export function messageActivity(said: Said, context: ActivityContext): object {
  const encoded = said.text
    .replace(/&/gu, '&amp;')
    .replace(/</gu, '&lt;')
    .replace(/>/gu, '&gt;')
    .replace(/\u00a0/gu, '&nbsp;');
  return {
    ...common(context, said.room, said.root ?? said.id),
    type: 'message',
    id: said.id,
    from: from(said.user),
    localTimezone: said.user.timeZone,
    textFormat: 'plain',
    text: encoded.replace(mentionPattern, mentionMarkup),
    entities: [
      ...mentionsIn(said.text).map(() => ({ type: 'mention', text: mentionMarkup, mentioned: bot })),
      { type: 'clientInfo', locale: 'en-US', country: 'US', platform: 'Web', timezone: said.user.timeZone },
    ],
    locale: 'en-US',
  };
}

export interface Clicked {
  readonly id: string;
  readonly user: EmulatedUser;
  readonly room: Room;
  /** The thread's root. */
  readonly root: string;
  readonly message: string;
  readonly verb: string | undefined;
  readonly data: Readonly<Record<string, unknown>>;
}

export function clickActivity(clicked: Clicked, context: ActivityContext): object {
  return {
    ...common(context, clicked.room, clicked.root),
    type: 'invoke',
    name: 'adaptiveCard/action',
    id: clicked.id,
    from: from(clicked.user),
    localTimezone: clicked.user.timeZone,
    replyToId: clicked.message,
    value: {
      action: { type: 'Action.Execute', ...(clicked.verb === undefined ? {} : { verb: clicked.verb }), data: clicked.data },
      trigger: 'manual',
    },
    locale: 'en-US',
  };
}

export interface Searched {
  readonly id: string;
  readonly user: EmulatedUser;
  readonly room: Room;
  readonly root: string;
  readonly message: string;
  readonly typed: string;
  readonly dataset: string;
}

/** Somebody types into a searchable list. */
export function searchActivity(searched: Searched, context: ActivityContext): object {
  return {
    ...common(context, searched.room, searched.root),
    type: 'invoke',
    name: 'application/search',
    id: searched.id,
    from: from(searched.user),
    localTimezone: searched.user.timeZone,
    replyToId: searched.message,
    value: { queryText: searched.typed, queryOptions: { skip: 0, top: 15 }, dataset: searched.dataset, kind: 'search' },
    locale: 'en-US',
  };
}
