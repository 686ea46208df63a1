import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fromBot, type Message, type Platform } from '../harness/control.ts';
import { type Story, startStory } from '../harness/story.ts';

let story: Story;
beforeEach(async () => {
  // A Wednesday, 07:00 in Berlin: the digest of tocsin.yaml is due at 07:30.
  story = await startStory({ clockStart: Date.UTC(2026, 10, 18, 6) });
});
afterEach(() => story.stop());

const services = ['bps-website', 'pixcrawler', 'packamal', 'compliance'];
const isDigest = (one: Message): boolean => one.user === 'tocsin' && services.every((name) => one.text.toLowerCase().includes(name));

async function digestsIn(platform: Platform, channel: string): Promise<readonly Message[]> {
  return (await story.messages(platform, channel)).filter(isDigest);
}

describe('a digest', () => {
  it('of tocsin.yaml is posted once, on both chats, when the clock reaches it', async () => {
    await story.advance('25m');
    expect(await digestsIn('slack', 'ops')).toHaveLength(0);
    await story.advance('10m');
    for (const platform of ['slack', 'teams'] as const) {
      const posted = await story.until(platform, 'ops', 'the digest', (all) => all.find(isDigest));
      for (const kpi of [/response time/iu, /cpu/iu, /memory/iu, /availability/iu, /fail/iu]) expect(posted.text).toMatch(kpi);
    }
    await story.advance('2h');
    for (const platform of ['slack', 'teams'] as const) expect(await digestsIn(platform, 'ops')).toHaveLength(1);
  });

  it.each([
    { platform: 'slack', typed: '/tocsin digest add daily at 09:00 in Europe/Berlin here' },
    { platform: 'teams', typed: '@Tocsin digest add daily at 09:00 in Europe/Berlin here' },
  ] as const)('added in $platform is posted there the next morning, once, and again the day after', async ({ platform, typed }) => {
    await story.say(platform, 'incidents', 'ana', typed);
    await story.until(
      platform,
      'incidents',
      'the confirmation',
      fromBot((one) => one.text.includes('09:00')),
    );
    await story.advance('24h');
    await story.until(platform, 'incidents', 'the digest', (all) => all.find(isDigest));
    expect(await digestsIn(platform, 'incidents')).toHaveLength(1);
    await story.advance('24h');
    await story.until(platform, 'incidents', 'the second digest', (all) => (all.filter(isDigest).length === 2 ? true : undefined));
  });
});
