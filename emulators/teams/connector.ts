import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Faults } from '../faults.ts';
import { type EmulatedUser, teamsWorld, users } from '../world.ts';
import { cardType } from './card.ts';
import type { Identity } from './identity.ts';
import { findRoom, type Room, teamChannels, threadId } from './rooms.ts';
import { activity, newConversation, type SentActivity } from './schema.ts';
import { validateCard } from './validate-card.ts';

export interface ConnectorNeeds {
  readonly identity: Pick<Identity, 'isBotToken'>;
  readonly faults: Faults;
  /** Puts the bot's message into its place and gives its id. */
  readonly post: (room: Room, root: string | undefined, sent: SentActivity, payload: unknown) => string;
  readonly edit: (id: string, sent: SentActivity, payload: unknown) => void;
  readonly remove: (id: string) => void;
  readonly has: (room: Room, id: string) => boolean;
}

/** Bytes of a message, counted as UTF-16 without pictures in base64. */
const mostBytes = 40 * 1024;

type Params = { Params: { id: string; activity: string; member: string } };

/** The Bot Connector's REST interface as far as a bot in Teams uses it, below the prefix it is mounted at. */
export function mountConnector(scope: FastifyInstance, needs: ConnectorNeeds): void {
  scope.addHook('preHandler', async (request, reply) => {
    if (!(await needs.identity.isBotToken(request.headers.authorization))) {
      return reply.code(401).send({ message: 'Authorization has been denied for this request.' });
    }
    return undefined;
  });

  scope.post('/v3/conversations', (request, reply) => createConversation(request, reply, needs));
  scope.post<Params>('/v3/conversations/:id/activities', (request, reply) => sendActivity(request.params.id, request, reply, needs));
  scope.post<Params>('/v3/conversations/:id/activities/:activity', (request, reply) =>
    sendActivity(request.params.id, request, reply, needs),
  );
  scope.put<Params>('/v3/conversations/:id/activities/:activity', (request, reply) => {
    const found = findRoom(request.params.id);
    if (found === undefined) return noConversation(reply);
    if (!needs.has(found.room, request.params.activity)) return fail(reply, 404, 'ActivityNotFoundInConversation', 'Activity not found.');
    const sent = readActivity(request.body, reply);
    if (sent === undefined) return reply;
    needs.edit(request.params.activity, sent, request.body);
    return reply.send({ id: request.params.activity });
  });
  scope.delete<Params>('/v3/conversations/:id/activities/:activity', (request, reply) => {
    const found = findRoom(request.params.id);
    if (found === undefined) return noConversation(reply);
    if (!needs.has(found.room, request.params.activity)) return fail(reply, 404, 'ActivityNotFoundInConversation', 'Activity not found.');
    needs.remove(request.params.activity);
    return reply.send();
  });
  mountMembers(scope);
}

function mountMembers(scope: FastifyInstance): void {
  scope.get<Params>('/v3/conversations/:id/members', (request, reply) => {
    const members = findMembers(request.params.id);
    return members === undefined ? noConversation(reply) : reply.send(members.map(member));
  });
  scope.get<Params>('/v3/conversations/:id/pagedmembers', (request, reply) => {
    const members = findMembers(request.params.id);
    return members === undefined ? noConversation(reply) : reply.send({ members: members.map(member) });
  });
  scope.get<Params>('/v3/conversations/:id/members/:member', (request, reply) => {
    const members = findMembers(request.params.id);
    if (members === undefined) return noConversation(reply);
    const one = members.find((user) => [user.teamsId, user.aadObjectId].includes(request.params.member));
    return one === undefined
      ? fail(reply, 404, 'MemberNotFoundInConversation', 'Member not found in conversation.')
      : reply.send(member(one));
  });
  scope.get<Params>('/v3/teams/:id/conversations', (request, reply) => {
    if (request.params.id !== teamsWorld.teamId) return noConversation(reply);
    return reply.send({
      conversations: teamChannels.map((room) => ({ id: room.id, name: room.kind === 'channel' ? room.name : undefined })),
    });
  });
}

/** A thread has no members of its own (github.com/microsoft/botframework-sdk/issues/3062); a team's are asked for by its own id. */
function findMembers(conversation: string): readonly EmulatedUser[] | undefined {
  if (conversation === teamsWorld.teamId) return users;
  const found = findRoom(conversation);
  return found === undefined || found.root !== undefined ? undefined : membersOf(found.room);
}

const membersOf = (room: Room): readonly EmulatedUser[] => (room.kind === 'personal' ? [room.user] : users);

function member(user: EmulatedUser): object {
  const [givenName = '', surname = ''] = user.title.split(' ');
  return {
    id: user.teamsId,
    name: user.title,
    aadObjectId: user.aadObjectId,
    givenName,
    surname,
    email: user.email,
    userPrincipalName: user.email,
    tenantId: teamsWorld.tenant,
    userRole: 'user',
  };
}

function createConversation(request: FastifyRequest, reply: FastifyReply, needs: ConnectorNeeds): FastifyReply {
  const wanted = newConversation.safeParse(request.body);
  if (!wanted.success) return fail(reply, 400, 'BadSyntax', 'Bad format of the conversation parameters.');
  const { channelData, members, activity: first } = wanted.data;
  const place = channelData?.channel?.id ?? personalIdOf(members?.[0]?.id);
  if (place === undefined) return fail(reply, 400, 'BadSyntax', 'Either a channel or a member must be given.');
  const found = findRoom(place);
  if (found === undefined) return noConversation(reply);
  if (first === undefined || first === null) return reply.code(201).send({ id: found.room.id });
  const sent = readActivity(first, reply);
  if (sent === undefined) return reply;
  const id = needs.post(found.room, undefined, sent, first);
  return reply.code(201).send({ id: threadId(found.room, id), activityId: id });
}

function personalIdOf(id: string | undefined): string | undefined {
  const user = users.find((one) => one.teamsId === id || one.aadObjectId === id);
  return user === undefined ? undefined : `a:1${user.name}-tocsin-demo`;
}

function sendActivity(conversation: string, request: FastifyRequest, reply: FastifyReply, needs: ConnectorNeeds): FastifyReply {
  const found = findRoom(conversation);
  if (found === undefined) return noConversation(reply);
  const sent = readActivity(request.body, reply);
  if (sent === undefined) return reply;
  // Typing is shown for a moment and leaves nothing behind.
  if (sent.type !== 'message') return reply.code(202).send({ id: randomUUID() });
  if (found.root !== undefined && !needs.has(found.room, found.root)) return noConversation(reply);
  return reply.code(201).send({ id: needs.post(found.room, found.root, sent, request.body) });
}

/** undefined: the reply has been given. */
function readActivity(body: unknown, reply: FastifyReply): SentActivity | undefined {
  const read = activity.safeParse(body);
  if (!read.success) {
    fail(reply, 400, 'BadSyntax', 'Bad format of the activity.');
    return undefined;
  }
  const faults = (read.data.attachments ?? []).flatMap(({ contentType, content }) =>
    contentType === cardType ? validateCard(content) : [],
  );
  if (faults.length > 0) {
    fail(reply, 400, 'BadSyntax', `The card is not valid: ${faults.join('; ')}`);
    return undefined;
  }
  const size = JSON.stringify(body).replace(/data:image\/[a-z+]+;base64,[A-Za-z0-9+/=]*/gu, '').length * 2;
  if (size <= mostBytes) return read.data;
  fail(reply, 413, 'MessageSizeTooBig', 'Message size too large.');
  return undefined;
}

const noConversation = (reply: FastifyReply): FastifyReply => fail(reply, 404, 'ConversationNotFound', 'Conversation not found.');

export function fail(reply: FastifyReply, status: number, code: string, message: string): FastifyReply {
  return reply.code(status).send({ error: { code, message } });
}
