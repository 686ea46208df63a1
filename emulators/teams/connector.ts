import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { users } from '../world.ts';
import { fail, noActivity, noConversation, notMember, tooMany, wrongToken } from './answers.ts';
import { cardType } from './card.ts';
import type { Identity } from './identity.ts';
import { mountMembers } from './members.ts';
import { findRoom, type Room, threadId } from './rooms.ts';
import type { Roster } from './roster.ts';
import { activity, newConversation, type Params, picture, type SentActivity } from './schema.ts';
import type { Throttle } from './throttle.ts';
import { validateCard } from './validate-card.ts';

export interface ConnectorNeeds {
  readonly identity: Pick<Identity, 'isBotToken'>;
  readonly throttle: Throttle;
  readonly roster: Roster;
  /** Puts the bot's message into its place and gives its id. */
  readonly post: (room: Room, root: string | undefined, sent: SentActivity, payload: unknown) => string;
  readonly edit: (id: string, sent: SentActivity, payload: unknown) => void;
  readonly remove: (id: string) => void;
  readonly has: (room: Room, id: string) => boolean;
}

/** Bytes of a message, counted as UTF-16 without the pictures of its Images in base64. */
const mostBytes = 40 * 1024;

type Place = { readonly room: Room; readonly root: string | undefined };

/** The Bot Connector's REST interface as far as a bot in Teams uses it, below the prefix it is mounted at. */
export function mountConnector(scope: FastifyInstance, needs: ConnectorNeeds): void {
  scope.addHook('preHandler', async (request, reply) => {
    if (!(await needs.identity.isBotToken(request.headers.authorization))) return wrongToken(reply);
    const seconds = needs.throttle.request();
    return seconds === undefined ? undefined : tooMany(reply, seconds);
  });

  scope.post('/v3/conversations', (request, reply) => createConversation(request, reply, needs));
  scope.post<Params>('/v3/conversations/:id/activities', (request, reply) => sendActivity(request.params.id, request, reply, needs));
  scope.post<Params>('/v3/conversations/:id/activities/:activity', (request, reply) =>
    sendActivity(request.params.id, request, reply, needs),
  );
  scope.put<Params>('/v3/conversations/:id/activities/:activity', (request, reply) => {
    const place = enter(request.params.id, reply, needs);
    if (place === undefined) return reply;
    if (!needs.has(place.room, request.params.activity)) return noActivity(reply);
    const sent = readActivity(request.body, reply);
    if (sent === undefined) return reply;
    needs.edit(request.params.activity, sent, request.body);
    return reply.send({ id: request.params.activity });
  });
  scope.delete<Params>('/v3/conversations/:id/activities/:activity', (request, reply) => {
    const place = enter(request.params.id, reply, needs);
    if (place === undefined) return reply;
    if (!needs.has(place.room, request.params.activity)) return noActivity(reply);
    needs.remove(request.params.activity);
    return reply.send();
  });
  mountMembers(scope);
}

/** The conversation, if the bot may act in it now; undefined: the reply has been given. */
function enter(conversation: string, reply: FastifyReply, { roster, throttle }: ConnectorNeeds): Place | undefined {
  const found = findRoom(conversation);
  const state = found && roster.stateOf(found.room);
  if (found === undefined || state === 'deleted') {
    noConversation(reply);
    return undefined;
  }
  if (state === 'removed') {
    notMember(reply);
    return undefined;
  }
  const seconds = throttle.operation(conversation);
  if (seconds === undefined) return found;
  tooMany(reply, seconds);
  return undefined;
}

function createConversation(request: FastifyRequest, reply: FastifyReply, needs: ConnectorNeeds): FastifyReply {
  const wanted = newConversation.safeParse(request.body);
  if (!wanted.success) return fail(reply, 400, 'BadSyntax', 'Bad format of the conversation parameters.');
  const { channelData, members, activity: first } = wanted.data;
  const id = channelData?.channel?.id ?? personalIdOf(members?.[0]?.id);
  if (id === undefined) return fail(reply, 400, 'BadSyntax', 'Either a channel or a member must be given.');
  const place = enter(id, reply, needs);
  if (place === undefined) return reply;
  if (first === undefined || first === null) return reply.code(201).send({ id: place.room.id });
  const sent = readActivity(first, reply);
  if (sent === undefined) return reply;
  const activityId = needs.post(place.room, undefined, sent, first);
  return reply.code(201).send({ id: threadId(place.room, activityId), activityId });
}

function personalIdOf(id: string | undefined): string | undefined {
  const user = users.find((one) => one.teamsId === id || one.aadObjectId === id);
  return user === undefined ? undefined : `a:1${user.name}-tocsin-demo`;
}

function sendActivity(conversation: string, request: FastifyRequest, reply: FastifyReply, needs: ConnectorNeeds): FastifyReply {
  const place = enter(conversation, reply, needs);
  if (place === undefined) return reply;
  const sent = readActivity(request.body, reply);
  if (sent === undefined) return reply;
  const { room, root } = place;
  // Typing is shown for a moment and leaves nothing behind.
  if (sent.type === 'typing') needs.roster.type(room, root);
  if (sent.type !== 'message') return reply.code(202).send({ id: randomUUID() });
  if (root !== undefined && !needs.has(room, root)) return noConversation(reply);
  needs.roster.wrote(room);
  return reply.code(201).send({ id: needs.post(room, root, sent, request.body) });
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
  if (sizeOf(body) - picturesIn(body) <= mostBytes) return read.data;
  fail(reply, 413, 'MessageSizeTooBig', 'Message size too large.');
  return undefined;
}

const sizeOf = (value: unknown): number => JSON.stringify(value).length * 2;

/** Bytes of the pictures that stand where a client draws pictures from: in Images, and in attachments that are pictures. */
function picturesIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, one) => sum + picturesIn(one), 0);
  if (typeof value !== 'object' || value === null) return 0;
  const { type, url, contentType, contentUrl } = picture.parse(value);
  const data = type === 'Image' ? url : contentType?.startsWith('image/') === true ? contentUrl : undefined;
  const own = data?.startsWith('data:image/') === true ? data.length * 2 : 0;
  return own + Object.values(value).reduce((sum: number, one) => sum + picturesIn(one), 0);
}
