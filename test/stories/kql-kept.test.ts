import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type QueryStory, startQueryStory } from '../harness/query-story.ts';

let story: QueryStory;
beforeAll(async () => {
  story = await startQueryStory();
}, 60_000);
afterAll(() => story.stop());
beforeEach(() => story.advance('2m'));

/** Longer than any button may carry. */
const names = Array.from({ length: 160 }, (_one, index) => `"GET /nowhere/${index}"`).join(', ');
const long = `requests\n| where name !in (${names})\n| project timestamp, id, name\n| take 40`;

describe('the buttons below an answer', () => {
  it.each(['slack', 'teams'] as const)(
    'work in %s for a query that no button can carry, also after the bot was killed',
    async (platform) => {
      expect(long.length).toBeGreaterThan(3_000);
      const first = await story.ask(platform, `kql in compliance ${long}`);
      expect(first.text).toContain('Rows 1–15 of 40.');
      expect(JSON.stringify(first.payload)).not.toContain('/nowhere/150');
      const second = await story.press(platform, first, 'Next ›');
      expect(second.text).toContain('Rows 16–30 of 40.');

      const { pid } = (await story.state()).bot;
      await story.signalBot('SIGKILL');
      await story.botReady(pid);
      const third = await story.press(platform, second, 'Next ›', { user: 'ben' });
      expect([third.id, third.text.includes('Rows 31–40 of 40.')]).toEqual([first.id, true]);
      expect(await story.csv(platform, third)).toHaveLength(41);
    },
    60_000,
  );

  it('work for a short one after the bot was killed', async () => {
    const platform = 'slack';
    const shown = await story.ask(platform, 'kql in compliance requests | summarize n = count() by resultCode');
    const { pid } = (await story.state()).bot;
    await story.signalBot('SIGKILL');
    await story.botReady(pid);
    const chart = await story.press(platform, shown, 'Chart');
    expect([chart.id, chart.images.length]).toEqual([shown.id, 1]);
  }, 60_000);
});
