import { createHmac } from 'node:crypto';
import { type JWTPayload, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EntraLogin, startEntraLogin } from '../../test/fakes/entra-login.ts';
import { type IssuerKey, makeIssuerKey } from '../../test/fakes/teams-issuer.ts';
import type { TokenRules, TokenVerifier } from '../core/alert-ports.ts';
import { createTokenVerifier } from './entra-tokens.ts';

const tenantId = '11111111-2222-4333-8444-555555555555';
const another = '99999999-2222-4333-8444-555555555555';
const audience = '66666666-7777-4888-8999-000000000000';
const caller = '461e8683-5575-4561-ac7f-899cc907d62a';
const rules: TokenRules = { tenantId, audiences: [audience, `api://${audience}`], caller, role: 'ActionGroupsSecureWebhook' };
const second = (offset = 0): number => Math.floor(Date.now() / 1_000) + offset;

let login: EntraLogin;
let key: IssuerKey;
let verifier: TokenVerifier;
beforeAll(async () => {
  login = await startEntraLogin(tenantId);
  key = await login.publish();
  verifier = createTokenVerifier({ login: `${login.url}/` });
});
afterAll(() => login.stop());

const v2 = (more: JWTPayload = {}): JWTPayload => ({
  iss: `https://login.microsoftonline.com/${tenantId}/v2.0`,
  aud: audience,
  tid: tenantId,
  azp: caller,
  roles: ['ActionGroupsSecureWebhook'],
  nbf: second(-10),
  exp: second(3_600),
  ...more,
});
const v1 = (more: JWTPayload = {}): JWTPayload => {
  const { azp: _azp, ...claims } = v2();
  return { ...claims, iss: `https://sts.windows.net/${tenantId}/`, aud: `api://${audience}`, appid: caller, ...more };
};
const without = (claims: JWTPayload, name: string): JWTPayload =>
  Object.fromEntries(Object.entries(claims).filter(([claim]) => claim !== name));
/** What the type of claims does not allow. */
const endless: object = { exp: 'never' };
const sign = (claims: JWTPayload, by: IssuerKey = key): Promise<string> =>
  new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: by.kid, typ: 'JWT' }).sign(by.privateKey);
const verdictOn = async (claims: JWTPayload, of: TokenRules = rules) => verifier.verify(`Bearer ${await sign(claims)}`, of);
const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('tokens of Microsoft Entra ID', () => {
  it.each([
    ['version 1', v1()],
    ['version 2', v2()],
    ['version 2 of the configured login itself', without(v2(), 'iss')],
    ['one that expired within the five minutes that clocks may differ', v2({ exp: second(-240) })],
    ['one that will be valid within them', v2({ nbf: second(240) })],
    ['one that says it is an application’s', v1({ idtyp: 'app' })],
    ['ids in capitals', v2({ tid: tenantId.toUpperCase(), azp: caller.toUpperCase() })],
  ])('35 accept %s', async (_name, claims) => {
    const whole = claims.iss === undefined ? { ...claims, iss: `${login.url}/${tenantId}/v2.0` } : claims;
    expect(await verdictOn(whole)).toEqual({ genuine: true });
  });

  it.each([
    ['another tenant', v2({ tid: another, iss: `https://login.microsoftonline.com/${another}/v2.0` })],
    ['another tenant in version 1', v1({ tid: another, iss: `https://sts.windows.net/${another}/` })],
    ['another application', v2({ azp: audience })],
    ['another application in version 1', v1({ appid: audience })],
    ['the right application in the other version’s claim', { ...without(v2(), 'azp'), appid: caller }],
    ['a missing role', without(v2(), 'roles')],
    ['another role', v2({ roles: ['Reader'] })],
    ['a role that is no list', v2({ roles: 'ActionGroupsSecureWebhook' })],
    ['an id token', { ...without(v2(), 'azp'), nonce: 'n', preferred_username: 'ana@example.com' }],
    ['an id token with all that an application’s has', v2({ nonce: 'n' })],
    ['a person behind the application', v2({ scp: 'user_impersonation' })],
    ['a person, as the token says itself', v1({ idtyp: 'user' })],
  ])('35 refuse with 403: %s', async (_name, claims) => {
    expect(await verdictOn(claims)).toMatchObject({ genuine: false, status: 403 });
  });

  it.each([
    ['expired', v2({ exp: second(-360) })],
    ['not valid yet', v2({ nbf: second(360) })],
    ['without an end', without(v2(), 'exp')],
    ['without a beginning', without(v2(), 'nbf')],
    ['an end that is no number', { ...without(v2(), 'exp'), ...endless }],
    ['without a tenant', without(v2(), 'tid')],
    ['of another issuer', v2({ iss: 'https://login.example.com/x/v2.0' })],
    ['of another tenant’s issuer, with our tenant written in', v2({ iss: `https://sts.windows.net/${another}/` })],
    ['for another audience', v2({ aud: 'https://management.azure.com' })],
    ['for several audiences', v2({ aud: [audience, 'https://management.azure.com'] })],
  ])('35 refuse with 401: %s', async (_name, claims) => {
    expect(await verdictOn(claims)).toMatchObject({ genuine: false, status: 401 });
  });

  it('35 refuse what is not signed by a published key with RS256', async () => {
    const genuine = await sign(v2());
    const [head = '', body = '', signature = ''] = genuine.split('.');
    const hs256 = `${encode({ alg: 'HS256', kid: key.kid })}.${body}`;
    const secret = String(key.publicJwk.n);
    const ps256 = await new SignJWT(v2()).setProtectedHeader({ alg: 'RS256' }).sign(key.privateKey);
    const wrong = {
      'no algorithm': `${encode({ alg: 'none', kid: key.kid })}.${body}.`,
      'the public key as a secret': `${hs256}.${createHmac('sha256', secret).update(hs256).digest('base64url')}`,
      'no key named': ps256,
      'a key nobody published': await sign(v2(), await makeIssuerKey()),
      'the id of our key, signed with another': await sign(v2(), { ...(await makeIssuerKey()), kid: key.kid }),
      truncated: genuine.slice(0, -4),
      'half of it': `${head}.${body}`,
      're-encoded claims': `${head}.${encode(JSON.parse(Buffer.from(body, 'base64url').toString()))}x.${signature}`,
      'other claims': `${head}.${encode(v2({ roles: ['admin'] }))}.${signature}`,
      nonsense: 'not.a.token',
    };
    for (const [name, token] of Object.entries(wrong))
      expect({ name, ...(await verifier.verify(`Bearer ${token}`, rules)) }).toMatchObject({ name, genuine: false, status: 401 });
    for (const header of [undefined, '', genuine, `Basic ${genuine}`, `Bearer ${genuine} x`, `Bearer ${genuine}, Bearer ${genuine}`])
      expect({ header, ...(await verifier.verify(header, rules)) }).toMatchObject({ header, genuine: false, status: 401 });
    expect(await verifier.verify(`Bearer ${genuine}`, rules)).toEqual({ genuine: true });
  });

  it('35 need no role where none is configured, and still an application', async () => {
    const lax = { ...rules, role: undefined };
    expect(await verdictOn(without(v2(), 'roles'), lax)).toEqual({ genuine: true });
    expect(await verdictOn({ ...without(v2(), 'roles'), nonce: 'n' }, lax)).toMatchObject({ status: 403 });
  });

  it('35 refuse keys that are those of personal accounts, and take those of any organization', async () => {
    const own = await startEntraLogin(tenantId);
    const personal = await own.publish('https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0');
    const common = await own.publish('https://login.microsoftonline.com/{tenantid}/v2.0');
    const mine = await own.publish(`https://login.microsoftonline.com/${tenantId}/v2.0`);
    const { verify } = createTokenVerifier({ login: own.url });
    expect(await verify(`Bearer ${await sign(v2(), personal)}`, rules)).toMatchObject({ status: 401 });
    expect(await verify(`Bearer ${await sign(v2(), common)}`, rules)).toEqual({ genuine: true });
    expect(await verify(`Bearer ${await sign(v2(), mine)}`, rules)).toEqual({ genuine: true });
    await own.stop();
  });

  it('35 accept nothing while the keys cannot be read, and say so', async () => {
    const own = await startEntraLogin(tenantId);
    const { verify } = createTokenVerifier({ login: own.url });
    own.setState('down');
    const verdict = await verify(`Bearer ${await sign(v2())}`, rules);
    expect(verdict).toMatchObject({
      genuine: false,
      status: 401,
      reason: expect.stringContaining('cannot be read, so nothing is accepted'),
    });
    await own.stop();
    expect(await createTokenVerifier({ login: own.url }).verify(`Bearer ${await sign(v2())}`, rules)).toMatchObject({ status: 401 });
  });
});
