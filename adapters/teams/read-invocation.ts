import { formCommand } from '../../src/core/form-words.ts';
import type { Invocation, Origin } from '../../src/core/invocation.ts';
import type { Person, Place } from '../../src/core/model/person.ts';
import { kindOf, splitConversation } from './place.ts';
import { readText } from './read-text.ts';
import { verbs } from './render-actions.ts';
import { inputId } from './render-form.ts';
import { chooseData, clickValue, commandData, type IncomingActivity, submitData } from './schema.ts';

/** What is known beside the activity itself. */
export interface Surroundings {
  readonly actor: Person;
  readonly channelName: string | undefined;
  readonly now: number;
  /** Names the event where the platform gave it no id. */
  readonly fallbackId: string;
}

/** A click on a list in which nothing is chosen. */
export const nothingChosen = Symbol('nothing chosen');

/** The words of a message to the bot, or of a button's command; undefined: nothing was asked of the bot. */
export function readWordsOf(activity: IncomingActivity): string | typeof nothingChosen | undefined {
  if (activity.type === 'invoke') return activity.name === 'adaptiveCard/action' ? readClick(activity.value) : undefined;
  if (activity.type !== 'message') return undefined;
  const { text, mentioned } = readText(activity);
  // In channels and group chats the bot may be allowed to see everything that is said; only what is said to it is a command.
  return mentioned === 'mentioned' || kindOf(activity.conversation) === 'direct' ? text : undefined;
}

export function readInvocation(activity: IncomingActivity, words: string, around: Surroundings): Invocation {
  const { channel, root } = splitConversation(activity.conversation.id);
  const clicked = activity.type === 'invoke' ? activity.replyToId : undefined;
  const origin: Origin =
    clicked === undefined ? { kind: 'typed' } : { kind: 'clicked', message: { platform: 'teams', channel, id: clicked } };
  const place: Place = {
    platform: 'teams',
    channel,
    channelName: around.channelName,
    kind: kindOf(activity.conversation),
    // A root message's own conversation names itself as the thread.
    thread: root === activity.id || root === clicked ? undefined : root,
  };
  return {
    id: `teams:${activity.conversation.id}:${activity.id ?? around.fallbackId}`,
    actor: around.actor,
    place,
    text: words,
    origin,
    receivedAt: around.now,
    replyTo: {
      serviceUrl: activity.serviceUrl ?? '',
      conversation: activity.conversation.id,
      person: activity.from?.id ?? '',
    },
  };
}

/** The command of a button, of the chosen option, or of a form with the fields that were filled in behind it. */
function readClick(value: unknown): string | typeof nothingChosen | undefined {
  const parsed = clickValue.safeParse(value);
  if (!parsed.success) return undefined;
  const { verb, data } = parsed.data.action;
  switch (verb) {
    case verbs.command:
      return commandData.safeParse(data).data?.command;
    case verbs.choose: {
      const chosen = data[chooseData.safeParse(data).data?.choose ?? ''];
      return typeof chosen === 'string' && chosen !== '' ? chosen : nothingChosen;
    }
    case verbs.submit: {
      const form = submitData.safeParse(data).data;
      return form === undefined
        ? undefined
        : formCommand(
            form.command,
            form.fields.map((name, index) => filled(name, data[inputId(form.form, index)])),
          );
    }
    case undefined:
    default:
      return undefined;
  }
}

const filled = (name: string, value: unknown): { readonly name: string; readonly value: string } => ({
  name,
  value: typeof value === 'string' ? value : '',
});
