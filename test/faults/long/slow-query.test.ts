import { expect, it } from 'vitest';
import { percentile } from '../../bench/figures.ts';
import type { Message } from '../../harness/control.ts';
import { acknowledgeWhileDrawing, faultIsTaken } from '../../harness/load.ts';
import { startQueryStory } from '../../harness/query-story.ts';

const lateRows = (one: Message): boolean => one.text.includes('requests in compliance · 13 rows');

it('27: while a query of 20 s runs and four charts are drawn at a time, slash commands are acknowledged within half a second; its answer arrives', async () => {
  const story = await startQueryStory();
  try {
    await story.fault({ target: 'azure-logs', delayMs: 20_000, count: 1 });
    const start = performance.now();
    await story.say('slack', 'incidents', 'ben', '/tocsin kql in compliance requests | take 13');
    await faultIsTaken(story);
    const { times, rounds } = await acknowledgeWhileDrawing(story, {
      least: 300,
      until: async () => (await story.messages('slack', 'incidents')).some(lateRows) || performance.now() - start > 60_000,
    });
    expect((await story.messages('slack', 'incidents')).some(lateRows)).toBe(true);
    expect(performance.now() - start).toBeGreaterThan(20_000);
    expect(rounds).toBeGreaterThanOrEqual(5);
    expect(percentile(times, 0.99)).toBeLessThan(500);
  } finally {
    await story.stop();
  }
});
