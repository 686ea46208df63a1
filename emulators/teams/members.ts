import type { FastifyInstance } from 'fastify';
import { type EmulatedUser, teamsWorld, users } from '../world.ts';
import { fail, noConversation } from './answers.ts';
import { findRoom, teamChannels } from './rooms.ts';
import type { Params } from './schema.ts';

/** Who is in a conversation, and which channels a team has. */
export function mountMembers(scope: FastifyInstance): void {
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
    return reply.send({ conversations: teamChannels.map(({ id, name }) => ({ id, name })) });
  });
}

function findMembers(conversation: string): readonly EmulatedUser[] | undefined {
  if (conversation === teamsWorld.teamId) return users;
  const found = findRoom(conversation);
  if (found === undefined || found.root !== undefined) return undefined;
  return found.room.kind === 'personal' ? [found.room.user] : users;
}

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
