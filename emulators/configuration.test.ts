import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { writeConfiguration } from './configuration.ts';
import { serviceNames } from './estate/resources.ts';
import { workspaces } from './logs/workspaces.ts';
import { secrets } from './world.ts';

const needs = { baseUrl: 'http://127.0.0.1:4400', botPort: 3978, subscriptions: ['5afa0000-1111-4111-8111-0000000000af'], workspaces };
let folder = '';
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'tocsin-configuration-')), '.tocsin-demo');
});
afterEach(() => rm(join(folder, '..'), { recursive: true }));

describe('the configuration of the demo’s bot', () => {
  it('names the whole catalogue and no secret', async () => {
    const { configFile } = await writeConfiguration(folder, needs, 'fresh');
    const text = await readFile(configFile, 'utf8');

    const configuration: { readonly services: object; readonly azure: { readonly workspaces: object } } = parse(text);
    expect(configuration.azure.workspaces).toMatchObject({ default: workspaces[0]?.id, 'packamal-logs': workspaces[1]?.id });
    expect(Object.keys(configuration.services)).toEqual([...serviceNames]);
    for (const secret of [secrets.slackBotToken, secrets.azureClient, secrets.jiraToken, secrets.sentry])
      expect(text).not.toContain(secret);
  });

  it('keeps the secrets in a file of their own, for the user alone', async () => {
    const { variables } = await writeConfiguration(folder, needs, 'fresh');
    const env = await readFile(join(folder, 'env'), 'utf8');

    expect(env).toContain(`SLACK_BOT_TOKEN=${secrets.slackBotToken}\n`);
    expect(env).toContain('TOCSIN_CLOCK_URL=http://127.0.0.1:4400/control/bot-clock\n');
    expect(env.trim().split('\n')).toHaveLength(Object.keys(variables).length);
    expect((await stat(join(folder, 'env'))).mode & 0o077).toBe(0);
  });

  it('starts with nothing of the last time, unless it is to be kept', async () => {
    await writeConfiguration(folder, needs, 'fresh');
    const left = join(folder, 'left-over');
    await writeFile(left, '');

    await writeConfiguration(folder, needs, 'keep');
    expect((await stat(left)).isFile()).toBe(true);
    await writeConfiguration(folder, needs, 'fresh');
    await expect(stat(left)).rejects.toThrow('ENOENT');
  });
});
