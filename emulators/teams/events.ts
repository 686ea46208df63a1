import { type EmulatedUser, teamsWorld } from '../world.ts';
import { type ActivityContext, common, from, messageActivity, type Said } from './activities.ts';
import type { Room } from './rooms.ts';

/** Where the app is added or removed: a team through one of its channels, the group chat, or one person's chat. */
export interface Installation {
  readonly by: EmulatedUser;
  readonly room: Room;
  readonly change: 'add' | 'remove';
}

const eventTypes = { add: 'teamMemberAdded', remove: 'teamMemberRemoved' } as const;

/** Teams tells the bot twice. In a person's own chat nobody but the person is a member. */
export function installActivities(
  id: (nth: number) => string,
  { by, room, change }: Installation,
  context: ActivityContext,
): readonly object[] {
  const where = common(context, room, undefined);
  const channelData =
    room.kind === 'channel'
      ? {
          tenant: { id: teamsWorld.tenant },
          team: { id: teamsWorld.teamId, name: teamsWorld.teamName },
          settings: { selectedChannel: { id: room.id } },
        }
      : { tenant: { id: teamsWorld.tenant } };
  const members = [{ id: teamsWorld.botId }];
  const installation = { ...where, channelData, type: 'installationUpdate', action: change, id: id(0), from: from(by) };
  const membership = {
    ...where,
    channelData: room.kind === 'channel' ? { ...channelData, eventType: eventTypes[change] } : channelData,
    type: 'conversationUpdate',
    ...(change === 'add' ? { membersAdded: members } : { membersRemoved: members }),
    id: id(1),
    from: from(by),
  };
  return room.kind === 'personal' && change === 'remove' ? [installation] : [installation, membership];
}

export interface ChannelChanged {
  readonly id: string;
  readonly by: EmulatedUser;
  readonly channel: Extract<Room, { kind: 'channel' }>;
  readonly change: 'channelCreated' | 'channelRenamed' | 'channelDeleted';
}

export function channelActivity({ id, by, channel, change }: ChannelChanged, context: ActivityContext): object {
  return {
    ...common(context, channel, undefined),
    channelData: {
      tenant: { id: teamsWorld.tenant },
      eventType: change,
      channel: { id: channel.id, name: channel.name },
      team: { id: teamsWorld.teamId, name: teamsWorld.teamName },
    },
    type: 'conversationUpdate',
    id,
    from: from(by),
  };
}

/** Somebody changes what they said to the bot. */
export function editActivity(said: Said, context: ActivityContext): object {
  return { ...messageActivity(said, context), type: 'messageUpdate', channelData: changed(said, context, 'editMessage') };
}

export function deleteActivity({ id, user, room, root }: Omit<Said, 'text'>, context: ActivityContext): object {
  const where = common(context, room, root ?? id);
  return { ...where, type: 'messageDelete', id, from: from(user), channelData: changed({ room, root, id }, context, 'softDeleteMessage') };
}

function changed({ room, root, id }: Pick<Said, 'room' | 'root' | 'id'>, context: ActivityContext, eventType: string): object {
  const { channelData } = common(context, room, root ?? id);
  return { ...(typeof channelData === 'object' ? channelData : {}), eventType };
}

export interface Reacted {
  readonly id: string;
  readonly user: EmulatedUser;
  readonly room: Room;
  readonly root: string;
  readonly message: string;
  readonly emoji: string;
  readonly change: 'added' | 'removed';
}

export function reactionActivity(reacted: Reacted, context: ActivityContext): object {
  const reactions = [{ type: reacted.emoji }];
  return {
    ...common(context, reacted.room, reacted.root),
    type: 'messageReaction',
    id: reacted.id,
    from: from(reacted.user),
    replyToId: reacted.message,
    ...(reacted.change === 'added' ? { reactionsAdded: reactions } : { reactionsRemoved: reactions }),
  };
}
