import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { exportJWK, generateKeyPair, type JWK, jwtVerify, SignJWT } from 'jose';

/** What the secure webhook's application is called in every tenant: "AzNS AAD Webhook". */
export const webhookSender = '461e8683-5575-4561-ac7f-899cc907d62a';

/** What a token says of itself; anything may be told differently, to try what a receiver lets pass. */
export interface WebhookClaims {
  readonly tenant: string;
  readonly audience: string;
  readonly roles: readonly string[];
  /** The application that asked for it. */
  readonly caller?: string | undefined;
  /** Which application manifests ask for; 1 unless they do. */
  readonly version?: 1 | 2 | undefined;
  /** Seconds from now until it is over; may be negative. */
  readonly lifeSeconds?: number | undefined;
}

/** Entra ID's keys and the tokens it gives the action groups. They live in real time, whatever the estate's clock says. */
export interface WebhookTokens {
  readonly issue: (claims: WebhookClaims) => Promise<string>;
  /** Whether one of them stands in the header, and has not expired. */
  readonly recognise: (authorization: string | undefined) => Promise<'ours' | 'unknown'>;
  readonly keySet: () => Promise<{ readonly keys: readonly JWK[] }>;
  /** A new key signs from now on; the one before stays listed. */
  readonly rotate: () => void;
}

interface Key {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
}

const usualLife = 3_599;
const mostKeys = 3;

export function createWebhookTokens(): WebhookTokens {
  let keys: readonly Promise<Key>[] = [];
  const current = (): Promise<Key> => {
    const [first] = keys;
    if (first !== undefined) return first;
    const made = makeKey();
    keys = [made];
    return made;
  };
  return {
    issue: async (claims) => {
      const { kid, privateKey } = await current();
      const { tenant, audience, roles, caller = webhookSender, version = 1, lifeSeconds = usualLife } = claims;
      const now = Math.floor(Date.now() / 1000);
      const who = version === 1 ? { appid: caller, appidacr: '2' } : { azp: caller, azpacr: '2' };
      return new SignJWT({
        ...who,
        roles: [...roles],
        tid: tenant,
        oid: randomUUID(),
        uti: randomUUID(),
        idtyp: 'app',
        ver: `${version}.0`,
      })
        .setProtectedHeader({ alg: 'RS256', kid, x5t: kid, typ: 'JWT' })
        .setIssuer(issuerOf(tenant, version))
        .setAudience(audience)
        .setIssuedAt(now - 5)
        .setNotBefore(now - 5)
        .setExpirationTime(now + lifeSeconds)
        .sign(privateKey);
    },
    recognise: async (authorization) => {
      const token = /^Bearer (.+)$/iu.exec(authorization ?? '')?.[1] ?? '';
      for (const key of keys) {
        const verified = await jwtVerify(token, (await key).publicKey, { algorithms: ['RS256'] }).catch(() => undefined);
        if (verified !== undefined) return 'ours';
      }
      return 'unknown';
    },
    keySet: async () => {
      await current();
      const all = await Promise.all(keys);
      return {
        keys: await Promise.all(
          all.map(async ({ kid, publicKey }) => ({ ...(await exportJWK(publicKey)), kid, x5t: kid, use: 'sig', alg: 'RS256' })),
        ),
      };
    },
    rotate: () => {
      keys = [makeKey(), ...keys].slice(0, mostKeys);
    },
  };
}

async function makeKey(): Promise<Key> {
  return { kid: randomUUID(), ...(await generateKeyPair('RS256')) };
}

/** Tokens of version 1 name another host than those of version 2. */
export const issuerOf = (tenant: string, version: 1 | 2): string =>
  version === 1 ? `https://sts.windows.net/${tenant}/` : `https://login.microsoftonline.com/${tenant}/v2.0`;

/** Where the keys are: beside the sign-in, for both versions. */
export function mountKeys(server: FastifyInstance, tokens: WebhookTokens): void {
  server.get('/login/:tenant/discovery/keys', () => tokens.keySet());
  server.get('/login/:tenant/discovery/v2.0/keys', () => tokens.keySet());
  server.get('/login/common/discovery/keys', () => tokens.keySet());
  server.get('/login/common/discovery/v2.0/keys', () => tokens.keySet());
}
