import { EmulatorFault } from '../emulator.ts';
import { channels, type EmulatedUser, users } from '../world.ts';

/** A conversation of the emulated Teams: a channel of its one team, its one group chat, or a person's chat with the bot. */
export type Room =
  | { readonly kind: 'channel'; readonly id: string; readonly name: string }
  | { readonly kind: 'group'; readonly id: string; readonly name: string }
  | { readonly kind: 'personal'; readonly id: string; readonly user: EmulatedUser };

export const teamChannels: readonly Extract<Room, { kind: 'channel' }>[] = channels.map(({ teamsId, name }) => ({
  kind: 'channel',
  id: teamsId,
  name,
}));

export const groupChat: Extract<Room, { kind: 'group' }> = {
  kind: 'group',
  id: '19:oncall00000000000000000000000001@thread.v2',
  name: 'on-call',
};

export const personalRoom = (user: EmulatedUser): Room => ({ kind: 'personal', id: `a:1${user.name}-tocsin-demo`, user });

const suffix = ';messageid=';

/** "19:…@thread.tacv2;messageid=17" → the room and the thread's root; undefined: there is no such conversation. */
export function findRoom(conversation: string): { readonly room: Room; readonly root: string | undefined } | undefined {
  const [id = '', root] = conversation.split(suffix);
  const room = [...teamChannels, groupChat, ...users.map(personalRoom)].find((one) => one.id === id);
  return room === undefined ? undefined : { room, root };
}

export const threadId = (room: Room, root: string | undefined): string =>
  room.kind === 'channel' && root !== undefined ? `${room.id}${suffix}${root}` : room.id;

/** By id or name; a chat with the bot is called "direct" or "@tocsin". Throws EmulatorFault. */
export function roomCalled(channel: string, user: EmulatedUser): Room {
  const wanted = channel.replace(/^#/u, '').toLowerCase();
  if (['direct', '@tocsin', 'tocsin', 'dm'].includes(wanted)) return personalRoom(user);
  const room = [...teamChannels, groupChat, personalRoom(user)].find(
    (one) => one.id === channel || (one.kind !== 'personal' && one.name === wanted),
  );
  if (room === undefined) throw new EmulatorFault(404, `Teams has no channel called ${channel}.`);
  return room;
}

/** By name, title, e-mail address or id. Throws EmulatorFault. */
export function userCalled(user: string): EmulatedUser {
  const wanted = user.replace(/^@/u, '');
  const found = users.find((one) => [one.name, one.title, one.email, one.teamsId, one.aadObjectId].includes(wanted));
  if (found === undefined) throw new EmulatorFault(404, `Nobody called ${user} is here.`);
  return found;
}
