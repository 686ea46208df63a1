import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Message } from '../harness/control.ts';
import { isProgress, type QueryStory, startQueryStory, typed } from '../harness/query-story.ts';

let story: QueryStory;
beforeAll(async () => {
  story = await startQueryStory();
}, 60_000);
afterAll(() => story.stop());
beforeEach(() => story.advance('2m'));

const slow = (count: number, delayMs: number) => story.fault({ target: 'azure-logs', delayMs, count });
const runs = (one: Message): boolean => one.buttons.includes('Cancel') && one.text.startsWith('The query is running');

describe.each(['slack', 'teams'] as const)('a slow query in %s', (platform) => {
  it('says that it runs, and for how long; a responder may cancel it, a viewer may not, and who did is told', async () => {
    await slow(1, 20_000);
    const before = await story.last(platform);
    await story.say(platform, 'ops', 'ana', typed(platform, 'kql in compliance requests | take 11'));
    const running = await story.untilAfter(before, platform, 'ops', 'that it runs', runs);
    await story.click(platform, running.id, 'eva', 'Cancel');
    await story.untilAfter(running.seq, platform, 'ops', 'the refusal', (one) =>
      one.text.includes('only they or a responder may cancel it'),
    );
    await story.click(platform, running.id, 'ben', 'Cancel');
    const ended = await story.untilAfter(running.seq, platform, 'ops', 'the end', (one) => one.text.includes('was cancelled by'));
    expect(ended.text).toMatch(/^The query was cancelled by @?Ben Okafor after \d+s\.$/u);
    // Where the answer is for one person alone, the message for everybody is taken away behind it.
    await story.until(platform, 'ops', 'that nothing runs any more', (all) => (all.some(runs) ? undefined : 'nothing'));
    expect(story.audit('kql in compliance requests | take 11').at(-1)).toMatchObject({
      result: 'refused',
      detail: { outcome: 'cancelled', text: 'requests | take 11', asked: expect.stringContaining('appi-compliance') },
    });
    expect(story.audit('kql cancel').map((one) => one.result)).toEqual(expect.arrayContaining(['denied', 'done']));
    // Azure is not kept busy by what nobody waits for any more.
    expect((await story.ask(platform, 'kql in compliance requests | take 11')).text).toContain('· 11 rows ·');
  });
});

describe('slow queries, whatever the chat', () => {
  const platform = 'slack';

  it('wait their turn when five are asked already, and say at which place', async () => {
    await slow(5, 5_000);
    const before = await story.last(platform);
    const asked = Array.from({ length: 7 }, (_one, index) => 20 + index);
    // One after the other: who asks first is asked first.
    const people = ['ana', 'ben', 'eva'] as const;
    for (const [index, rows] of asked.entries())
      await story.say(platform, 'ops', people[index % 3] ?? '', typed(platform, `kql in compliance requests | take ${rows}`));
    const next = (one: Message): boolean => one.text.startsWith('Waiting for other queries: this one is the next.');
    const second = (one: Message): boolean => one.text.startsWith('Waiting for other queries: 1 is before this one.');
    expect((await story.untilAfter(before, platform, 'ops', 'the sixth', next)).buttons).toEqual(['Cancel']);
    await story.untilAfter(before, platform, 'ops', 'the seventh', second);
    for (const rows of asked)
      await story.untilAfter(before, platform, 'ops', `${rows} rows`, (one) => one.text.includes(`· ${rows} rows ·`));
    expect((await story.messages(platform, 'ops')).filter(isProgress).filter((one) => one.text !== 'Answered below.')).toEqual([]);
  });

  it('are three at most that one person has under way: the fourth is not taken', async () => {
    await slow(3, 2_500);
    const before = await story.last(platform);
    for (const rows of [31, 32, 33, 34])
      await story.say(platform, 'ops', 'ana', typed(platform, `kql in compliance requests | take ${rows}`));
    const tooMany = (one: Message): boolean => one.text.startsWith('3 of your queries are running or waiting already.');
    await story.untilAfter(before, platform, 'ops', 'the refusal', tooMany);
    expect((await story.ask(platform, 'kql in compliance requests | take 35', { user: 'ben' })).text).toContain('· 35 rows ·');
    for (const rows of [31, 32, 33])
      await story.untilAfter(before, platform, 'ops', `${rows} rows`, (one) => one.text.includes(`· ${rows} rows ·`));
  });

  it('that two people ask at once are asked once', async () => {
    await slow(1, 4_000);
    const before = await story.last(platform);
    const words = typed(platform, 'kql in compliance requests | take 12');
    await story.say(platform, 'ops', 'ana', words);
    await story.untilAfter(before, platform, 'ops', 'that it runs', runs);
    await story.say(platform, 'ops', 'ben', words);
    await story.until(platform, 'ops', 'both answers', (all) => {
      const both = all.filter((one) => one.seq > before && one.text.includes('· 12 rows ·'));
      return both.length === 2 ? both : undefined;
    });
    // Whoever came second waited for the first one's answer, which the service gives slowly once only.
    const [first, second] = story.audit('kql in compliance requests | take 12').slice(-2);
    expect([first?.result, second?.result]).toEqual(['done', 'done']);
    expect(first?.detail['from']).toBe(second?.detail['from']);
  });
});
