import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromBot, type Message, type Platform } from '../harness/control.ts';
import { type Story, startStory } from '../harness/story.ts';

const sides = ['slack', 'teams'] as const;
const services = ['bps-website', 'pixcrawler', 'packamal', 'compliance'];
const isDigest = (one: Message): boolean => one.user === 'tocsin' && services.every((name) => one.text.toLowerCase().includes(name));

/** One morning, to be told on each store. That the next one comes as well is the scheduler's test beside the digests: a night is asked through minute by minute. */
export function digestStory(store: string, database: () => Promise<string | undefined>): void {
  describe(`a digest, with settings and ledger on ${store}`, () => {
    let story: Story;
    beforeAll(async () => {
      // A Wednesday, 07:00 in Berlin: the digest of tocsin.yaml is due at 07:30.
      story = await startStory({ clockStart: Date.UTC(2026, 10, 18, 6), database: await database() });
    });
    afterAll(() => story.stop());

    const digestsIn = async (platform: Platform, channel: string): Promise<readonly Message[]> =>
      (await story.messages(platform, channel)).filter(isDigest);

    it('of tocsin.yaml is posted once, on both chats, when the clock reaches it', async () => {
      await story.advance('25m');
      expect(await digestsIn('slack', 'ops')).toHaveLength(0);
      await story.advance('10m');
      for (const platform of sides) {
        const posted = await story.until(platform, 'ops', 'the digest', (all) => all.find(isDigest));
        for (const kpi of [/response time/iu, /cpu/iu, /memory/iu, /availability/iu, /fail/iu]) expect(posted.text).toMatch(kpi);
      }
      await story.advance('1h');
      for (const platform of sides) expect(await digestsIn(platform, 'ops')).toHaveLength(1);
    });

    it('added in a chat is posted there when the morning comes, once', async () => {
      for (const platform of sides) {
        const called = platform === 'slack' ? '/tocsin' : '@Tocsin';
        await story.say(platform, 'incidents', 'ana', `${called} digest add daily at 09:00 in Europe/Berlin here`);
        await story.until(
          platform,
          'incidents',
          'the confirmation',
          fromBot((one) => one.text.includes('09:00')),
        );
      }
      await story.advance('1h');
      for (const platform of sides) {
        await story.until(platform, 'incidents', 'the digest', (all) => all.find(isDigest));
        expect(await digestsIn(platform, 'incidents')).toHaveLength(1);
      }
    });
  });
}
