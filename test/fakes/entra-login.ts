import fastify from 'fastify';
import { type IssuerKey, makeIssuerKey } from './teams-issuer.ts';

/** Microsoft Entra ID's metadata and keys on loopback, which may be away or name what they like. */
export interface EntraLogin {
  readonly url: string;
  /** Makes a key and publishes it beside the others; `issuer` as Entra adds it to keys that are not everybody's. */
  readonly publish: (issuer?: string) => Promise<IssuerKey>;
  readonly withdraw: (key: IssuerKey) => void;
  /** What the metadata names as the address of the keys, from now on. */
  readonly nameKeys: (address: string) => void;
  readonly setState: (state: 'up' | 'down') => void;
  /** How often the keys were asked for, in vain as well. */
  readonly asked: () => number;
  readonly stop: () => Promise<void>;
}

export async function startEntraLogin(tenant: string): Promise<EntraLogin> {
  const server = fastify({ forceCloseConnections: true });
  let published: { readonly kid: string; readonly jwk: object }[] = [];
  let named: string | undefined;
  let state: 'up' | 'down' = 'up';
  let asked = 0;
  server.addHook('onRequest', async (_request, reply) => (state === 'down' ? reply.code(503).send({}) : undefined));
  server.get(`/${tenant}/v2.0/.well-known/openid-configuration`, () => {
    return { jwks_uri: named ?? `${url}/${tenant}/discovery/v2.0/keys` };
  });
  server.get(`/${tenant}/discovery/v2.0/keys`, () => ({ keys: published.map((one) => one.jwk) }));
  server.addHook('onResponse', async (request) => {
    if (request.url.includes('openid-configuration')) asked += 1;
  });
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  return {
    url,
    publish: async (issuer) => {
      const key = await makeIssuerKey();
      const jwk = { ...key.publicJwk, kid: key.kid, use: 'sig', ...(issuer !== undefined && { issuer }) };
      published = [...published, { kid: key.kid, jwk }];
      return key;
    },
    withdraw: (key) => {
      published = published.filter((one) => one.kid !== key.kid);
    },
    nameKeys: (address) => {
      named = address;
    },
    setState: (next) => {
      state = next;
    },
    asked: () => asked,
    stop: () => server.close(),
  };
}
