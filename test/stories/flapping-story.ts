import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Message, Platform } from '../harness/control.ts';
import { incidentsOn } from '../harness/incidents.ts';
import { type Story, startStory } from '../harness/story.ts';

/** An alert fires and resolves every other minute while Slack is down and Teams is well; to be told on each store. */
export function flappingStory(store: string, database: () => Promise<string | undefined>): void {
  describe(`a flapping alert, on ${store}`, () => {
    let story: Story;
    let rooms: ReturnType<typeof incidentsOn>;
    beforeAll(async () => {
      story = await startStory({ database: await database() });
      rooms = incidentsOn(story);
      await story.fault({ target: 'slack/api/chat.postMessage', status: 503 });
      await story.startScenario('flapping');
      await story.advance('12m');
      await story.advance('18m');
    }, 120_000);
    afterAll(() => story.stop());

    const momentsOf = (messages: readonly Message[]): readonly number[] => messages.map((one) => Date.parse(one.at));
    const linesOf = async (platform: Platform): Promise<readonly string[]> => rooms.told(platform, '');

    it('21 is one incident with one thread, which hears of its flaps in a few lines', async () => {
      const card = await rooms.card('teams', 'INC-1', 'all alerts have been quiet for 5 minutes');
      await rooms.line('teams', 'Resolved: all alerts have been quiet for 5 minutes');
      const news = await rooms.inThreads('teams');
      expect(await rooms.roots('teams')).toHaveLength(1);
      expect(new Set(news.map((one) => one.thread))).toEqual(new Set([card.id]));
      expect(news[0]?.text).toContain('Opened by the alert ');
      expect(await rooms.told('teams', 'Opened by the alert ')).toHaveLength(1);
      // It fires ten times in twenty minutes. Until it is known to flap, each time is news.
      expect((await rooms.told('teams', 'Alert fires again')).length).toBeLessThanOrEqual(2);
      const flaps = await rooms.told('teams', 'Alert flaps: Bursts of errors of pixcrawler; fired ');
      expect(flaps.length).toBeGreaterThan(1);
      expect(news.length).toBeLessThanOrEqual(12);
      // Tocsin's own lines that matter wait for 10 s only.
      const moments = momentsOf(news.filter((one) => !/Severity|Resolved:/u.test(one.text)));
      const gaps = moments.slice(1).map((at, index) => at - (moments[index] ?? 0));
      expect(Math.min(...gaps)).toBeGreaterThanOrEqual(59_000);
    });

    it('12 is told after 30 minutes without Slack: the same story, once, in its order, and as few messages', async () => {
      expect(await rooms.own('slack')).toEqual([]);
      await story.fault({ target: 'slack/api/chat.postMessage', clear: true });
      await story.advance('10m');
      const card = await rooms.card('slack', 'INC-1', 'all alerts have been quiet for 5 minutes');
      await rooms.line('slack', 'Resolved: all alerts have been quiet for 5 minutes');
      expect(await rooms.roots('slack')).toHaveLength(1);
      const news = await rooms.inThreads('slack');
      expect(news.length).toBeLessThan((await rooms.inThreads('teams')).length / 2);
      expect(new Set(news.map((one) => one.thread))).toEqual(new Set([card.id]));
      // All the flaps are one line, and nothing that is told is out of order.
      expect(await rooms.told('slack', 'Alert flaps: ')).toHaveLength(1);
      const all = await linesOf('teams');
      const places = (await linesOf('slack')).filter((line) => !line.includes('Alert flaps: ')).map((line) => all.indexOf(line));
      expect(places).not.toContain(-1);
      expect(places).toEqual(places.toSorted((one, other) => one - other));
    });
  });
}
