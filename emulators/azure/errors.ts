import { randomUUID } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import type { Fault } from '../faults.ts';

/** Azure Resource Manager and the metrics data plane wrap their errors in `error`. */
export function sendError(reply: FastifyReply, status: number, code: string, message: string, more: object = {}): FastifyReply {
  return reply
    .code(status)
    .header('x-ms-error-code', code)
    .send({ error: { code, message, ...more } });
}

/** The single-resource metrics API sends its errors bare. */
export function sendBareError(reply: FastifyReply, status: number, code: string, message: string): FastifyReply {
  return reply.code(status).header('x-ms-failure-cause', 'gateway').send({ code, message });
}

/** The batch API names the trace and the exception beside code and message. */
export function sendBatchError(reply: FastifyReply, status: number, code: string, message: string): FastifyReply {
  const traceId = randomUUID().replaceAll('-', '');
  return sendError(reply, status, code, message, {
    additionalInfo: [
      { type: 'string', info: `TraceId=${traceId}` },
      { type: 'string', info: 'ExceptionType=Microsoft.Online.Metrics.MetricsMP.Utilities.RPRequestFormatException' },
    ],
  });
}

const faultCodes: Readonly<Record<number, readonly [code: string, message: string]>> = {
  401: ['InvalidAuthenticationToken', 'The access token is invalid.'],
  403: ['AuthorizationFailed', 'The client does not have authorization to perform the action over the scope, or the scope is invalid.'],
  404: ['ResourceNotFound', 'The resource was not found.'],
  429: ['TooManyRequests', 'Number of requests exceeded the limit. Please retry later.'],
  500: ['InternalServerError', 'The server encountered an internal error. Please retry the request.'],
  503: ['ServiceUnavailable', 'The service is unavailable. Please retry the request.'],
  504: ['GatewayTimeout', 'The gateway did not receive a response in time.'],
  529: ['TooManyRequests', 'The server is overloaded. Please retry later.'],
};

/** An ordered fault, as Azure would word it. */
export function sendFault(reply: FastifyReply, fault: Fault): FastifyReply {
  const [code, message] = faultCodes[fault.status] ?? ['InternalServerError', 'The server encountered an internal error.'];
  if (fault.retryAfter !== undefined) reply.header('retry-after', String(fault.retryAfter));
  return sendError(reply, fault.status, code, message);
}
