import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createControl, type Message } from '../harness/control.ts';
import { type Story, startStory } from '../harness/story.ts';

let story: Story;
beforeAll(async () => {
  story = await startStory();
});
afterAll(() => story.stop());

/** As the kernel counts them. */
const threadsOfBot = async (): Promise<number> => (await readdir(`/proc/${(await story.state()).bot.pid}/task`)).length;

it('the parser is not loaded before the first query, and then has its thread and a spare', { timeout: 60_000 }, async () => {
  await story.say('slack', 'ops', 'ana', '/tocsin queries');
  await story.until('slack', 'ops', 'the list', (all) => all.find((one) => one.text.includes('slow-operations')));
  const before = await threadsOfBot();
  await story.say('slack', 'ops', 'ana', '/tocsin kql in compliance requests | take 7');
  const isAnswer = (one: Message): boolean => one.text.includes('· 7 rows ·');
  await createControl(story.url, 45_000).untilAfter(0, 'slack', 'ops', 'the answer', isAnswer);
  await expect.poll(threadsOfBot, { timeout: 10_000 }).toBeGreaterThanOrEqual(before + 2);
});
