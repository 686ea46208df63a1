import { afterEach, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { secrets, teamsWorld } from '../../emulators/world.ts';
import { sentence } from '../../src/core/document.ts';
import { startTeamsHarness } from '../../test/fakes/teams-harness.ts';
import { type IdentityServer, startIdentityServer } from '../../test/fakes/teams-identity.ts';
import { createTeamsAdapter } from './index.ts';
import { tokenByIdentity } from './token-by-identity.ts';

const nowSeconds = (): number => (performance.timeOrigin + performance.now()) / 1_000;
let identity: IdentityServer;
beforeEach(async () => {
  identity = await startIdentityServer();
});
afterEach(() => identity.stop());

const ask = (where: 'app service' | 'virtual machine') =>
  tokenByIdentity({
    appId: 'my-client-id',
    scope: 'https://api.botframework.com/.default',
    endpoint: where === 'app service' ? { url: `${identity.url}/msi/token/?tag=1`, header: 'header-1' } : undefined,
    metadata: identity.url,
  });

it('asks the platform that runs the process, with the header it gave', async () => {
  identity.answer = { status: 200, body: { access_token: 'token-2', expires_on: String(Math.round(nowSeconds() + 7_200)) } };
  const { value, lifeMs } = await ask('app service');
  expect(value).toBe('token-2');
  expect(Math.abs(lifeMs - 7_200_000)).toBeLessThan(30_000);
  expect(identity.requests).toMatchObject([
    {
      path: '/msi/token/',
      query: { tag: '1', 'api-version': '2019-08-01', resource: 'https://api.botframework.com', client_id: 'my-client-id' },
      headers: { 'x-identity-header': 'header-1' },
    },
  ]);
});

it('asks the metadata service of a virtual machine', async () => {
  expect(await ask('virtual machine')).toEqual({ value: 'token-1', lifeMs: 3_599_000 });
  expect(identity.requests).toMatchObject([
    {
      path: '/metadata/identity/oauth2/token',
      query: { 'api-version': '2018-02-01', resource: 'https://api.botframework.com', client_id: 'my-client-id' },
      headers: { metadata: 'true' },
    },
  ]);
});

it('tells an identity that is not there from a service in trouble', async () => {
  identity.answer = { status: 400, body: { error: 'invalid_request', error_description: 'Identity not found' } };
  await expect(ask('virtual machine')).rejects.toMatchObject({
    lasting: 'lasting',
    message: 'The managed identity gave no Teams token: 400 (invalid_request)',
  });
  for (const status of [404, 410, 429, 500, 503]) {
    identity.answer = { status, body: 'not json' };
    await expect(ask('app service')).rejects.toMatchObject({ lasting: 'passing' });
  }
  identity.answer = { status: 200, body: { access_token: 'without an end' } };
  await expect(ask('app service')).rejects.toThrow('gave no Teams token');
  await identity.stop();
  await expect(ask('app service')).rejects.toMatchObject({ lasting: 'passing', message: expect.stringContaining('cannot be reached') });
});

it('is all a bot without a secret needs', async () => {
  const harness = await startTeamsHarness({
    change: ({ appPassword: _none, ...plain }) => ({
      ...plain,
      managedIdentity: true,
      identityEndpoint: { url: `${identity.url}/msi/token`, header: 'header-1' },
    }),
    install: false,
  });
  // The token of the emulated platform, which only takes its own.
  const login = await fetch(`${harness.baseUrl}/teams/login/${teamsWorld.tenant}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: teamsWorld.appId,
      client_secret: secrets.teamsPassword,
      scope: 'https://api.botframework.com/.default',
    }),
  });
  const { access_token: token } = z.object({ access_token: z.string() }).parse(await login.json());
  identity.answer = { status: 200, body: { access_token: token, expires_on: String(Math.round(nowSeconds() + 3_600)) } };
  const adapter = createTeamsAdapter(harness.options);
  const options = { signal: AbortSignal.timeout(60_000), mark: 'identity' };
  const channel = harness.emulator.channels()[0]?.id ?? '';
  expect(await adapter.post({ platform: 'teams', channel }, sentence('hello'), options)).toMatchObject({ ok: true });
  expect((await adapter.check(options))[0]).toMatchObject({ ok: true });
  await harness.stop();
});

it('says what to check when the identity is not there', async () => {
  identity.answer = { status: 400, body: { error: 'invalid_request' } };
  const harness = await startTeamsHarness({
    change: ({ appPassword: _none, ...plain }) => ({
      ...plain,
      managedIdentity: true,
      endpoints: { ...plain.endpoints, metadata: identity.url },
    }),
    install: false,
  });
  expect(harness.adapter.state()).toMatchObject({ state: 'failed' });
  const [token] = await harness.adapter.check({ signal: AbortSignal.timeout(60_000) });
  expect(token).toMatchObject({ ok: false, detail: expect.stringContaining('teams.appId must be its client id') });
  await harness.stop();
  expect(() => createTeamsAdapter({ ...harness.options, endpoints: { metadata: 'http://169.254.1.1' } })).toThrow(/on this machine/u);
});
