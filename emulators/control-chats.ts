import type { FastifyInstance, FastifyReply } from 'fastify';
import { findMessages } from './control-messages.ts';
import {
  channelBody,
  clickBody,
  closeBody,
  deleteBody,
  editBody,
  homeBody,
  messagesQuery,
  pinBody,
  reactBody,
  reconnectBody,
  sayBody,
  searchBody,
  shortcutBody,
  submitBody,
} from './control-schema.ts';
import { type EmulatedChat, EmulatorFault, type MessageFeed } from './emulator.ts';

export interface ChatNeeds {
  readonly chats: readonly EmulatedChat[];
  readonly feed: MessageFeed;
}

/** What people do in the chats, and what they see there. */
export function mountChats(scope: FastifyInstance, { chats, feed }: ChatNeeds): void {
  const chatOf = (platform: string): EmulatedChat => {
    const chat = chats.find((one) => one.platform === platform);
    if (chat === undefined) throw new EmulatorFault(404, `There is no chat called ${platform}.`);
    return chat;
  };
  const act = <Body extends { readonly platform: string }>(
    path: string,
    body: { readonly parse: (written: unknown) => Body },
    does: (chat: EmulatedChat, what: Omit<Body, 'platform'>) => Promise<void>,
  ): void => {
    scope.post(path, async (request, reply) => {
      const { platform, ...what } = body.parse(request.body);
      await does(chatOf(platform), what);
      return accepted(reply);
    });
  };
  act('/say', sayBody, (chat, say) => chat.say(say));
  act('/click', clickBody, (chat, click) => chat.click(click));
  act('/submit', submitBody, (chat, submit) => chat.submit(submit));
  act('/close', closeBody, (chat, form) => able(chat, chat.close, 'forms that can be closed')(form));
  act('/react', reactBody, (chat, react) => able(chat, chat.react, 'reactions')(react));
  act('/pin', pinBody, (chat, pin) => able(chat, chat.pin, 'pins')(pin));
  act('/edit', editBody, (chat, edit) => able(chat, chat.edit, 'edits')(edit));
  act('/delete', deleteBody, (chat, on) => able(chat, chat.remove, 'deletions')(on));
  act('/shortcut', shortcutBody, (chat, shortcut) => able(chat, chat.shortcut, 'shortcuts')(shortcut));
  act('/home', homeBody, (chat, { user }) => able(chat, chat.openHome, 'home pages')(user));
  act('/channel', channelBody, (chat, change) => able(chat, chat.arrange, 'channels that can be changed')(change));
  act('/reconnect', reconnectBody, (chat) => able(chat, chat.reconnect, 'connections')());
  scope.post('/search', async (request) => {
    const { platform, ...search } = searchBody.parse(request.body);
    return { choices: await chatOf(platform).search(search) };
  });
  scope.get('/messages', async (request) => {
    const { platform, channel, user, after, deleted, wait } = messagesQuery.parse(request.query);
    const wanted = { channel, user, after, deleted, waitMs: wait * 1_000 };
    return findMessages(platform === undefined ? chats : [chatOf(platform)], feed, wanted);
  });
}

/** The ability, if the chat has it. Throws EmulatorFault. */
function able<Ability>(chat: EmulatedChat, ability: Ability | undefined, what: string): Ability {
  if (ability === undefined) throw new EmulatorFault(409, `There are no ${what} in ${chat.platform}.`);
  return ability;
}

export function accepted(reply: FastifyReply): FastifyReply {
  return reply.code(202).send({ accepted: true });
}
