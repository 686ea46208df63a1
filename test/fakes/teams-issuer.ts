import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import fastify from 'fastify';
import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';

export interface IssuerKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicJwk: JWK;
}

export interface TestIssuer {
  readonly url: string;
  readonly issuer: string;
  readonly metadataUrl: string;
  /** Publishes a new key with these endorsements; undefined: a key without the field. */
  readonly addKey: (endorsements: readonly string[] | undefined) => Promise<IssuerKey>;
  /** Takes all published keys away. */
  readonly forgetKeys: () => void;
  readonly sign: (key: IssuerKey, claims: JWTPayload) => Promise<string>;
  /** How often the keys were read. */
  readonly reads: () => number;
  readonly stop: () => Promise<void>;
}

/** An issuer of tokens on loopback, whose keys and tokens may be as wrong as a test wants. */
export async function startTestIssuer(): Promise<TestIssuer> {
  const server: FastifyInstance = fastify({ forceCloseConnections: true });
  let keys: object[] = [];
  let reads = 0;
  let url = '';
  server.get('/metadata', () => ({ issuer: 'https://issuer.example', jwks_uri: `${url}/keys` }));
  server.get('/keys', () => {
    reads += 1;
    return { keys };
  });
  url = await server.listen({ host: '127.0.0.1', port: 0 });
  return {
    url,
    issuer: 'https://issuer.example',
    metadataUrl: `${url}/metadata`,
    addKey: async (endorsements) => {
      const key = await makeIssuerKey();
      keys = [...keys, { ...key.publicJwk, kid: key.kid, use: 'sig', ...(endorsements === undefined ? {} : { endorsements }) }];
      return key;
    },
    forgetKeys: () => {
      keys = [];
    },
    sign: (key, claims) => new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: key.kid, typ: 'JWT' }).sign(key.privateKey),
    reads: () => reads,
    stop: () => server.close(),
  };
}

/** A key that nobody published. */
export async function makeIssuerKey(): Promise<IssuerKey> {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  return { kid: randomUUID(), privateKey, publicJwk: await exportJWK(publicKey) };
}
