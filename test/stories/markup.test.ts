import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { metricAlertBody } from '../../emulators/sentry/payload.ts';
import { secrets, users } from '../../emulators/world.ts';
import { azureAlert } from '../harness/azure-alert.ts';
import type { Platform } from '../harness/control.ts';
import { incidentsOn } from '../harness/incidents.ts';
import { bait, slackLive, teamsLive, withoutAllowed } from '../harness/live-markup.ts';
import { type Story, startStory } from '../harness/story.ts';

const sides = ['slack', 'teams'] as const;
const live: Readonly<Record<Platform, (raw: string) => string | undefined>> = { slack: slackLive, teams: teamsLive };
const long = bait.repeat(Math.ceil(100_000 / bait.length));
const typed = (platform: Platform, words: string): string => (platform === 'slack' ? `/tocsin ${words}` : `@Tocsin ${words}`);

describe('36 an alert that is full of pings, links, markup and characters that cannot be seen', () => {
  let story: Story;
  beforeAll(async () => {
    story = await startStory();
  });
  afterAll(() => story.stop());

  async function post(path: string, body: string, headers: Readonly<Record<string, string>> = {}): Promise<void> {
    const to = `${story.botUrl}/webhooks/${path}`;
    const answer = await fetch(to, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });
    expect(await answer.text().then(() => answer.status)).toBe(202);
  }
  const at = async (): Promise<number> => Date.parse((await story.state()).clock);

  async function fromAzure(): Promise<void> {
    const told = azureAlert(`rule ${bait}`, `firing-${bait}`, { at: await at() });
    const dimensions = [{ name: bait, value: bait }];
    const condition = { allOf: [{ metricName: bait, operator: bait, threshold: '1', metricValue: 2, timeAggregation: bait, dimensions }] };
    const about = { description: long, monitoringService: bait, investigationLink: 'https://evil.example/' };
    const data = { essentials: { ...essentialsOf(told), ...about }, alertContext: { conditionType: bait, condition } };
    await post(`azure/${secrets.azureWebhook}`, JSON.stringify({ schemaId: 'azureMonitorCommonAlertSchema', data }));
  }

  async function fromSentry(): Promise<void> {
    const now = await at();
    const rule = { id: '7', title: bait, project: 'compliance', query: bait, threshold: 1, windowMinutes: 5 };
    const place = { url: `https://sentry.example/${encodeURIComponent(bait)}`, slug: 'example' };
    const body = JSON.stringify(metricAlertBody({ rule, state: 'critical', count: 9, startedAt: now, at: now }, place));
    const signature = createHmac('sha256', secrets.sentry).update(body, 'utf8').digest('hex');
    await post('sentry', body, { 'sentry-hook-resource': 'metric_alert', 'sentry-hook-signature': signature });
  }

  async function fromAlertmanager(): Promise<void> {
    const labels = { alertname: bait, namespace: 'packamal', severity: 'critical', [bait]: bait };
    const annotations = { summary: bait, description: long, runbook_url: 'https://evil.example' };
    const alert = {
      status: 'firing',
      labels,
      annotations,
      startsAt: new Date(await at()).toISOString(),
      generatorURL: 'https://evil.example/graph',
    };
    const body = { version: '4', status: 'firing', receiver: bait, externalURL: 'javascript:alert(1)', alerts: [alert] };
    await post('alertmanager', JSON.stringify(body), { authorization: `Bearer ${secrets.alertmanager}` });
  }

  /** Has the bot say all that it can say about it. */
  async function talk(platform: Platform): Promise<void> {
    const quoted = `"${bait}"`;
    for (const [words, answer] of [
      ['alerts', 'alerts fire'],
      ['alerts rejected', 'rejected'],
      ['incidents', 'incidents are open'],
      ['incident 1', 'INC-1'],
      ['why INC-1', 'Why INC-1'],
      ['why not rule', 'Why not'],
      ['timeline 1', 'INC-1'],
      [`timeline add to INC-1 ${quoted} by ${quoted} at 00:01`, 'Added to the story'],
      [`silence rule ${quoted} for 1h because ${quoted}`, 'silent from'],
      ['silences', 'in force now'],
    ] as const) {
      const before = Math.max(0, ...(await story.messages(platform, 'ops')).map((one) => one.seq));
      await story.say(platform, 'ops', 'ana', typed(platform, words));
      await story.untilAfter(before, platform, 'ops', words, (one) => one.user === 'tocsin' && one.text.includes(answer));
    }
  }

  it('pings nobody, leads nowhere and is shown as what it is, in every message on both chats', async () => {
    await fromAzure();
    await fromSentry();
    await fromAlertmanager();
    const answer = await fetch(`${story.botUrl}/webhooks/azure/${secrets.azureWebhook}`, { method: 'POST', body: `${bait} is not JSON` });
    expect(answer.status).toBe(400);
    await story.advance('1m');
    const rooms = incidentsOn(story);
    for (const platform of sides) {
      for (const id of ['INC-1', 'INC-2', 'INC-3']) await rooms.card(platform, id);
      await talk(platform);
      await rooms.line(platform, 'added by');
    }
    const allowed = {
      links: [story.url, story.botUrl, 'https://portal.azure.com/'],
      people: users.map((one) => one.slackId),
    };
    for (const platform of sides) {
      const said = (await Promise.all(['incidents', 'ops'].map((channel) => story.messages(platform, channel)))).flat();
      const own = said.filter((one) => one.user === 'tocsin');
      expect(own.length).toBeGreaterThan(12);
      for (const one of own)
        expect([one.text, live[platform](withoutAllowed(JSON.stringify(one.payload), allowed))]).toEqual([one.text, undefined]);
      // What is too long is cut, and one sees that it is.
      const root = await rooms.card(platform, 'INC-1');
      expect(root.text).toContain('…');
      expect(root.text.length).toBeLessThan(12_000);
    }
  });
});

/** What stands in the alert's envelope. */
function essentialsOf(alert: object): object {
  const { data }: { data?: { essentials?: object } } = alert;
  return data?.essentials ?? {};
}
