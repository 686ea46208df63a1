import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createTokenSource, type TokenSource } from './credentials.ts';
import { tokenBySecret } from './token-by-secret.ts';

let requests: string[];
let answer: { status: number; body: unknown };
let server: FastifyInstance;
let tokens: TokenSource;

beforeEach(async () => {
  requests = [];
  answer = { status: 200, body: { token_type: 'Bearer', expires_in: 3_599, access_token: 'token-1' } };
  server = fastify({ forceCloseConnections: true });
  server.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  server.post('/my-tenant/oauth2/v2.0/token', (request, reply) => {
    requests.push(String(request.body));
    return reply.code(answer.status).send(answer.body);
  });
  const login = await server.listen({ host: '127.0.0.1', port: 0 });
  const needs = { appId: 'app', appPassword: 'p&ss', tenant: 'my-tenant', login, scope: 'https://api.botframework.com/.default' };
  tokens = createTokenSource(() => tokenBySecret(needs));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await server.close();
});

it('asks once, however many wait, and keeps the token', async () => {
  const all = await Promise.all(Array.from({ length: 50 }, () => tokens.get()));
  expect(new Set(all.map((one) => one.value))).toEqual(new Set(['token-1']));
  await tokens.get();
  expect(requests).toEqual([
    'grant_type=client_credentials&client_id=app&client_secret=p%26ss&scope=https%3A%2F%2Fapi.botframework.com%2F.default',
  ]);
});

it('renews it five minutes before its end', async () => {
  await tokens.get();
  const start = performance.now();
  const now = vi.spyOn(performance, 'now');
  now.mockReturnValue(start + 3_290_000);
  await tokens.get();
  expect(requests).toHaveLength(1);
  now.mockReturnValue(start + 3_310_000);
  await tokens.get();
  expect(requests).toHaveLength(2);
});

it('asks again after a refusal, and tells a wrong secret from a login in trouble', async () => {
  answer = { status: 401, body: { error: 'invalid_client', error_description: 'AADSTS7000215: secret p&ss' } };
  await expect(tokens.get()).rejects.toMatchObject({
    lasting: 'lasting',
    message: 'The login refused the Teams token: 401 (invalid_client)',
  });
  answer = { status: 503, body: 'busy' };
  await expect(tokens.get()).rejects.toMatchObject({ lasting: 'passing' });
  answer = { status: 200, body: { unexpected: true } };
  await expect(tokens.get()).rejects.toThrow('refused');
  await server.close();
  await expect(tokens.get()).rejects.toMatchObject({ lasting: 'passing', message: 'The login for the Teams token cannot be reached' });
});

it('does not follow the login elsewhere with the password', async () => {
  const elsewhere: string[] = [];
  const moved = fastify({ forceCloseConnections: true });
  moved.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  moved.post('/my-tenant/oauth2/v2.0/token', (_request, reply) => reply.redirect('/elsewhere', 307));
  moved.post('/elsewhere', (request) => {
    elsewhere.push(String(request.body));
    return { access_token: 'token', expires_in: 3_599 };
  });
  const login = await moved.listen({ host: '127.0.0.1', port: 0 });
  const source = createTokenSource(() => tokenBySecret({ appId: 'app', appPassword: 'p&ss', tenant: 'my-tenant', login, scope: 'scope' }));
  await expect(source.get()).rejects.toMatchObject({ name: 'TokenRefused' });
  expect(elsewhere).toEqual([]);
  await moved.close();
});
