import { isGuarded } from './options.ts';
import { keySet, openIdMetadata } from './schema.ts';

export interface SigningKey {
  readonly kid: string;
  readonly kty: 'RSA';
  readonly n: string;
  readonly e: string;
  /** The channels this key may speak for. */
  readonly endorsements: readonly string[];
}

export interface SigningKeys {
  /** undefined: there is no such key. Throws when the metadata cannot be read. */
  readonly find: (kid: string) => Promise<SigningKey | undefined>;
  /** Reads the metadata anew; throws with what failed. */
  readonly refresh: () => Promise<void>;
}

/** Keys older than this are read anew, the platform's own advice. */
const keepMs = 24 * 60 * 60 * 1_000;
/** Unknown key ids cause at most one look-up in this time, so nobody can make the bot hammer the metadata. */
const searchEveryMs = 10_000;
const timeoutMs = 5_000;

/**
 * The connector's signing keys by its OpenID metadata. A key id that is not known is looked for at once, so that a rotation
 * costs no message (botbuilder's own cache would refuse a new key for up to an hour).
 */
export function createSigningKeys(metadataUrl: string): SigningKeys {
  let keys: ReadonlyMap<string, SigningKey> | undefined;
  let loadedAt = 0;
  let searchedAt = Number.NEGATIVE_INFINITY;
  let loading: Promise<void> | undefined;

  const load = async (): Promise<void> => {
    keys = await readKeys(metadataUrl);
    loadedAt = performance.now();
  };
  const refresh = (): Promise<void> => {
    loading ??= load().finally(() => {
      loading = undefined;
    });
    return loading;
  };

  return {
    refresh,
    find: async (kid) => {
      if (keys === undefined || performance.now() - loadedAt > keepMs) await refresh();
      const found = keys?.get(kid);
      if (found !== undefined || performance.now() - searchedAt < searchEveryMs) return found;
      searchedAt = performance.now();
      await refresh();
      return keys?.get(kid);
    },
  };
}

async function readKeys(metadataUrl: string): Promise<ReadonlyMap<string, SigningKey>> {
  const { jwks_uri: address } = openIdMetadata.parse(await fetchJson(metadataUrl));
  if (!isGuarded(address)) throw new Error('the metadata names an address for keys that is not https');
  const found = new Map<string, SigningKey>();
  for (const { kid, kty, n, e, endorsements } of keySet.parse(await fetchJson(address)).keys) {
    if (kty === 'RSA' && kid !== undefined && n !== undefined && e !== undefined) found.set(kid, { kid, kty, n, e, endorsements });
  }
  return found;
}

async function fetchJson(url: string): Promise<unknown> {
  const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs), redirect: 'error' });
  if (!response.ok) throw new Error(`${new URL(url).host} answered ${response.status}`);
  return response.json();
}
