import { randomUUID } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import type { Fault } from '../faults.ts';
import { secrets } from '../world.ts';
import { sendError } from './errors.ts';
import type { TokenState } from './tokens.ts';

/** One level of an error; each says more exactly than the one around it. */
export interface InnerError {
  readonly code: string;
  readonly message: string;
  readonly innererror?: InnerError;
  /** Where in the query: lines from 1, positions from 0. */
  readonly line?: number;
  readonly pos?: number;
  readonly token?: string;
}

/** An error of the Logs API, with the id that support asks for. */
export const sendLogsError = (reply: FastifyReply, status: number, code: string, message: string, innererror?: InnerError): FastifyReply =>
  sendError(reply, status, code, message, { correlationId: randomUUID(), ...(innererror === undefined ? {} : { innererror }) });

export const sendBadArgument = (reply: FastifyReply, innererror: InnerError): FastifyReply =>
  sendLogsError(reply, 400, 'BadArgumentError', 'The request had some invalid properties', innererror);

export const sendTooLate = (reply: FastifyReply): FastifyReply =>
  sendLogsError(reply, 504, 'GatewayTimeout', 'Gateway timeout', { code: 'GatewayTimeout', message: 'The query took longer than it may.' });

export function sendThrottled(reply: FastifyReply, retryAfter: number, why: string): FastifyReply {
  reply.header('retry-after', String(retryAfter));
  return sendLogsError(reply, 429, 'ThrottledError', `The request is throttled: ${why}`);
}

export const sendNoWorkspace = (reply: FastifyReply): FastifyReply =>
  sendLogsError(reply, 404, 'WorkspaceNotFoundError', 'The workspace could not be found');

export const sendNoResource = (reply: FastifyReply, id: string): FastifyReply =>
  sendLogsError(reply, 404, 'ResourceNotFoundError', `The resource /${id} does not exist`);

export const sendNoPath = (reply: FastifyReply): FastifyReply =>
  sendLogsError(reply, 404, 'PathNotFoundError', 'The requested path does not exist');

const audience = "'https://api.loganalytics.io'";
const refusals = {
  missing: [401, 'AuthenticationFailed', "Authentication failed. The 'Authorization' header is missing."],
  invalid: [401, 'InvalidAuthenticationToken', 'The access token is invalid.'],
  expired: [401, 'ExpiredAuthenticationToken', 'The access token has expired.'],
  'wrong audience': [
    403,
    'InvalidAuthenticationTokenAudience',
    `The access token has been obtained from wrong audience or resource. It should exactly match ${audience}.`,
  ],
} as const;

export function sendBadToken(reply: FastifyReply, state: Exclude<TokenState, 'valid'>): FastifyReply {
  const [status, code, message] = refusals[state];
  return sendLogsError(reply, status, code, message);
}

const faultWords: Readonly<Record<number, readonly [code: string, message: string]>> = {
  400: ['BadArgumentError', 'The request had some invalid properties'],
  401: ['AuthorizationRequiredError', 'Valid authentication was not provided'],
  403: ['InsufficientAccessError', 'The provided credentials have insufficient access to perform the requested operation'],
  404: ['WorkspaceNotFoundError', 'The workspace could not be found'],
  429: ['ThrottledError', 'The request is throttled: too many queries. Retry later.'],
  503: ['ServiceUnavailableError', 'The service is temporarily unavailable. Retry later.'],
  504: ['GatewayTimeout', 'Gateway timeout'],
};

/** An ordered fault, as the service would word it. */
export function sendLogsFault(reply: FastifyReply, fault: Fault): FastifyReply {
  if (fault.retryAfter !== undefined) reply.header('retry-after', String(fault.retryAfter));
  const [code, message] = faultWords[fault.status] ?? ['InternalServerError', 'An internal server error occurred'];
  const inner =
    fault.status === 403
      ? { code: 'AuthorizationFailedError', message: `The client '${secrets.azureClientId}' may not read these logs.` }
      : undefined;
  return sendLogsError(reply, fault.status, fault.error ?? code, message, inner);
}

/** Stands beside the tables of an answer that is not whole. */
export const partialError = (code: string, message: string): object => ({
  code: 'PartialError',
  message: 'There were some errors when processing your query.',
  details: [
    {
      code: 'EngineError',
      message: 'Something went wrong processing your query on the server.',
      innererror: { code, message, severity: 2, severityName: 'Error' },
    },
  ],
});
