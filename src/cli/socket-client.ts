import { request as httpRequest } from 'node:http';
import { text } from 'node:stream/consumers';
import { ProviderError } from '../core/errors.ts';
import type { RunAnswer, RunRequest } from './run-request.ts';
import { readAnswer } from './schema.ts';

/**
 * Runs a command in the bot that listens on the socket. 'no bot': nobody listens there, and nothing was done. Throws
 * ProviderError when the bot goes away or answers what cannot be read.
 */
export async function runThroughSocket(path: string, request: RunRequest, signal: AbortSignal): Promise<RunAnswer | 'no bot'> {
  try {
    const { status, body } = await post(path, JSON.stringify(request), signal);
    const answer = status === 200 ? readAnswer(body) : undefined;
    if (answer !== undefined) return answer;
    throw failure(`the running bot answered ${status}; is it of the same version?`, undefined);
  } catch (error) {
    if (error instanceof ProviderError) throw error;
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    // No file, a file that a dead bot left behind, or none on this system; whether it was sent at all is certain in each case.
    if (code === 'ENOENT' || code === 'ECONNREFUSED' || code === 'ENOTSOCK') return 'no bot';
    throw failure('the running bot went away before it answered; the command may have been done', error);
  }
}

function post(path: string, body: string, signal: AbortSignal): Promise<{ readonly status: number; readonly body: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ readonly status: number; readonly body: string }>();
  const sent = httpRequest(
    { socketPath: path, path: '/run', method: 'POST', headers: { 'content-type': 'application/json' }, signal },
    (response) => {
      text(response).then((answer) => resolve({ status: response.statusCode ?? 0, body: answer }), reject);
    },
  );
  sent.on('error', reject);
  sent.end(body);
  return promise;
}

function failure(message: string, cause: unknown): ProviderError {
  return new ProviderError('Tocsin', message, { retry: { when: 'never' }, cause });
}
