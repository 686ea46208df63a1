import { type CryptoKey, importJWK } from 'jose';
import { addressOfKeys } from './entra-login.ts';

/** The signing keys of one tenant. */
export interface EntraKeys {
  /** undefined: there is no such key, or it is not for this tenant. Throws when the keys cannot be read. */
  readonly find: (kid: string) => Promise<CryptoKey | undefined>;
}

export interface EntraKeysNeeds {
  /** Base URL of the login endpoint, without a slash at its end: "https://login.microsoftonline.com". */
  readonly login: string;
  readonly tenantId: string;
  /** Real time in milliseconds, from any beginning. */
  readonly now: () => number;
}

// The platform's own clients keep keys for a day and look for an unknown one once an hour at most.
const keepMs = 24 * 60 * 60 * 1_000;
const searchEveryMs = 60 * 60 * 1_000;
/** Read anew well before they must be, so that a login endpoint that is away for an hour costs no alert. */
const freshMs = keepMs / 2;
/** After a failure, whoever sends tokens must not make us ask again and again. */
const tryEveryMs = 10_000;
const timeoutMs = 5_000;

/** Keeps the keys that the tenant's OpenID metadata names. Whatever key ids tokens claim, the endpoint is asked seldom. */
export function createEntraKeys({ login, tenantId, now }: EntraKeysNeeds): EntraKeys {
  let keys: ReadonlyMap<string, CryptoKey> | undefined;
  let readAt = Number.NEGATIVE_INFINITY;
  let triedAt = Number.NEGATIVE_INFINITY;
  let failure: unknown;
  let reading: Promise<void> | undefined;

  const read = async (): Promise<void> => {
    try {
      keys = await readKeys(login, tenantId);
      readAt = now();
      failure = undefined;
    } catch (error) {
      failure = error;
      throw error;
    }
  };
  const readAnew = (): Promise<void> => {
    if (reading === undefined && failure !== undefined && now() - triedAt < tryEveryMs) return Promise.reject(failure);
    if (reading === undefined) {
      triedAt = now();
      reading = read().finally(() => (reading = undefined));
    }
    return reading;
  };

  return {
    find: async (kid) => {
      const age = now() - readAt;
      if (keys === undefined || age > keepMs) await readAnew();
      // What fails here is kept, and thrown once the keys are too old.
      else if (age > freshMs) readAnew().catch(() => undefined);
      const found = keys?.get(kid);
      if (found !== undefined || now() - readAt < searchEveryMs) return found;
      await readAnew();
      return keys?.get(kid);
    },
  };
}

async function readKeys(login: string, tenantId: string): Promise<ReadonlyMap<string, CryptoKey>> {
  const metadata = await fetchJson(`${login}/${tenantId}/v2.0/.well-known/openid-configuration`);
  const listed = memberOf(await fetchJson(addressOfKeys(memberOf(metadata, 'jwks_uri'), login)), 'keys');
  if (!Array.isArray(listed)) throw new Error('the list of keys cannot be understood');
  const found = new Map<string, CryptoKey>();
  for (const jwk of listed) {
    const kid = memberOf(jwk, 'kid');
    const key = typeof kid === 'string' && isFor(tenantId, jwk) ? await importKey(jwk) : undefined;
    if (typeof kid === 'string' && key !== undefined) found.set(kid, key);
  }
  return found;
}

/** The list holds keys of other issuers too (personal accounts): those say whose they are, "{tenantid}" meaning any organization. */
function isFor(tenantId: string, jwk: unknown): boolean {
  const issuer = memberOf(jwk, 'issuer');
  if (typeof issuer !== 'string') return true;
  return issuer.toLowerCase().includes('{tenantid}') || issuer.toLowerCase().split('/').includes(tenantId.toLowerCase());
}

/** undefined for what is no RSA key for signatures. */
async function importKey(jwk: unknown): Promise<CryptoKey | undefined> {
  const [kty, n, e, use] = [memberOf(jwk, 'kty'), memberOf(jwk, 'n'), memberOf(jwk, 'e'), memberOf(jwk, 'use')];
  if (kty !== 'RSA' || typeof n !== 'string' || typeof e !== 'string' || (use !== undefined && use !== 'sig')) return undefined;
  const key = await importJWK({ kty, n, e }, 'RS256').catch(() => undefined);
  return key instanceof Uint8Array ? undefined : key;
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Object.entries(value).find(([key]) => key === name)?.[1] : undefined;
}

async function fetchJson(address: string): Promise<unknown> {
  const response = await fetch(address, { signal: AbortSignal.timeout(timeoutMs), redirect: 'error' });
  if (!response.ok) throw new Error(`${new URL(address).host} answered ${response.status}`);
  return response.json();
}
