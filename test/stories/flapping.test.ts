import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Message, Platform } from '../harness/control.ts';
import { incidentsOn } from '../harness/incidents.ts';
import { type Story, startStory } from '../harness/story.ts';

/** An alert fires and resolves every other minute while Slack is down and Teams is well. */
describe('a flapping alert', () => {
  let story: Story;
  let rooms: ReturnType<typeof incidentsOn>;
  beforeAll(async () => {
    story = await startStory();
    rooms = incidentsOn(story);
    await story.fault({ target: 'slack/api/chat.postMessage', status: 503 });
    await story.startScenario('flapping');
    await story.advance('12m');
    await story.advance('18m');
  }, 120_000);
  afterAll(() => story.stop());

  const momentsOf = (messages: readonly Message[]): readonly number[] => messages.map((one) => Date.parse(one.at));
  const linesOf = async (platform: Platform): Promise<readonly string[]> => rooms.told(platform, '');

  it('21 is one incident with one thread, which hears of it once a minute at most', async () => {
    const card = await rooms.card('teams', 'INC-1', 'all alerts have been quiet for 5 minutes');
    await rooms.line('teams', 'Resolved: all alerts have been quiet for 5 minutes');
    const news = await rooms.inThreads('teams');
    expect(await rooms.roots('teams')).toHaveLength(1);
    expect(new Set(news.map((one) => one.thread))).toEqual(new Set([card.id]));
    expect((await rooms.told('teams', 'Alert fires again')).length).toBeGreaterThan(5);
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
    // What is too much for one message is counted, and nothing that is told is out of order.
    expect(news.map((one) => one.text).join('\n')).toMatch(/and \d+ more/u);
    const all = await linesOf('teams');
    const places = (await linesOf('slack')).filter((line) => !line.startsWith('and ')).map((line) => all.indexOf(line));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((one, other) => one - other));
  });
});
