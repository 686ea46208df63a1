import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { FastifyInstance } from 'fastify';

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};
/** Nothing from outside this machine is ever asked for; pictures may also come from the bot's own port. */
const policy =
  "default-src 'self'; img-src 'self' data: http://127.0.0.1:*; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'";

/** Serves the built page at `/`. `folder` settles when the build is there; requests wait for it. */
export function mountPage(server: FastifyInstance, folder: Promise<string>): void {
  server.get('/', async (_request, reply) =>
    reply
      .type('text/html')
      .headers(headers)
      .send(await readFile(join(await folder, 'index.html'))),
  );
  server.get<{ Params: { name: string } }>('/assets/:name', async (request, reply) => {
    const { name } = request.params;
    const type = mediaTypes[extname(name)];
    if (type === undefined || !/^[\w-][\w.-]*$/u.test(name)) return reply.callNotFound();
    const content = await readFile(join(await folder, 'assets', name)).catch(() => undefined);
    return content === undefined ? reply.callNotFound() : reply.type(type).send(content);
  });
}

const headers = { 'content-security-policy': policy, 'x-content-type-options': 'nosniff', 'cache-control': 'no-cache' };
