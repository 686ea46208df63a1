import { createHmac, randomUUID } from 'node:crypto';

// Tokens are checked by nobody but this server; a fixed key lets them outlive its restart, as Entra's outlive the client's.
const key = 'tocsin-azure-token-key';
/** Seconds; a little over an hour, as Entra gives. */
export const tokenLifetime = 3899;

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const sign = (content: string): string => createHmac('sha256', key).update(content).digest('base64url');

/** `audience` without its slash at the end. Tokens live in real time, whatever the estate's clock says. */
export function issueToken(tenant: string, clientId: string, audience: string): string {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    aud: audience,
    iss: `https://sts.windows.net/${tenant}/`,
    iat: now,
    nbf: now,
    exp: now + tokenLifetime,
    appid: clientId,
    idtyp: 'app',
    tid: tenant,
    uti: randomUUID(),
    ver: '1.0',
  };
  const content = `${encode({ typ: 'JWT', alg: 'HS256' })}.${encode(claims)}`;
  return `${content}.${sign(content)}`;
}

export type TokenState = 'valid' | 'missing' | 'invalid' | 'expired' | 'wrong audience';

export function checkToken(authorization: string | undefined, audiences: readonly string[]): TokenState {
  const token = /^Bearer (.+)$/iu.exec(authorization ?? '')?.[1];
  if (token === undefined) return 'missing';
  const [head = '', body = '', signature = ''] = token.split('.');
  if (sign(`${head}.${body}`) !== signature) return 'invalid';
  const claims: unknown = JSON.parse(Buffer.from(body, 'base64url').toString());
  if (typeof claims !== 'object' || claims === null || !('aud' in claims) || !('exp' in claims)) return 'invalid';
  if (Number(claims.exp) * 1000 < Date.now()) return 'expired';
  return audiences.includes(String(claims.aud)) ? 'valid' : 'wrong audience';
}
