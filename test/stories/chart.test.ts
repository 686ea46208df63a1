import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromBot, type Message, type Platform } from '../harness/control.ts';
import { type Story, startStory } from '../harness/story.ts';

let story: Story;
beforeAll(async () => {
  story = await startStory();
});
afterAll(() => story.stop());

/** The picture's bytes, checked to be a PNG of the expected size. */
async function picture(message: Message): Promise<string> {
  const url = message.images[0]?.url ?? '';
  const bytes = new Uint8Array(await (await fetch(url.startsWith('/') ? `${story.url}${url}` : url)).arrayBuffer());
  expect(new TextDecoder().decode(bytes.slice(1, 4))).toBe('PNG');
  expect(new DataView(bytes.buffer).getUint32(16)).toBe(1600);
  return createHash('sha256').update(bytes).digest('hex');
}

const sides: readonly { platform: Platform; typed: string }[] = [
  { platform: 'slack', typed: '/tocsin chart cpu of bps-website' },
  { platform: 'teams', typed: '@Tocsin chart cpu of bps-website over 6h' },
];

describe.each(sides)('a chart on the side of $platform', ({ platform, typed }) => {
  it('is posted as a picture, and its buttons redraw the same message', async () => {
    await story.say(platform, 'ops', 'eva', typed);
    const posted = await story.until(
      platform,
      'ops',
      'the chart',
      fromBot((one) => one.images.length === 1),
    );
    expect(posted.buttons).toEqual(expect.arrayContaining(['1 h', '6 h', '24 h', '7 d']));
    expect(posted.images[0]?.alt).toMatch(/CPU of bps-website-sp: average \d+(\.\d+)? %, peak \d+(\.\d+)? % at/u);
    const before = await picture(posted);

    await story.click(platform, posted.id, 'ben', '7 d');
    const redrawn = await story.until(
      platform,
      'ops',
      'the redrawn chart',
      fromBot((one) => one.id === posted.id && one.edited),
    );
    expect(await picture(redrawn)).not.toBe(before);
    const all = await story.messages(platform, 'ops');
    expect(all.filter((one) => one.user === 'tocsin' && one.images.length > 0)).toHaveLength(1);
  });

  it('answers a mistake to its author with the nearest name', async () => {
    await story.say(platform, 'random', 'eva', typed.replace('bps-website', 'bps-websit'));
    const answer = await story.until(
      platform,
      'random',
      'the answer',
      fromBot((one) => one.text.includes('Did you mean')),
    );
    expect(answer.text).toContain('bps-website');
    if (platform === 'slack') expect(answer.ephemeralTo).toBe('eva');
    else expect(answer.thread).toBeDefined();
  });
});
