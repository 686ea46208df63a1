import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Fault } from '../faults.ts';
import { issueToken, tokenLifetime } from './tokens.ts';

/** Who may sign in. */
export interface Registration {
  readonly tenant: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** A secret that begins so is one that has expired. */
export const expiredSecretPrefix = 'expired-';

const host = 'https://login.microsoftonline.com';

/** Entra ID's endpoints for client credentials, and the discovery that MSAL does before it asks for a token. */
export function mountLogin(server: FastifyInstance, registration: Registration): void {
  server.get('/login/common/discovery/instance', async () => ({
    tenant_discovery_endpoint: `${host}/${registration.tenant}/v2.0/.well-known/openid-configuration`,
    'api-version': '1.1',
    metadata: [
      {
        preferred_network: 'login.microsoftonline.com',
        preferred_cache: 'login.windows.net',
        aliases: ['login.microsoftonline.com', 'login.windows.net', 'login.microsoft.com', 'sts.windows.net'],
      },
    ],
  }));

  server.get<{ Params: { tenant: string } }>('/login/:tenant/v2.0/.well-known/openid-configuration', async (request, reply) => {
    const { tenant } = request.params;
    if (tenant !== registration.tenant) return sendSignInError(reply, 400, 'invalid_tenant', 90_002, `Tenant '${tenant}' not found.`);
    return {
      token_endpoint: `${host}/${tenant}/oauth2/v2.0/token`,
      token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
      jwks_uri: `${host}/${tenant}/discovery/v2.0/keys`,
      issuer: `${host}/${tenant}/v2.0`,
      authorization_endpoint: `${host}/${tenant}/oauth2/v2.0/authorize`,
      end_session_endpoint: `${host}/${tenant}/oauth2/v2.0/logout`,
      response_types_supported: ['code', 'id_token', 'code id_token', 'id_token token'],
      tenant_region_scope: 'EU',
      cloud_instance_name: 'microsoftonline.com',
    };
  });

  // The metadata of version 1, which names the issuer of tokens that applications get unless they ask for version 2.
  server.get<{ Params: { tenant: string } }>('/login/:tenant/.well-known/openid-configuration', async (request, reply) => {
    const { tenant } = request.params;
    if (tenant !== registration.tenant) return sendSignInError(reply, 400, 'invalid_tenant', 90_002, `Tenant '${tenant}' not found.`);
    return {
      issuer: `https://sts.windows.net/${tenant}/`,
      token_endpoint: `${host}/${tenant}/oauth2/token`,
      jwks_uri: `${host}/${tenant}/discovery/keys`,
      authorization_endpoint: `${host}/${tenant}/oauth2/authorize`,
      id_token_signing_alg_values_supported: ['RS256'],
      response_types_supported: ['code', 'id_token', 'code id_token', 'token id_token', 'token'],
      cloud_instance_name: 'microsoftonline.com',
    };
  });

  server.post<{ Params: { tenant: string }; Body: URLSearchParams }>('/login/:tenant/oauth2/v2.0/token', async (request, reply) => {
    const { tenant } = request.params;
    const { body } = request;
    const clientId = body.get('client_id') ?? '';
    const secret = body.get('client_secret') ?? '';
    if (tenant !== registration.tenant) return sendSignInError(reply, 400, 'invalid_request', 90_002, `Tenant '${tenant}' not found.`);
    if (clientId !== registration.clientId)
      return sendSignInError(
        reply,
        400,
        'unauthorized_client',
        700_016,
        `Application with identifier '${clientId}' was not found in the directory '${tenant}'.`,
      );
    if (secret.startsWith(expiredSecretPrefix))
      return sendSignInError(reply, 401, 'invalid_client', 7_000_222, `The provided client secret keys for app '${clientId}' are expired.`);
    if (secret !== registration.clientSecret)
      return sendSignInError(reply, 401, 'invalid_client', 7_000_215, 'Invalid client secret provided.');
    const scope = body.get('scope') ?? '';
    const audience = /(?<aud>https:\S+?)\/+\.default/u.exec(scope)?.groups?.['aud'];
    if (body.get('grant_type') !== 'client_credentials' || audience === undefined)
      return sendSignInError(reply, 400, 'invalid_scope', 1_002_012, `The provided value for scope ${scope} is not valid.`);
    return {
      token_type: 'Bearer',
      expires_in: tokenLifetime,
      ext_expires_in: tokenLifetime,
      access_token: issueToken(tenant, clientId, audience),
    };
  });
}

/** An ordered fault, in Entra's words. */
export function sendSignInFault(reply: FastifyReply, fault: Fault): FastifyReply {
  if (fault.retryAfter !== undefined) reply.header('retry-after', String(fault.retryAfter));
  if (fault.status < 500 && fault.status !== 429)
    return sendSignInError(reply, fault.status, 'invalid_client', 7_000_215, 'Invalid client secret provided.');
  return sendSignInError(reply, fault.status, 'temporarily_unavailable', 90_033, 'A transient error has occurred. Please try again.');
}

function sendSignInError(reply: FastifyReply, status: number, error: string, code: number, sentence: string): FastifyReply {
  const traceId = randomUUID();
  const correlationId = randomUUID();
  const timestamp = `${new Date().toISOString().slice(0, 19).replace('T', ' ')}Z`;
  return reply.code(status).send({
    error,
    error_description: `AADSTS${code}: ${sentence} Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
    error_codes: [code],
    timestamp,
    trace_id: traceId,
    correlation_id: correlationId,
    error_uri: `${host}/error?code=${code}`,
  });
}
