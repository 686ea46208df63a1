import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Message, Platform } from '../harness/control.ts';
import { type QueryStory, startQueryStory } from '../harness/query-story.ts';

let story: QueryStory;
beforeAll(async () => {
  story = await startQueryStory();
}, 60_000);
afterAll(() => story.stop());
beforeEach(() => story.advance('1m'));

const altOf = (one: Message): string => one.images[0]?.alt ?? one.text;

/** Presses a button of a chart, as somebody who may look back far enough to compare, and gives back the chart redrawn. */
async function pressed(platform: Platform, chart: Message, button: string, option?: string): Promise<Message> {
  await story.click(platform, chart.id, 'ben', button, option);
  return story.untilAfter(chart.seq, platform, 'ops', `the chart after ${button}`, (one) => one.id === chart.id && one.images.length > 0);
}

/** The last column of a file, by its times. */
function pointsOf([, ...rows]: readonly (readonly string[])[]): ReadonlyMap<number, number> {
  const points = rows.filter((row) => row.at(-1) !== '').map((row) => [Date.parse(row[0] ?? ''), Number(row.at(-1))] as const);
  return new Map(points);
}

describe.each(['slack', 'teams'] as const)('charts of what only logs know, in %s', (platform) => {
  it.each([
    ['chart p95 latency of compliance', /^p95 latency of compliance: average \d+ ms, peak \d+ ms at /u],
    ['chart active_chunks of pixcrawler', /^active_chunks of pixcrawler: average [\d.]+, peak [\d.]+ at /u],
    ['chart pod restarts of packamal', /^Pod restarts of packamal: \d+ in all, peak \d+ at /u],
  ])('%s', async (words, alt) => {
    let chart = await story.ask(platform, words);
    expect(altOf(chart)).toMatch(alt);
    const pictures = new Set([chart.images[0]?.url]);
    for (const button of ['24 h', '‹ Earlier', 'vs last week']) {
      chart = await pressed(platform, chart, button);
      pictures.add(chart.images[0]?.url);
    }
    expect(pictures.size).toBe(4);
    expect(altOf(chart)).toContain('last week');
  });

  it('p95 is what the logs hold, minute by minute, and is split by operation', async () => {
    const chart = await story.ask(platform, 'chart p95 latency of compliance over 1h');
    const drawn = pointsOf(await story.csv(platform, chart));
    const query = 'kql in compliance over 2h requests | summarize p = percentilew(duration, itemCount, 95) by bin(timestamp, 1m)';
    const held = pointsOf(await story.csv(platform, await story.ask(platform, query)));
    expect(drawn.size).toBeGreaterThan(50);
    for (const [at, p95] of drawn) expect([at, p95]).toEqual([at, held.get(at)]);
    const split = await pressed(platform, chart, 'Split by…', 'name');
    expect(altOf(split)).toContain('GET /api/compliance/jobs average ');
  });

  it('restarts of pods are counted over a week, and split by pod', async () => {
    const chart = await story.ask(platform, 'chart pod restarts of packamal over 7d');
    expect(Number(/: (\d+) in all/u.exec(altOf(chart))?.[1])).toBeGreaterThan(3);
    expect(altOf(await pressed(platform, chart, 'Split by…', 'Name'))).toMatch(/^Pod restarts of packamal by Name: [\w-]+ \d+ in all/u);
  });
});

describe('a slow database', () => {
  it('is a peak of p95, and slow rows in requests that agree with the metric of the response time', async () => {
    const since = (await story.state()).clock;
    await story.startScenario('slow-database');
    await story.advance('15m');
    const p95 = await story.ask('slack', 'chart p95 latency of compliance over 1h');
    const peak = /peak ([\d.,]+) s at/u.exec(altOf(p95))?.[1];
    expect(Number(peak)).toBeGreaterThan(4);
    const [at] = [...pointsOf(await story.csv('slack', p95))].reduce((highest, one) => (one[1] > highest[1] ? one : highest));
    expect(at).toBeGreaterThanOrEqual(Date.parse(since) - 60_000);

    const rows = (words: string) => story.ask('teams', words).then((shown) => story.csv('teams', shown));
    const logs = pointsOf(
      await rows('kql in compliance over 1h requests | summarize sum(duration * itemCount) / sum(itemCount) by bin(timestamp, 1m)'),
    );
    const metric = pointsOf(await rows('chart response time of appi-compliance over 1h'));
    const mean = (points: ReadonlyMap<number, number>, holds: (at: number) => boolean): number => {
      const values = [...points].filter(([at]) => holds(at)).map(([, value]) => value);
      return values.reduce((all, one) => all + one, 0) / values.length;
    };
    const isSlow = (at: number): boolean => at >= Date.parse(since);
    for (const holds of [isSlow, (at: number) => !isSlow(at - 60_000)]) {
      expect(mean(logs, holds) / mean(metric, holds)).toBeGreaterThan(0.6);
      expect(mean(logs, holds) / mean(metric, holds)).toBeLessThan(1.7);
    }
    expect(mean(metric, isSlow)).toBeGreaterThan(2_000);
    const slowest = await story.ask('slack', 'query slow-operations slowerThan=4000 in compliance over 1h');
    expect(slowest.text).toContain('Slowest operations in compliance · 20 rows');
  });
});
