import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { configFrom, configNeeds, faultsIn } from '../../test/fakes/config.ts';
import { environmentOf } from './environment.ts';
import { loadConfig } from './load.ts';

const slackOnly = 'slack: { botToken: "${BOT}", appToken: "${APP}" }';
const slackVariables = { BOT: 'xoxb-1', APP: 'xapp-1' };

describe('Teams', () => {
  const teams = (more: string): string =>
    `teams: { appId: a, appPassword: "\${PASSWORD}", tenant: 11111111-2222-4333-8444-555555555555${more} }`;

  it('needs a public URL', () => {
    expect(faultsIn(teams(''), { PASSWORD: 'p' })).toEqual([
      'server.publicUrl: is missing: Teams fetches pictures from it, and posts what people say to it',
    ]);
    expect(faultsIn(`${teams('')}\nserver: { publicUrl: https://tocsin.example.com/ }`, { PASSWORD: 'p' })).toEqual([]);
  });

  it('needs none where all of it lies on loopback', () => {
    const local = 'http://127.0.0.1:4400/teams';
    const endpoints = `, serviceUrl: "${local}", endpoints: { login: "${local}/login", openIdMetadata: "${local}/openid" }`;
    expect(faultsIn(teams(endpoints), { PASSWORD: 'p' })).toEqual([]);
    expect(faultsIn(teams(`, serviceUrl: "${local}"`), { PASSWORD: 'p' })).toHaveLength(1);
  });
});

describe('the tenant of Teams', () => {
  const of = (tenant: string): readonly string[] =>
    faultsIn(`teams: { appId: a, managedIdentity: true, tenant: "${tenant}" }\nserver: { publicUrl: "https://tocsin.example.com" }`);

  it('is told by its id, in small letters or large', () => {
    expect(of('AAAAaaaa-2222-4333-8444-555555555555')).toEqual([]);
  });

  it.each(['contoso.onmicrosoft.com', 'common', '11111111222243338444555555555555'])('cannot be %s', (tenant) => {
    expect(of(tenant)).toEqual([
      'teams.tenant: must be the directory (tenant) id, such as 11111111-2222-4333-8444-555555555555, and not a domain name',
    ]);
  });
});

describe('the bot of Teams', () => {
  const open = 'server: { publicUrl: "https://tocsin.example.com" }';
  const bot = (sign: string): string => `teams: { appId: a, tenant: 11111111-2222-4333-8444-555555555555${sign} }\n${open}`;
  const identity = { IDENTITY_ENDPOINT: 'http://localhost:4141/msi/token', IDENTITY_HEADER: 'canary-header' };

  it('signs in by a secret or by a managed identity, and not by both', () => {
    expect(faultsIn(bot(', managedIdentity: true'))).toEqual([]);
    expect(faultsIn(bot(', appPassword: "${PASSWORD}"'), { PASSWORD: 'p' })).toEqual([]);
    expect(faultsIn(bot(''))).toEqual([
      'teams.appPassword: is missing: give a client secret, or managedIdentity: true where the bot has none',
    ]);
    expect(faultsIn(bot(', managedIdentity: true, appPassword: "${PASSWORD}"'), { PASSWORD: 'p' })).toEqual([
      'teams.managedIdentity: stands beside appPassword: a bot has a client secret or a managed identity; remove one',
    ]);
  });

  it('as an identity asks where the platform says, and the header stays as secret as a password', () => {
    const { config, secrets } = configFrom(bot(', managedIdentity: true'), identity);
    expect(config.teams?.identityEndpoint).toEqual({ url: 'http://localhost:4141/msi/token', header: 'canary-header' });
    expect(secrets).toContain('canary-header');
    const withSecret = configFrom(bot(', appPassword: "${PASSWORD}"'), { ...identity, PASSWORD: 'p' });
    expect(withSecret.config.teams?.identityEndpoint).toBeUndefined();
  });
});

describe('a foreign clock', () => {
  const local = 'slack: { botToken: "${BOT}", appToken: "${APP}", apiUrl: "http://127.0.0.1:4400/slack/api" }';

  it('is taken where every system lies on loopback', () => {
    const clock = { TOCSIN_CLOCK_URL: 'http://127.0.0.1:4400/clock' };
    expect(configFrom(local, { ...slackVariables, ...clock }).config.clockUrl).toBe('http://127.0.0.1:4400/clock');
    expect(faultsIn(slackOnly, { ...slackVariables, ...clock })).toEqual([
      '$TOCSIN_CLOCK_URL: is only for tests: every base URL in the configuration must lie on loopback',
    ]);
  });

  it('is refused when it lies elsewhere itself', () => {
    for (const url of ['https://clock.example.com', 'http://127.0.0.1.example.com', 'file:///etc/passwd']) {
      expect(faultsIn(local, { ...slackVariables, TOCSIN_CLOCK_URL: url })).toEqual(['$TOCSIN_CLOCK_URL: must be an http URL on loopback']);
    }
  });
});

describe('the file', () => {
  let folder = '';
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('is read from where it lies', async () => {
    folder = await mkdtemp(join(tmpdir(), 'tocsin-config-'));
    const file = join(folder, 'tocsin.yaml');
    await writeFile(file, 'server: { port: 4000 }\n');
    const loaded = loadConfig({ file, environment: environmentOf({}), need: 'secrets' }, configNeeds);
    expect(loaded.file).toBe(file);
    expect(loaded.config.server.port).toBe(4000);
  });

  it('is asked for when it does not exist', () => {
    const load = (): unknown => loadConfig({ file: '/nowhere/tocsin.yaml', environment: environmentOf({}), need: 'secrets' }, configNeeds);
    expect(load).toThrow('/nowhere/tocsin.yaml: there is no such file; write it, or name another with --config');
  });
});
