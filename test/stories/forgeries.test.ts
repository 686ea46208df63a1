import { createHmac } from 'node:crypto';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { webhookSender } from '../../emulators/azure/webhook-tokens.ts';
import { secrets, webhookRegistration } from '../../emulators/world.ts';
import { makeIssuerKey } from '../fakes/teams-issuer.ts';
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

  it('35 is refused with 401 on the secure path of Azure', async () => {
    const claims = {
      aud: webhookRegistration.audience,
      tid: webhookRegistration.tenantId,
      appid: webhookSender,
      roles: [webhookRegistration.role],
    };
    const own = await makeIssuerKey();
    const signed = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256', kid: own.kid })
      .setExpirationTime('1h')
      .sign(own.privateKey);
    const secret = new TextEncoder().encode(secrets.azureWebhook);
    const shared = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: own.kid }).setExpirationTime('1h').sign(secret);
    for (const headers of [
      {},
      { authorization: 'Bearer not.a.token' },
      { authorization: `Bearer ${signed}` },
      { authorization: `Bearer ${shared}` },
    ])
      expect(await status('/webhooks/azure', headers)).toBe(401);
  });

  it('is refused with 401 as Alertmanager’s', async () => {
    const basic = Buffer.from(`alertmanager:${secrets.alertmanager}`).toString('base64');
    const { alertmanager: token } = secrets;
    for (const authorization of [`Bearer ${token}x`, `Bearer ${token.slice(1)}`, 'Bearer ', `Basic ${basic}`, token])
      expect(await status('/webhooks/alertmanager', { authorization })).toBe(401);
    expect(await status('/webhooks/alertmanager', {})).toBe(401);
    // The right token comes as far as the body, which is none of Alertmanager's.
    expect(await status('/webhooks/alertmanager', { authorization: `Bearer ${token}` })).toBe(400);
  });

  it('is refused with 401 as SonarCloud’s', async () => {
    const sign = (body: string, key: string = secrets.sonarcloud) => createHmac('sha256', key).update(body).digest('hex');
    for (const signature of [sign('{ }'), sign('{}', 'another secret'), sign('{}').slice(0, -1), ''])
      expect(await status('/webhooks/sonarcloud', { 'x-sonar-webhook-hmac-sha256': signature })).toBe(401);
    expect(await status('/webhooks/sonarcloud', {})).toBe(401);
    expect(await status('/webhooks/sonarcloud', { 'x-sonar-webhook-hmac-sha256': sign('{}') })).toBe(400);
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
