import { randomUUID } from 'node:crypto';
import { type EmulatedChat, type EmulatedMessage, EmulatorFault, type MessageLog } from '../emulator.ts';
import type { EmulatedUser } from '../world.ts';
import { type ActivityContext, clickActivity, mentionsBot, messageActivity } from './activities.ts';
import type { TellBot } from './bot-line.ts';
import { cardType } from './card.ts';
import { findClick } from './click.ts';
import { deleteActivity, editActivity, reactionActivity } from './events.ts';
import type { Ids } from './ids.ts';
import { findRoom, type Room, roomCalled, userCalled } from './rooms.ts';
import type { Roster } from './roster.ts';
import { clickAnswer } from './schema.ts';
import { validateCard } from './validate-card.ts';

export interface PeopleNeeds {
  readonly messages: MessageLog;
  readonly tellBot: TellBot;
  readonly context: () => ActivityContext;
  readonly ids: Ids;
  readonly roster: Pick<Roster, 'stateOf'>;
}

/** A message that somebody acts upon. */
export interface ActedUpon {
  readonly message: EmulatedMessage;
  readonly user: EmulatedUser;
  readonly room: Room;
  /** The thread's root. */
  readonly root: string;
}

/** Throws EmulatorFault for a message or a person that is not there. */
export function actedUpon(id: string, user: string, messages: MessageLog): ActedUpon {
  const message = messages.get(id);
  const room = message === undefined ? undefined : findRoom(message.channel)?.room;
  if (message === undefined || room === undefined) throw new EmulatorFault(404, `There is no message ${id}.`);
  return { message, user: userCalled(user), room, root: message.thread ?? message.id };
}

type Act = { readonly verb: string | undefined; readonly data: Readonly<Record<string, unknown>> };

/**
 * Sends a click or a form to the bot. Gives the words it was answered with; undefined for a card, which is drawn for the one
 * who clicked only: everybody's is what the bot updates.
 */
export async function act({ message, user, room, root }: ActedUpon, { verb, data }: Act, needs: PeopleNeeds): Promise<string | undefined> {
  const clicked = { id: `f:${randomUUID()}`, user, room, root, message: message.id, verb, data };
  const read = clickAnswer.safeParse(await needs.tellBot(clickActivity(clicked, needs.context())));
  if (!read.success || (read.data.type === cardType && validateCard(read.data.value).length > 0))
    throw new EmulatorFault(502, 'Unable to reach app: its answer to the click is not valid.');
  return typeof read.data.value === 'string' ? read.data.value : undefined;
}

/** What people do with messages. */
export function createPeople(needs: PeopleNeeds): Required<Pick<EmulatedChat, 'say' | 'click' | 'react' | 'edit' | 'remove'>> {
  const { messages, tellBot, context } = needs;
  /** The bot hears what is said to it, and everything in a person's own chat with it. */
  const heard = (room: Room, text: string): boolean => room.kind === 'personal' || mentionsBot(text);
  const own = (id: string, user: string): ActedUpon => {
    const found = actedUpon(id, user, messages);
    if (found.message.user !== found.user.name) throw new EmulatorFault(403, `${found.user.title} did not write this message.`);
    return found;
  };

  return {
    say: async ({ user, channel, text, thread }) => {
      const author = userCalled(user);
      const room = roomCalled(channel, author);
      const root = thread === undefined || room.kind !== 'channel' ? undefined : rootOf(messages, room, thread);
      const id = needs.ids.next();
      const payload = messageActivity({ id, user: author, room, root, text }, context());
      messages.put({ ...blank, id, channel: room.id, thread: root, user: author.name, text, payload, at: context().at });
      if (!heard(room, text)) return;
      if (needs.roster.stateOf(room) !== 'member') throw new EmulatorFault(503, 'The app is not in this conversation.');
      await tellBot(payload).catch((error: unknown) => {
        throw error instanceof EmulatorFault ? new EmulatorFault(error.status, `${error.message} (message ${id})`) : error;
      });
    },
    click: async (click) => {
      const upon = actedUpon(click.message, click.user, messages);
      const words = await act(upon, findClick(upon.message, click), needs);
      if (words !== undefined) messages.put(noteTo(upon, words, needs));
    },
    react: async ({ message: id, user, emoji, remove }) => {
      const upon = actedUpon(id, user, messages);
      const { message, room, root } = upon;
      const change = remove === true ? 'removed' : 'added';
      messages.put({ ...message, reactions: reactionsAfter(message, upon.user.name, emoji, change) });
      // A bot is told of reactions to its own messages.
      if (message.user !== 'tocsin') return;
      await tellBot(reactionActivity({ id: `f:${randomUUID()}`, user: upon.user, room, root, message: id, emoji, change }, context()));
    },
    edit: async ({ message: id, user, text }) => {
      const { message, room, user: author } = own(id, user);
      const payload = editActivity({ id, user: author, room, root: message.thread, text }, context());
      messages.put({ ...message, text, payload, edited: true });
      if (heard(room, text)) await tellBot(payload);
    },
    remove: async ({ message: id, user }) => {
      const { message, room, user: author } = own(id, user);
      messages.remove(id);
      if (heard(room, message.text)) await tellBot(deleteActivity({ id, user: author, room, root: message.thread }, context()));
    },
  };
}

/** What a click was answered with stands below its message for a while, for the one who clicked. */
export function noteTo(
  { message, user, room, root }: ActedUpon,
  text: string,
  { ids, context }: PeopleNeeds,
): Omit<EmulatedMessage, 'seq'> {
  const thread = room.kind === 'channel' ? root : undefined;
  const payload = { type: 'message', text, replyToId: message.id };
  return { ...blank, id: ids.next(), channel: room.id, thread, user: 'tocsin', ephemeralTo: user.name, text, payload, at: context().at };
}

const blank = { ephemeralTo: undefined, images: [], files: [], buttons: [], edited: false } as const;

function rootOf(messages: MessageLog, room: Room, thread: string): string {
  const message = messages.get(thread);
  if (message?.channel !== room.id) throw new EmulatorFault(404, `There is no message ${thread} in this channel.`);
  return message.thread ?? message.id;
}

function reactionsAfter(
  { reactions = [] }: EmulatedMessage,
  user: string,
  emoji: string,
  change: 'added' | 'removed',
): EmulatedMessage['reactions'] {
  const before = reactions.find((one) => one.emoji === emoji)?.users ?? [];
  const users = [...before.filter((one) => one !== user), ...(change === 'added' ? [user] : [])];
  const others = reactions.filter((one) => one.emoji !== emoji);
  return users.length === 0 ? others : [...others, { emoji, users }];
}
