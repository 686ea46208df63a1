import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { ProviderError, UserError } from '../core/errors.ts';
import type { Log } from '../core/ports.ts';

/** One command from the terminal beside a running bot. */
export interface SocketRequest {
  readonly command: string;
  readonly as: string | undefined;
  readonly in: string | undefined;
}

export interface SocketServer {
  readonly stop: () => Promise<void>;
}

const mostBytes = 65_536;

/**
 * Listens on a unix socket that only this user can open: POST /run with {"command", "as"?, "in"?} answers
 * {"result": …} with 200, or {"error": {"kind": "user" | "provider" | "bug", "message", "examples"}} with 400, 502, 500.
 * A socket that a dead process left behind is replaced: the data folder's lock says that nobody uses it.
 */
export async function serveSocket(options: {
  readonly path: string;
  readonly handle: (request: SocketRequest) => Promise<unknown>;
  readonly log: Log;
}): Promise<SocketServer> {
  const server = createServer((request, response) => {
    run(request, options.handle, options.log).then(
      (done) => send(response, done.status, done.body),
      (error: unknown) => options.log.error({ error }, 'the command line could not be answered'),
    );
  });
  await rm(options.path, { force: true });
  await listen(server, options.path);
  return {
    stop: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      await closed;
      await rm(options.path, { force: true });
    },
  };
}

/** The socket is made inside the call of listen, so the mask is in force for nothing else. */
function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    const mask = process.umask(0o177);
    try {
      server.listen(path, resolve);
    } finally {
      process.umask(mask);
    }
  });
}

async function run(
  request: IncomingMessage,
  handle: (request: SocketRequest) => Promise<unknown>,
  log: Log,
): Promise<{ readonly status: number; readonly body: object }> {
  try {
    if (request.method !== 'POST' || request.url !== '/run') throw new UserError('There is only POST /run here.');
    return { status: 200, body: { result: (await handle(await readRequest(request))) ?? null } };
  } catch (error) {
    if (error instanceof UserError) return { status: 400, body: { error: { kind: 'user', message: error.message, examples: error.examples } } };
    if (error instanceof ProviderError)
      return { status: 502, body: { error: { kind: 'provider', message: `${error.provider}: ${error.message}`, examples: [] } } };
    const id = randomUUID();
    log.error({ id, error }, 'a command from the command line failed');
    return { status: 500, body: { error: { kind: 'bug', message: `Something went wrong in the bot; its log tells under ${id}.`, examples: [] } } };
  }
}

async function readRequest(request: IncomingMessage): Promise<SocketRequest> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    const piece = Buffer.from(chunk);
    bytes += piece.length;
    if (bytes > mostBytes) throw new UserError('The command is too long.');
    chunks.push(piece);
  }
  let json: unknown;
  try {
    json = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new UserError('The request is no JSON.');
  }
  const command = textOf(json, 'command');
  if (command === undefined) throw new UserError('The request holds no command.');
  return { command, as: textOf(json, 'as'), in: textOf(json, 'in') };
}

function textOf(json: unknown, key: string): string | undefined {
  if (typeof json !== 'object' || json === null) return undefined;
  const value: unknown = Object.entries(json).find(([name]) => name === key)?.[1];
  return typeof value === 'string' ? value : undefined;
}

function send(response: ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(text), connection: 'close' });
  response.end(text);
}
