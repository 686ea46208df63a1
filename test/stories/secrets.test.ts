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

describe('42 canary secrets', () => {
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

    // Every source and every place that is asked says no, to the bot's own polls too.
    for (const target of ['azure', 'sentry', 'sonarcloud', 'jira']) await story.fault({ target, status: 401 });
    await story.advance('5m');
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
    // What proves a source stands where it does not belong, in what is unreadable, and beside the right proof.
    const { alertmanager, sonarcloud, sentry } = secrets;
    for (const source of ['alertmanager', 'sonarcloud', 'sentry'] as const)
      for (const authorization of [`Bearer ${alertmanager}x`, `Basic ${alertmanager}`, sonarcloud, sentry])
        await fetch(`${story.botUrl}/webhooks/${source}?token=${secrets[source]}`, {
          method: 'POST',
          headers: { authorization },
          body: '{}',
        });
    await fetch(`${story.botUrl}/webhooks/alertmanager`, {
      method: 'POST',
      headers: { authorization: `Bearer ${alertmanager}` },
      body: 'not json',
    });

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
