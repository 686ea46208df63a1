import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTokenVerifier } from '../../src/auth/entra-tokens.ts';
import type { TokenVerifier } from '../../src/core/alert-ports.ts';
import { type AzureHarness, startAzure } from '../../test/fakes/azure-harness.ts';
import { webhookRegistration } from '../world.ts';
import { type WebhookClaims, webhookSender } from './webhook-tokens.ts';

const { tenantId, audience, role } = webhookRegistration;
const rules = { tenantId, audiences: [audience], caller: webhookSender, role };
const other = '99999999-2222-4333-8444-555555555555';

let world: AzureHarness;
let verifier: TokenVerifier;
// To make a key takes long, and no test minds another's.
beforeAll(async () => {
  world = await startAzure();
  verifier = createTokenVerifier({ login: world.server.endpoints().login });
});
afterAll(async () => world[Symbol.asyncDispose]());

const verdict = async (claims: Partial<WebhookClaims>) =>
  verifier.verify(`Bearer ${await world.server.webhookTokens.issue({ tenant: tenantId, audience, roles: [role], ...claims })}`, rules);

describe('the token of the secure webhook', () => {
  it('35 is taken by the product in both versions, with the keys that the sign-in publishes', async () => {
    expect(await verdict({})).toEqual({ genuine: true });
    expect(await verdict({ version: 2 })).toEqual({ genuine: true });
    expect(await verifier.verify(`Bearer ${await world.server.actionGroups.token()}`, rules)).toEqual({ genuine: true });
  });

  it.each([
    ['of another tenant', { tenant: other }],
    ['for another audience', { audience: 'https://management.azure.com' }],
    ['of another application', { caller: other }],
    ['without the role', { roles: [] }],
    ['that has expired', { lifeSeconds: -600 }],
  ])('35 %s is refused', async (_name, claims) => {
    expect(await verdict(claims)).toMatchObject({ genuine: false });
  });

  it('is signed with a new key after a rotation, while the old one stays listed', async () => {
    const kids = async () => (await world.server.webhookTokens.keySet()).keys.map((one) => one.kid);
    const before = await kids();
    world.server.webhookTokens.rotate();
    expect(await kids()).toEqual([expect.any(String), ...before]);
  });

  it('has metadata for both versions', async () => {
    const read = async (path: string) => (await fetch(`${world.server.endpoints().login}/${tenantId}${path}`)).json();
    expect(await read('/.well-known/openid-configuration')).toMatchObject({ issuer: `https://sts.windows.net/${tenantId}/` });
    expect(await read('/v2.0/.well-known/openid-configuration')).toMatchObject({
      issuer: `https://login.microsoftonline.com/${tenantId}/v2.0`,
    });
    expect(await read('/discovery/keys')).toEqual(await read('/discovery/v2.0/keys'));
  });

  it('is what a script asks Resource Manager with as well', async () => {
    const ask = async (token: string) => {
      const headers = { authorization: `Bearer ${token}` };
      return (await fetch(`${world.server.endpoints().arm}/subscriptions?api-version=2022-12-01`, { headers })).status;
    };
    expect(await ask(await world.server.actionGroups.token())).toBe(200);
    expect(await ask(`${await world.server.actionGroups.token()}x`)).toBe(401);
    expect(await ask(await world.server.webhookTokens.issue({ tenant: tenantId, audience, roles: [role], lifeSeconds: -600 }))).toBe(401);
  });
});
