import type { FastifyReply } from 'fastify';
import type { Fault } from '../faults.ts';

/** What the connector says when it refuses, in the platform's own words. */
export function fail(reply: FastifyReply, status: number, code: string, message: string): FastifyReply {
  return reply.code(status).send({ error: { code, message } });
}

export const noConversation = (reply: FastifyReply): FastifyReply => fail(reply, 404, 'ConversationNotFound', 'Conversation not found.');
export const noActivity = (reply: FastifyReply): FastifyReply => fail(reply, 404, 'ActivityNotFoundInConversation', 'Activity not found.');
export const notMember = (reply: FastifyReply): FastifyReply =>
  fail(reply, 403, 'BotNotInConversationRoster', 'The bot is not part of the conversation roster.');
export const wrongToken = (reply: FastifyReply): FastifyReply =>
  reply.code(401).send({ message: 'Authorization has been denied for this request.' });
export const tooMany = (reply: FastifyReply, seconds: number): FastifyReply =>
  fail(reply.header('retry-after', String(seconds)), 429, 'TooManyRequests', 'The request has been throttled.');

const codes: Readonly<Record<number, string>> = {
  403: 'BotNotInConversationRoster',
  404: 'ConversationNotFound',
  412: 'PreconditionFailed',
  413: 'MessageSizeTooBig',
  429: 'TooManyRequests',
  502: 'BadGateway',
  504: 'GatewayTimeout',
};

/** A fault that was ordered through the control interface. */
export function answerFault({ status, retryAfter }: Pick<Fault, 'status' | 'retryAfter'>, reply: FastifyReply): FastifyReply {
  if (retryAfter !== undefined) reply.header('retry-after', String(retryAfter));
  if (status === 401) return wrongToken(reply);
  return fail(reply, status, codes[status] ?? 'ServiceError', 'This was ordered through the control interface.');
}
