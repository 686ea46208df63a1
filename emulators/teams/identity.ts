import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, type JWK, jwtVerify, SignJWT } from 'jose';
import { secrets, teamsWorld } from '../world.ts';

export interface SignOptions {
  readonly issuer: string;
  readonly serviceUrl: string;
}

/** The keys and tokens of the emulated platform. Tokens always use real time. */
export interface Identity {
  /** What the bot checks incoming activities with. */
  readonly keySet: () => Promise<{ readonly keys: readonly JWK[] }>;
  /** Signs in the platform's name. */
  readonly signActivity: (options: SignOptions) => Promise<string>;
  /** The next activities are signed with a new key. */
  readonly rotate: () => void;
  readonly issueBotToken: (issuer: string) => Promise<string>;
  readonly isBotToken: (header: string | undefined) => Promise<boolean>;
}

export const tokenLifeSeconds = 3_599;

interface Key {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
}

export function createIdentity(): Identity {
  let current: Promise<Key> | undefined;
  const key = (): Promise<Key> => {
    current ??= makeKey();
    return current;
  };
  return {
    keySet: async () => {
      const { kid, publicKey } = await key();
      // Endorsements name the channels a key may speak for.
      return { keys: [{ ...(await exportJWK(publicKey)), kid, use: 'sig', alg: 'RS256', x5t: kid, endorsements: ['msteams'] }] };
    },
    signActivity: async ({ issuer, serviceUrl }) => {
      const { kid, privateKey } = await key();
      return new SignJWT({ serviceurl: serviceUrl })
        .setProtectedHeader({ alg: 'RS256', kid, x5t: kid, typ: 'JWT' })
        .setIssuer(issuer)
        .setAudience(teamsWorld.appId)
        .setNotBefore('0s')
        .setExpirationTime('1h')
        .sign(privateKey);
    },
    rotate: () => {
      current = undefined;
    },
    issueBotToken: async (issuer) => {
      const { kid, privateKey } = await key();
      return new SignJWT({ appid: teamsWorld.appId, tid: teamsWorld.tenant, ver: '1.0' })
        .setProtectedHeader({ alg: 'RS256', kid, typ: 'JWT' })
        .setIssuer(issuer)
        .setAudience('https://api.botframework.com')
        .setIssuedAt()
        .setExpirationTime(`${tokenLifeSeconds}s`)
        .sign(privateKey);
    },
    isBotToken: async (header) => {
      const token = /^Bearer (.+)$/u.exec(header ?? '')?.[1];
      if (token === undefined) return false;
      try {
        const { payload } = await jwtVerify(token, (await key()).publicKey, { audience: 'https://api.botframework.com' });
        return payload['appid'] === teamsWorld.appId;
      } catch {
        return false;
      }
    },
  };
}

async function makeKey(): Promise<Key> {
  return { kid: randomUUID(), ...(await generateKeyPair('RS256')) };
}

/** Why a request for a token is refused, in the login's own words; undefined: it is granted. */
export function refuseToken(request: {
  readonly grant_type: string;
  readonly client_id: string;
  readonly client_secret: string;
  readonly scope: string;
}): { readonly error: string; readonly error_description: string; readonly error_codes: readonly number[] } | undefined {
  if (request.grant_type !== 'client_credentials') {
    return {
      error: 'unsupported_grant_type',
      error_description: 'AADSTS70003: The app requested an unsupported grant type.',
      error_codes: [70_003],
    };
  }
  if (request.client_id !== teamsWorld.appId) {
    return {
      error: 'unauthorized_client',
      error_description: 'AADSTS700016: Application was not found in the directory.',
      error_codes: [700_016],
    };
  }
  if (request.scope !== 'https://api.botframework.com/.default') {
    return {
      error: 'invalid_scope',
      error_description: 'AADSTS70011: The provided value for the input parameter scope is not valid.',
      error_codes: [70_011],
    };
  }
  if (request.client_secret !== secrets.teamsPassword) {
    return { error: 'invalid_client', error_description: 'AADSTS7000215: Invalid client secret provided.', error_codes: [7_000_215] };
  }
  return undefined;
}
