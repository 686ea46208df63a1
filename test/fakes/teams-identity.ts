import fastify from 'fastify';

export interface IdentityServer {
  readonly url: string;
  /** What was asked, in order. */
  readonly requests: readonly { readonly path: string; readonly query: unknown; readonly headers: Readonly<Record<string, unknown>> }[];
  /** What it says next. */
  answer: { readonly status: number; readonly body: unknown };
  readonly stop: () => Promise<void>;
}

/** Gives out tokens of a managed identity, as App Service does at any path and virtual machines at theirs. */
export async function startIdentityServer(): Promise<IdentityServer> {
  const server = fastify({ forceCloseConnections: true });
  const requests: { path: string; query: unknown; headers: Record<string, unknown> }[] = [];
  const identity: Omit<IdentityServer, 'url'> = {
    requests,
    answer: { status: 200, body: { access_token: 'token-1', expires_in: '3599', token_type: 'Bearer' } },
    stop: () => server.close(),
  };
  server.get('/*', (request, reply) => {
    requests.push({ path: request.url.split('?')[0] ?? '', query: request.query, headers: request.headers });
    return reply.code(identity.answer.status).send(identity.answer.body);
  });
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  return Object.assign(identity, { url });
}
