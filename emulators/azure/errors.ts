import { randomUUID } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import type { Fault } from '../faults.ts';
import { secrets } from '../world.ts';

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
  404: ['ResourceNotFound', 'The resource was not found.'],
  429: ['TooManyRequests', 'Number of requests exceeded the limit. Please retry later.'],
  500: ['InternalServerError', 'The server encountered an internal error. Please retry the request.'],
  503: ['ServiceUnavailable', 'The service is unavailable. Please retry the request.'],
  504: ['GatewayTimeout', 'The gateway did not receive a response in time.'],
  529: ['TooManyRequests', 'The server is overloaded. Please retry later.'],
};

/** An ordered fault, as Azure would word it, or with the code that was ordered. */
export function sendFault(reply: FastifyReply, fault: Fault, path: string): FastifyReply {
  const [code, message] = wordsOf(fault.status, path);
  if (fault.retryAfter !== undefined) reply.header('retry-after', String(fault.retryAfter));
  return sendError(reply, fault.status, fault.error ?? code, message);
}

function wordsOf(status: number, path: string): readonly [code: string, message: string] {
  // Whoever lacks the role on the subscription meets 401 in the batch API, and 403 elsewhere.
  const denied = status === 403 || (status === 401 && path.startsWith('/azure/metrics/'));
  if (denied) {
    const scope = decodeURIComponent(path).replace(/^\/azure\/(?:arm|metrics\/[^/]+)/u, '');
    const who = `The client '${secrets.azureClientId}' with object id '${principal}'`;
    return [
      'AuthorizationFailed',
      `${who} does not have authorization to perform this action over scope '${scope}', or the scope is invalid.`,
    ];
  }
  return faultCodes[status] ?? ['InternalServerError', 'The server encountered an internal error.'];
}

const principal = '0b1e0000-3333-4333-8333-00000000000b';
