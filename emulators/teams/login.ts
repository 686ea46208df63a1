import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { type Identity, refuseToken, tokenLifeSeconds } from './identity.ts';
import { tokenRequest } from './schema.ts';

/** The OpenID metadata the bot checks tokens with, and the login it gets its own from. */
export function mountLogin(scope: FastifyInstance, identity: Identity, serviceUrl: () => string): void {
  scope.get('/openid/configuration', () => ({
    issuer: serviceUrl(),
    authorization_endpoint: 'https://invalid.botframework.com',
    jwks_uri: `${serviceUrl()}/openid/keys`,
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['private_key_jwt'],
  }));
  scope.get('/openid/keys', () => identity.keySet());
  scope.register((login, _options, done) => {
    login.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, parsed) => {
      parsed(null, Object.fromEntries(new URLSearchParams(String(body))));
    });
    login.post('/login/:tenant/oauth2/v2.0/token', async (request, reply) => {
      const wanted = tokenRequest.parse(request.body);
      const refusal = refuseToken(wanted);
      if (refusal !== undefined) return reply.code(401).send({ ...refusal, trace_id: randomUUID(), correlation_id: randomUUID() });
      const token = await identity.issueBotToken(serviceUrl());
      return { token_type: 'Bearer', expires_in: tokenLifeSeconds, ext_expires_in: tokenLifeSeconds, access_token: token };
    });
    done();
  });
}
