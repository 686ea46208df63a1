import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { percentile } from '../bench/figures.ts';
import { fromBot, type Message } from '../harness/control.ts';
import { acknowledgeWhileDrawing, faultIsTaken } from '../harness/load.ts';
import { type QueryStory, startQueryStory } from '../harness/query-story.ts';

let story: QueryStory;
beforeAll(async () => {
  story = await startQueryStory();
}, 60_000);
afterAll(() => story.stop());

const leastAcknowledged = 200;
/** So many of them at least while Azure is waited for. */
const leastBeside = 50;

const lateChart = (one: Message): boolean => one.images.some((image) => image.alt.startsWith('CPU of bps-website-sp'));
const lateRows = (one: Message): boolean => one.text.includes('requests in compliance · 13 rows');

describe('27 while Azure and a query hang and four charts are drawn at a time', () => {
  it('every slash command is acknowledged within half a second, and the late results arrive', { timeout: 60_000 }, async () => {
    // The bot gives a request for metrics 5.5 s: one of five is answered with its chart, one of twenty with a sentence. A query has its minute.
    await story.fault({ target: 'azure-metrics', delayMs: 5_000, count: 1 });
    await story.say('slack', 'incidents', 'ben', '/tocsin chart cpu of bps-website');
    await faultIsTaken(story);
    await story.fault({ target: 'azure-metrics', delayMs: 20_000, count: 1 });
    await story.say('slack', 'incidents', 'ben', '/tocsin chart cpu of packamal over 2h');
    await faultIsTaken(story);
    await story.fault({ target: 'azure-logs', delayMs: 6_000, count: 1 });
    await story.say('slack', 'incidents', 'ben', '/tocsin kql in compliance requests | take 13');
    await faultIsTaken(story);

    const { times, rounds } = await acknowledgeWhileDrawing(story, {
      least: leastAcknowledged,
      each: async (count) => {
        if (count === leastBeside)
          expect((await story.messages('slack', 'incidents')).some((one) => lateChart(one) || lateRows(one))).toBe(false);
      },
    });
    expect(rounds).toBeGreaterThanOrEqual(2);
    expect(percentile(times, 0.99)).toBeLessThan(500);

    await story.until('slack', 'incidents', 'the late chart', (all) => all.find(lateChart));
    await story.until('slack', 'incidents', 'the late rows', (all) => all.find(lateRows));
    await story.until(
      'slack',
      'incidents',
      'what became of the other',
      fromBot((one) => /Azure did not answer in time/u.test(one.text)),
    );
  });
});
