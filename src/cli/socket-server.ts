import { rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Log } from '../core/ports.ts';
import type { RunAnswer, RunRequest } from './run-request.ts';
import { readRequest, writeAnswer } from './schema.ts';

export interface SocketServerNeeds {
  readonly path: string;
  readonly run: (request: RunRequest, signal: AbortSignal) => Promise<RunAnswer>;
  readonly log: Log;
}

/**
 * Takes commands from the command line while the bot runs. Whoever can open the socket may do anything, so only the bot's own
 * user can. To be called by the process that holds the data folder's lock: a socket that is there is a dead bot's.
 */
export async function startSocketServer(needs: SocketServerNeeds): Promise<{ readonly stop: () => Promise<void> }> {
  const stopping = new AbortController();
  const server = createServer((request, response) => {
    answer(request, response, needs, stopping.signal).catch((error: unknown) => {
      needs.log.error({ error }, 'a command from the command line failed');
      response.writeHead(500).end();
    });
  });
  await rm(needs.path, { force: true });
  await listen(server, needs.path);
  return {
    stop: async () => {
      stopping.abort();
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      server.closeIdleConnections();
      await closed.promise;
    },
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, needs: SocketServerNeeds, stopping: AbortSignal): Promise<void> {
  if (request.method !== 'POST' || request.url !== '/run') {
    response.writeHead(404).end();
    return;
  }
  const read = readRequest(await text(request));
  if (read === undefined) {
    response.writeHead(400).end();
    return;
  }
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  const given = await needs.run(read, AbortSignal.any([gone.signal, stopping]));
  response.writeHead(200, { 'content-type': 'application/json', connection: 'close' }).end(writeAnswer(given));
}

function listen(server: Server, path: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  // The socket is made within this call, open to nobody else from its first moment; the mask is in force for nothing more.
  const mask = process.umask(0o177);
  try {
    server.listen(path, () => {
      server.off('error', reject);
      resolve();
    });
  } finally {
    process.umask(mask);
  }
  return promise;
}
