import { afterAll, beforeAll, expect, it } from 'vitest';
import { type QueryStory, startQueryStory } from '../harness/query-story.ts';

let story: QueryStory;
beforeAll(async () => {
  story = await startQueryStory();
}, 60_000);
afterAll(() => story.stop());

/** Longer than any button may carry. */
const names = Array.from({ length: 160 }, (_one, index) => `"GET /nowhere/${index}"`).join(', ');
const long = `requests\n| where name !in (${names})\n| project timestamp, id, name\n| take 40`;

const platforms = ['slack', 'teams'] as const;

it('the buttons below an answer work for a query that no button can carry, and after the bot was killed', async () => {
  expect(long.length).toBeGreaterThan(3_000);
  const short = await story.ask('slack', 'kql in compliance requests | summarize n = count() by resultCode');
  const pages = await Promise.all(
    platforms.map(async (platform) => {
      const first = await story.ask(platform, `kql in compliance ${long}`);
      expect(first.text).toContain('Rows 1–15 of 40.');
      expect(JSON.stringify(first.payload)).not.toContain('/nowhere/150');
      const second = await story.press(platform, first, 'Next ›');
      expect([second.id, second.text.includes('Rows 16–30 of 40.')]).toEqual([first.id, true]);
      return second;
    }),
  );

  const { pid } = (await story.state()).bot;
  await story.signalBot('SIGKILL');
  await story.botReady(pid);
  for (const [index, platform] of platforms.entries()) {
    const second = pages[index];
    if (second === undefined) throw new Error('a page is missing');
    const third = await story.press(platform, second, 'Next ›', { user: 'ben' });
    expect([third.id, third.text.includes('Rows 31–40 of 40.')]).toEqual([second.id, true]);
    expect(await story.csv(platform, third)).toHaveLength(41);
  }
  const chart = await story.press('slack', short, 'Chart');
  expect([chart.id, chart.images.length]).toEqual([short.id, 1]);
}, 60_000);
