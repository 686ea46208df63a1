import { type EmulatedUser, teamsWorld } from '../world.ts';
import { type Room, threadId } from './rooms.ts';

/** Activities as Teams sends them to a bot. */
export interface ActivityContext {
  readonly serviceUrl: string;
  /** ISO time. */
  readonly at: string;
}

const bot = { id: teamsWorld.botId, name: teamsWorld.botName };

function common(context: ActivityContext, room: Room, root: string | undefined): Record<string, unknown> {
  const channel = room.kind === 'channel';
  return {
    channelId: 'msteams',
    serviceUrl: context.serviceUrl,
    timestamp: context.at,
    localTimestamp: context.at,
    recipient: bot,
    conversation: {
      id: threadId(room, root),
      conversationType: channel ? 'channel' : 'personal',
      tenantId: teamsWorld.tenant,
      ...(channel ? { isGroup: true } : {}),
    },
    channelData: {
      tenant: { id: teamsWorld.tenant },
      ...(channel
        ? { channel: { id: room.id }, team: { id: teamsWorld.teamId }, teamsChannelId: room.id, teamsTeamId: teamsWorld.teamId }
        : {}),
    },
  };
}

const from = (user: EmulatedUser): Record<string, unknown> => ({ id: user.teamsId, name: user.title, aadObjectId: user.aadObjectId });

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

/** Somebody adds the app to the team: Teams tells the bot twice. */
export function installActivities(
  id: (nth: number) => string,
  by: EmulatedUser,
  general: Room,
  context: ActivityContext,
): readonly object[] {
  const where = common(context, general, undefined);
  const channelData = {
    tenant: { id: teamsWorld.tenant },
    team: { id: teamsWorld.teamId, name: teamsWorld.teamName },
    settings: { selectedChannel: { id: general.id } },
  };
  return [
    { ...where, channelData, type: 'installationUpdate', action: 'add', id: id(0), from: from(by) },
    {
      ...where,
      channelData: { ...channelData, eventType: 'teamMemberAdded' },
      type: 'conversationUpdate',
      membersAdded: [{ id: teamsWorld.botId }],
      id: id(1),
      from: from(by),
    },
  ];
}
