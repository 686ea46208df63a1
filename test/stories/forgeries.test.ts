import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { secrets } from '../../emulators/world.ts';
import { type Story, startStory } from '../harness/story.ts';

let story: Story;
beforeAll(async () => {
  story = await startStory();
});
afterAll(() => story.stop());

async function status(path: string, headers: Record<string, string>, body = '{}'): Promise<number> {
  const answer = await fetch(`${story.botUrl}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  await answer.arrayBuffer();
  return answer.status;
}

describe('a forged request to the running bot', () => {
  it('is refused with 401 on the Azure path, whatever the length of the wrong secret', async () => {
    for (const wrong of ['x', `${secrets.azureWebhook}x`, secrets.azureWebhook.slice(1), '%00'])
      expect(await status(`/webhooks/azure/${wrong}`, {})).toBe(401);
  });

  it('is refused with 401 as a Sentry hook', async () => {
    const right = createHmac('sha256', secrets.sentry).update('{"other":"body"}').digest('hex');
    expect(await status('/webhooks/sentry', { 'sentry-hook-resource': 'metric_alert', 'sentry-hook-signature': right })).toBe(401);
    expect(await status('/webhooks/sentry', { 'sentry-hook-resource': 'metric_alert' })).toBe(401);
  });

  it('is refused with 401 as a Slack event', async () => {
    const timestamp = String(Math.floor(Date.now() / 1000));
    const signature = `v0=${createHmac('sha256', 'another secret').update(`v0:${timestamp}:{}`).digest('hex')}`;
    expect(await status('/slack/events', { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': signature })).toBe(401);
    expect(await status('/slack/events', {})).toBe(401);
  });

  it('is refused with 403 as a Teams activity', async () => {
    const activity = JSON.stringify({
      type: 'message',
      channelId: 'msteams',
      serviceUrl: 'http://127.0.0.1/teams',
      text: 'hi',
      id: '1',
      from: { id: '29:x' },
      conversation: { id: 'a' },
      recipient: { id: '28:x' },
    });
    expect(await status('/api/messages', {}, activity)).toBe(403);
    expect(await status('/api/messages', { authorization: 'Bearer not.a.token' }, activity)).toBe(403);
  });

  it('leaves no incident behind', async () => {
    for (const platform of ['slack', 'teams'] as const)
      expect((await story.messages(platform, 'incidents')).filter((one) => one.user === 'tocsin' && one.text.includes('INC-'))).toEqual([]);
  });
});
