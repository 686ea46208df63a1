import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { secrets } from '../../emulators/world.ts';
import { fromBot } from '../harness/control.ts';
import { type Story, startStory } from '../harness/story.ts';

let story: Story;
beforeAll(async () => {
  story = await startStory();
});
afterAll(() => story.stop());

const canaries = Object.entries(secrets)
  .filter(([name]) => !['azureTenant', 'azureClientId'].includes(name))
  .map(([, value]) => value);

function leaks(where: string, content: string): readonly string[] {
  return canaries.filter((canary) => content.includes(canary)).map((canary) => `${canary} in ${where}`);
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    const about = statSync(path);
    if (about.isDirectory()) return filesBelow(path);
    return about.isFile() ? [path] : [];
  });
}

describe('scenario 42: canary secrets', () => {
  it('appear in no log, chat, issue, store, status page or error, even when every platform refuses', async () => {
    await story.startScenario('slow-database');
    await story.advance('5m');
    const root = await story.until(
      'slack',
      'incidents',
      'the incident',
      fromBot((one) => one.text.includes('INC-1')),
    );
    await story.click('slack', root.id, 'ben', 'Open JIRA');
    await story.until(
      'slack',
      'incidents',
      'the JIRA key',
      fromBot((one) => JSON.stringify(one.payload).includes('/browse/')),
    );

    await story.fault({ target: 'azure', status: 401 });
    await story.say('slack', 'ops', 'eva', '/tocsin chart cpu of packamal');
    await story.until(
      'slack',
      'ops',
      'the failure',
      fromBot((one) => one.text.includes('Azure')),
    );
    await fetch(`${story.botUrl}/webhooks/azure/${secrets.azureWebhook}`, { method: 'POST', body: 'not json' });
    await fetch(`${story.botUrl}/webhooks/azure/${secrets.azureWebhook}x`, { method: 'POST', body: '{}' });
    await fetch(`${story.botUrl}/nowhere?secret=${secrets.azureWebhook}`);

    const found: string[] = [];
    for (const platform of ['slack', 'teams'] as const)
      for (const channel of ['ops', 'incidents', 'random'])
        found.push(...leaks(`${platform} #${channel}`, JSON.stringify(await story.messages(platform, channel))));
    for (const page of ['healthz', 'readyz', 'metrics']) found.push(...leaks(page, await (await fetch(`${story.botUrl}/${page}`)).text()));
    for (const file of filesBelow(story.folder)) if (!file.endsWith('/env')) found.push(...leaks(file, readFileSync(file, 'latin1')));
    expect(readFileSync(join(story.folder, 'bot.log'), 'utf8')).toContain('the secret in the path is wrong');
    expect(found).toEqual([]);
  });
});
