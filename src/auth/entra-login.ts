/** Who may have issued a token of a tenant; the two versions of tokens name their issuers differently. */
export interface Issuers {
  readonly v1: readonly string[];
  readonly v2: readonly string[];
}

const publicLogin = 'https://login.microsoftonline.com';
const publicSts = 'https://sts.windows.net';
/** China's cloud signs v1 tokens in its own name, the others in that of the public cloud. */
const stsOf: ReadonlyMap<string, string> = new Map([
  [publicLogin, publicSts],
  ['https://login.microsoftonline.us', publicSts],
  ['https://login.chinacloudapi.cn', 'https://sts.chinacloudapi.cn'],
  ['https://login.partner.microsoftonline.cn', 'https://sts.chinacloudapi.cn'],
]);

/** In lower case. A login endpoint that is none of Azure's own is a proxy to the public cloud's, or a server of one's own. */
export function issuersOf(login: string, tenantId: string): Issuers {
  const tenant = tenantId.toLowerCase();
  const logins = stsOf.has(login) ? [login] : [login, publicLogin];
  return {
    v1: [`${stsOf.get(login) ?? publicSts}/${tenant}/`],
    v2: logins.map((one) => `${one}/${tenant}/v2.0`.toLowerCase()),
  };
}

/**
 * Where the keys are read that the metadata names: with a proxy, the metadata still names Azure's own host. Throws for an address
 * that is neither https nor on this machine, because whoever can change the keys on their way can sign what they like.
 */
export function addressOfKeys(named: unknown, login: string): string {
  const url = typeof named === 'string' ? URL.parse(named) : null;
  if (url === null) throw new Error('the metadata names no address of keys');
  if (stsOf.has(url.origin) && url.origin !== new URL(login).origin) return `${login}${url.pathname}`;
  const isHere = /^(?:127(?:\.\d{1,3}){3}|\[::1\]|localhost)$/u.test(url.hostname);
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isHere)) return url.href;
  throw new Error('the metadata names an address of keys that is not https');
}
